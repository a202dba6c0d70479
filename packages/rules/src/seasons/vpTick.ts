import { largestRemainder, mulDivFloor } from '../core/rounding.ts';
import { assertSpeed, HOUR_MS } from '../core/time.ts';
import type { Tier } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { overlapMs } from '../villages/income.ts';

/** A span in which one player had living units in the own tribe's garrison of one territory; half-open, null = open. */
export interface Tenure {
  id: string;
  userId: string;
  tribeId: string;
  fromMs: number;
  toMs: number | null;
}

export interface VpHour {
  tier: Tier;
  /** Real time of one hour of game time, half-open. */
  hourStartMs: number;
  hourEndMs: number;
  speed: number;
  /** All tenures of this one territory; those outside the hour are ignored. */
  tenures: readonly Tenure[];
}

export interface VpHourResult {
  /** What the territory yielded; the shares add up to exactly this. */
  produced: number;
  /** One entry per tenure that touched the hour, earlier tenure first. */
  shares: { id: string; userId: string; tribeId: string; vp: number }[];
}

/**
 * VP that one territory yields in one hour of game time (GAME_DESIGN 5): floor(VP/h x part of the hour in which any tenure
 * held it), split in proportion to each tenure's time, largest remainder, ties to the earlier tenure (then the lower id).
 * Time is counted to the millisecond. An hour that is held throughout yields the full figure at every speed.
 */
export function vpForHour(rules: Ruleset, hour: VpHour): VpHourResult {
  const { hourStartMs, hourEndMs, speed } = hour;
  assertSpeed(speed);
  if (hourEndMs <= hourStartMs) throw new RangeError('An hour must end after it starts');
  const present = hour.tenures
    .map((tenure) => ({ tenure, heldMs: overlapMs(hourStartMs, hourEndMs, tenure.fromMs, tenure.toMs) }))
    .filter(({ heldMs }) => heldMs > 0)
    .sort((a, b) => a.tenure.fromMs - b.tenure.fromMs || (a.tenure.id < b.tenure.id ? -1 : 1));
  // Where the speed does not divide an hour, neighbouring hours differ by a millisecond: each counts as whole.
  const wholeMs = Math.max(hourEndMs - hourStartMs, Math.floor(HOUR_MS / speed));
  const heldMs = unionMs(
    present.map(({ tenure }) => tenure),
    hourStartMs,
    hourEndMs,
  );
  const produced = mulDivFloor(rules.tiers[hour.tier].vpPerHour, heldMs, wholeMs);
  const parts = largestRemainder(
    produced,
    present.map((entry) => entry.heldMs),
  );
  return {
    produced,
    shares: present.map(({ tenure: { id, userId, tribeId } }, index) => ({ id, userId, tribeId, vp: parts[index]! })),
  };
}

/** Time covered by at least one span; the spans are sorted by their start. */
function unionMs(spans: readonly Tenure[], startMs: number, endMs: number): number {
  let covered = 0;
  let reachedMs = startMs;
  for (const { fromMs, toMs } of spans) {
    const from = Math.max(reachedMs, fromMs);
    const to = Math.min(endMs, toMs ?? endMs);
    if (to <= from) continue;
    covered += to - from;
    reachedMs = to;
  }
  return covered;
}
