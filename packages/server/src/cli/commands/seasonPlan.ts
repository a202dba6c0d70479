/** Reads the options of `ct season create` into a plan, refusing what makes no sense. */
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { SeasonPlan } from '../../features/seasons/service.ts';
import { UsageError } from '../command.ts';
import { parseOptions } from '../parseOptions.ts';

const MAX_SPEED = 3_600;
const YEAR_MS = 366 * 86_400_000;
const FEE_MICRO = 25_000_000;
/** Wild garrisons of an average season until the start counts the tribes. */
const EXPECTED_TRIBES = 36;

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
  if (ms > nowMs + YEAR_MS) throw new UsageError(`--${option} is more than a year away`);
  return ms;
}

function integer(text: string, option: string, min: number, max: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new UsageError(`--${option} must be a whole number from ${min} to ${max}`);
}

function ruleset(id: string): string {
  try {
    return rulesetById(id).id;
  } catch {
    throw new UsageError(`--ruleset ${id} is not known`);
  }
}

export function planFrom(args: readonly string[], nowMs: number): SeasonPlan {
  const options = parseOptions(args, {
    name: { type: 'string' },
    starts: { type: 'string' },
    speed: { type: 'string', default: '1' },
    registration: { type: 'string', default: 'now' },
    fee: { type: 'string', default: '0' },
    ruleset: { type: 'string', default: 'season1' },
  });
  const name = options.name?.normalize('NFC').trim() ?? '';
  if (!/^[^\p{C}]{3,60}$/u.test(name))
    throw new UsageError('--name must have 3 to 60 characters; {n} becomes the number of the season');
  if (options.starts === undefined) throw new UsageError('--starts is missing');
  const startMs = instant(options.starts, 'starts', nowMs);
  const registrationStartMs = instant(options.registration, 'registration', nowMs);
  if (startMs < nowMs) throw new UsageError('--starts is in the past');
  if (registrationStartMs > startMs) throw new UsageError('--registration must not be after --starts');
  if (options.fee !== '0' && options.fee !== '25') throw new UsageError('--fee must be 0 or 25');
  if (options.fee !== '0' && startMs === nowMs)
    throw new UsageError('a season with a fee needs time for registration: let it start later');
  return {
    name,
    speed: integer(options.speed, 'speed', 1, MAX_SPEED),
    startMs,
    registrationStartMs,
    entryFeeMicro: options.fee === '0' ? 0 : FEE_MICRO,
    tribesAtStart: EXPECTED_TRIBES,
    demo: false,
    rulesetId: ruleset(options.ruleset),
  };
}
