import { productAtLeast } from '../core/rounding.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/** A failed attack of one tribe on one territory; both powers before luck and fatigue. */
export interface FailedAttack {
  atMs: number;
  attackerPower: number;
  defenderPower: number;
}

/**
 * Siege fatigue in bp that the next attack of the same tribe finds (GAME_DESIGN 3): 10 points of 100 for each failed attack
 * within the last 2 hours of game time that had at least 10 % of the defender's power, at most 70. Only for territories
 * held by players. Powers are those before luck and before fatigue, so luck never decides what counts. A capture resets
 * it: attacks at or before `lastCaptureMs` (null = none) do not count. An attack exactly 2 hours old counts no more.
 */
export function siegeFatigueBp(
  failedAttacks: readonly FailedAttack[],
  nowMs: number,
  speed: number,
  lastCaptureMs: number | null,
  rules: Ruleset,
): number {
  const { stepBp, maxBp, minPowerShareBp, windowGameMs } = rules.territory.siege;
  const windowMs = gameToRealMs(windowGameMs, speed);
  const counting = failedAttacks.filter(
    ({ atMs, attackerPower, defenderPower }) =>
      atMs <= nowMs &&
      nowMs - atMs < windowMs &&
      (lastCaptureMs === null || atMs > lastCaptureMs) &&
      productAtLeast(attackerPower, 10_000, defenderPower, minPowerShareBp),
  );
  return Math.min(maxBp, counting.length * stepBp);
}
