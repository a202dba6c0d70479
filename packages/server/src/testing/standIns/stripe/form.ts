/** Stripe's request bodies: forms with names like metadata[userId] or expand[0]. */
export type Form = { [name: string]: string | Form | undefined };

export function parseForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.split(/[[\]]+/).filter((key) => key !== '');
    const last = keys.pop();
    if (last === undefined) continue;
    let part = form;
    for (const key of keys) {
      const inner = part[key];
      const next: Form = typeof inner === 'object' ? inner : {};
      part[key] = next;
      part = next;
    }
    part[last] = value;
  }
  return form;
}
