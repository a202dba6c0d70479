/**
 * A row of the table: one figure, measured several times, beside its limit and its peer.
 *   id       its name in docs/benchmarks.json
 *   what     what was measured, for people
 *   unit     of the values
 *   values   one a round
 *   limit    { atLeast } or { atMost }, in the same unit; absent = none
 *   peer     { what, values }: what the same machine can do, or does otherwise, measured in the same rounds
 *   ratio    ours : peer, of what is better when larger; { atLeast } = what is aimed for, {} = for information
 *   note     what a reader has to know
 */
import { median } from './stats.mjs';

/** Our part of the peer, round by round. For times the peer's by ours: more is always better. */
export function ratiosOf({ values, peer, lessIsBetter }) {
  return values.map((value, round) => {
    const other = peer.values[Math.min(round, peer.values.length - 1)];
    return lessIsBetter ? other / value : value / other;
  });
}

/** 'met', 'missed', or '' where nothing is aimed for. */
export function verdictOf(row) {
  const goals = [];
  const value = median(row.values);
  if (row.limit?.atLeast !== undefined) goals.push(value >= row.limit.atLeast);
  if (row.limit?.atMost !== undefined) goals.push(value <= row.limit.atMost);
  if (row.peer && row.ratio?.atLeast !== undefined) goals.push(median(ratiosOf(row)) >= row.ratio.atLeast);
  if (goals.length === 0) return '';
  return goals.every(Boolean) ? 'met' : 'missed';
}

export function numberText(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(size >= 10 ? 3 : 2)));
}

/** Median and, of several values, the least and the most. */
export function spreadText(values) {
  if (values.length === 1) return numberText(values[0]);
  return `${numberText(median(values))} (${numberText(Math.min(...values))} to ${numberText(Math.max(...values))})`;
}

export function limitText({ limit, unit }) {
  if (limit?.atLeast !== undefined) return `≥ ${numberText(limit.atLeast)} ${unit}`;
  if (limit?.atMost !== undefined) return `≤ ${numberText(limit.atMost)} ${unit}`;
  return '';
}

/** One line for the terminal. */
export function lineOf(row) {
  const parts = [`${row.what}: ${spreadText(row.values)} ${row.unit}`];
  if (row.limit) parts.push(`limit ${limitText(row)}`);
  if (row.peer) {
    const goal = row.ratio?.atLeast === undefined ? '' : `, aim ≥ ${row.ratio.atLeast}`;
    parts.push(`${row.peer.what} ${spreadText(row.peer.values)}, ratio ${spreadText(ratiosOf(row))}${goal}`);
  }
  const verdict = verdictOf(row);
  return `${parts.join('; ')}${verdict && ` → ${verdict}`}${row.note ? ` [${row.note}]` : ''}`;
}

/** Makes the rows of a part in which less is better: (name, what, unit, values, limit). */
export const lessIsBetter = (part) => (name, what, unit, values, limit) => ({
  id: `${part}.${name}`,
  what,
  unit,
  values,
  lessIsBetter: true,
  ...(limit ? { limit } : {}),
});
