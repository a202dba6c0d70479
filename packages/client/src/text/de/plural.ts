const rules = new Intl.PluralRules('de');

/** The form for `n`: plural(2, 'Einheit', 'Einheiten') → 'Einheiten'. Here once more, since parts of this folder import from it only. */
export const plural = (n: number, one: string, other: string): string => (rules.select(n) === 'one' ? one : other);
