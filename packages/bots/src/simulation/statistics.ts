/** Sums and ranks of plain numbers; exact on every machine: only the four operations, and rounding at the end. */

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value below which this part of all lies (0 to 1); 0 without values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** Gini coefficient, 0 = all have the same, 1 = one has everything. */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, value, index) => sum + (2 * index + 1 - sorted.length) * value, 0);
  return weighted / (sorted.length * total);
}

export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : round((100 * part) / whole, 1));

export function round(value: number, digits: number): number {
  const factor = [1, 10, 100, 1000][digits] ?? 1;
  return Math.round(value * factor) / factor;
}
