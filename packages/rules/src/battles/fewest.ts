import { largestRemainder } from '../core/rounding.ts';
import type { Army } from '../core/units.ts';
import { armyOf, totalUnits, UNIT_TYPES } from '../core/units.ts';
import { rulesetById } from '../rulesets/registry.ts';
import { sidePower } from './power.ts';
import { lowestWinningBp } from './preview.ts';
import type { BattleInput } from './resolve.ts';
import { defenderArmyOf } from './resolve.ts';

export interface FewestResult {
  army: Army;
  /** Cases of luck in which this army wins. */
  winning: number;
  /** False = not even everything reaches the target; `army` is then everything. */
  reached: boolean;
}

/** 95 % of the 2,001 cases of luck, rounded up. */
export const SAFE_WINNING = 1_901;

/**
 * The smallest part of the home army (`input.attacker.army`) that wins in at least `targetWinning` cases of luck, all
 * types in equal share: n units are taken in proportion to the home army, largest remainder. Found by binary search; as
 * rounding shifts the mix a little from n to n + 1, a single smaller n may win too, but the answer always reaches the target.
 * An attack needs at least one unit; an empty home army gives an empty answer that is not reached.
 */
export function fewestThatWin(input: BattleInput, targetWinning = SAFE_WINNING): FewestResult {
  const home = input.attacker.army;
  const all = totalUnits(home);
  if (all === 0) return { army: { ...home }, winning: 0, reached: false };
  const winningOfAll = winningCases(input, home);
  if (winningOfAll < targetWinning) return { army: { ...home }, winning: winningOfAll, reached: false };
  let tooFew = 0;
  let enough = all;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (winningCases(input, partOf(home, middle)) >= targetWinning) enough = middle;
    else tooFew = middle;
  }
  const army = partOf(home, enough);
  return { army, winning: winningCases(input, army), reached: true };
}

function partOf(home: Readonly<Army>, units: number): Army {
  return armyOf(
    ...largestRemainder(
      units,
      UNIT_TYPES.map((unit) => home[unit]),
    ),
  );
}

function winningCases(input: BattleInput, army: Readonly<Army>): number {
  const rules = rulesetById(input.rulesetId);
  const { terrain, attacker, defender } = input;
  const attackerPower = sidePower(rules, [{ units: army, workshopLevel: attacker.workshopLevel }], {
    role: 'attacker',
    terrain,
    formation: attacker.formation,
    enemy: defenderArmyOf(input),
  });
  const defenderPower = sidePower(rules, defender.contributors, {
    role: 'defender',
    terrain,
    formation: defender.formation,
    enemy: army,
  });
  const most = rules.battle.varianceBp;
  const flipBp = lowestWinningBp(attackerPower, defenderPower, input.siegeFatigueBp, most);
  return flipBp === null ? 0 : most - flipBp + 1;
}
