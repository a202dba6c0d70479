/** CSV (RFC 4180) that is safe to open: a text that a spreadsheet would take for a formula starts with an apostrophe. */

// Blanks in front do not keep a spreadsheet from reading a formula; the wide forms are read like the narrow ones.
const FORMULA = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** One value; null is empty. Numbers stay numbers. */
export function csvValue(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (values: readonly (string | number | null)[]): string => `${values.map(csvValue).join(',')}\r\n`;
