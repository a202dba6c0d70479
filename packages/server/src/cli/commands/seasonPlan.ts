/** Reads the options of `ct season create` into a plan, refusing what makes no sense. */
import { DEFAULT_RULESET_ID } from '@cryptotribes/rules/rulesets/registry';
import { EXPECTED_TRIBES, FEE_MICRO, MAX_SPEED, planProblem, usualSpeed } from '../../features/seasons/plan.ts';
import type { SeasonPlan } from '../../features/seasons/service.ts';
import { UsageError } from '../command.ts';
import { parseOptions } from '../parseOptions.ts';

/** ISO 8601 with its time zone (a time without one means something else on every machine), or "now". */
function instant(text: string, option: string, nowMs: number): number {
  if (text === 'now') return nowMs;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new UsageError(`--${option} must be now or a time like 2026-12-01T18:00:00Z`);
  }
  const ms = Date.parse(text);
  // Date.parse takes 31 February for 3 March.
  const day = Number(text.slice(8, 10));
  if (
    Number.isNaN(ms) ||
    day > new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
  ) {
    throw new UsageError(`--${option} is not a date of the calendar`);
  }
  return ms;
}

function integer(text: string, option: string, min: number, max: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new UsageError(`--${option} must be a whole number from ${min} to ${max}`);
}

export function planFrom(args: readonly string[], nowMs: number): SeasonPlan {
  const options = parseOptions(args, {
    name: { type: 'string' },
    starts: { type: 'string' },
    speed: { type: 'string' },
    registration: { type: 'string', default: 'now' },
    fee: { type: 'string', default: '0' },
    ruleset: { type: 'string', default: DEFAULT_RULESET_ID },
  });
  if (options.starts === undefined && options.name !== undefined) throw new UsageError('--starts is missing');
  const plan = {
    name: options.name?.normalize('NFC').trim() ?? '',
    speed: options.speed === undefined ? usualSpeed(options.ruleset) : integer(options.speed, 'speed', 1, MAX_SPEED),
    startMs: instant(options.starts ?? 'now', 'starts', nowMs),
    registrationStartMs: instant(options.registration, 'registration', nowMs),
    entryFeeMicro: integer(options.fee, 'fee', 0, FEE_MICRO / 1_000_000) * 1_000_000,
    tribesAtStart: EXPECTED_TRIBES,
    demo: false,
    rulesetId: options.ruleset,
  };
  const found = planProblem(plan, nowMs);
  if (found !== null) throw new UsageError(`--${found.field} ${found.problem}`);
  return plan;
}
