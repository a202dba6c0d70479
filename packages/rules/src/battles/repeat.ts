import type { Ruleset } from '../rulesets/ruleset.ts';

/**
 * Factor on all VP of a battle, in bp (GAME_DESIGN 3): `index` = number of earlier battles of this attacking user against
 * this defending tribe or user within the last 24 hours of game time. 0-2 full, 3-5 half, from 6 on nothing.
 */
export function repeatFactorBp(index: number, rules: Ruleset): number {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError('The number of earlier battles starts at 0');
  return rules.victoryPoints.repeatFactorsBp[index] ?? 0;
}
