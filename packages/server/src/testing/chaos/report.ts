/** What a run of chaos found, as figures and as text. */
import type { Journal } from './journal.ts';
import { type FaultKind, isKill } from './plan.ts';

export interface DoneFault {
  readonly kind: FaultKind;
  readonly atMs: number;
  /** The game was whole before, and had recovered before the next one: how long that took is this fault's doing alone. */
  readonly alone: boolean;
}

export interface Interruption {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface ChaosReport {
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly kills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly actions: { acknowledged: number; refused: number; repeated: number; open: number };
  readonly news: number;
  readonly swallowed: number;
  /** From a fault that came alone until an order that was given after it is acknowledged. */
  readonly interruption: Readonly<Record<string, Interruption>>;
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** Everything else that must not be. */
  readonly wrong: readonly string[];
}

export function makeReport(
  journal: Journal,
  done: readonly DoneFault[],
  rest: Pick<ChaosReport, 'seed' | 'rounds' | 'seconds' | 'news' | 'swallowed' | 'lost' | 'wrong'>,
): ChaosReport {
  const spans = done.flatMap(({ kind, atMs, alone }) => {
    const ms = alone ? journal.interruptionMs(atMs) : null;
    return ms === null ? [] : [{ kind, ms }];
  });
  const kinds = [...new Set(done.map(({ kind }) => kind))].sort();
  const count = (outcome: string) => journal.actions.filter((action) => action.outcome === outcome).length;
  return {
    ...rest,
    kills: done.filter(({ kind }) => isKill(kind)).length,
    faults: Object.fromEntries(kinds.map((kind) => [kind, done.filter((one) => one.kind === kind).length])),
    actions: {
      acknowledged: count('acknowledged'),
      refused: count('refused'),
      open: count('open'),
      repeated: journal.actions.filter(({ lost }) => lost > 0).length,
    },
    interruption: {
      all: interruptionOf(spans.map(({ ms }) => ms)),
      ...Object.fromEntries(
        kinds.map((kind) => [kind, interruptionOf(spans.filter((one) => one.kind === kind).map(({ ms }) => ms))]),
      ),
    },
  };
}

function interruptionOf(spans: readonly number[]): Interruption {
  const sorted = [...spans].sort((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(2).padStart(6);

/** Lines for people. */
export function printReport(report: ChaosReport): string {
  const { actions } = report;
  return [
    `seed ${report.seed}: ${report.kills} kills in ${report.rounds} rounds, ${report.seconds.toFixed(0)} s`,
    `orders: ${actions.acknowledged} acknowledged, ${actions.refused} refused, ${actions.open} open; ${actions.repeated} of them were sent more than once`,
    `answers swallowed: ${report.swallowed}; news told: ${report.news}`,
    'seconds until a new order is acknowledged:   p50    p95    most',
    ...Object.entries(report.interruption).map(
      ([kind, { count, p50Ms, p95Ms, maxMs }]) =>
        `  ${kind.padEnd(18)} ${String(count).padStart(5)} times      ${inSeconds(p50Ms)} ${inSeconds(p95Ms)} ${inSeconds(maxMs)}`,
    ),
    ...report.lost.slice(0, 20).map((line) => `LOST   ${line}`),
    ...report.wrong.slice(0, 20).map((line) => `WRONG  ${line}`),
    `acknowledged and lost: ${report.lost.length}; otherwise wrong: ${report.wrong.length}`,
  ].join('\n');
}
