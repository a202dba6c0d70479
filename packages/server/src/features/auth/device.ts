/** Where a session was opened, in two words: kept instead of the browser's whole signature, which would single people out. */
const PROGRAMS: readonly [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(HeadlessChrome|Chrome|CriOS)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
];
const SYSTEMS: readonly [name: string, sign: RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
];

const first = (list: typeof PROGRAMS, text: string) => list.find(([, sign]) => sign.test(text))?.[0] ?? null;

/** "Firefox · Windows", "Chrome", or null when the User-Agent header says neither. */
export function deviceOf(userAgent: string | undefined): string | null {
  const text = (userAgent ?? '').slice(0, 500);
  const parts = [first(PROGRAMS, text), first(SYSTEMS, text)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}
