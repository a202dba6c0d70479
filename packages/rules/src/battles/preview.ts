import type { Army } from '../core/units.ts';
import { emptyArmy, totalUnits, UNIT_TYPES } from '../core/units.ts';
import { rulesetById } from '../rulesets/registry.ts';
import type { BattleInput, BattleOutcome } from './resolve.ts';
import { resolveBattle, scaledPower } from './resolve.ts';

export interface ArmyRange {
  min: Army;
  max: Army;
}

export interface CountRange {
  min: number;
  max: number;
}

/** Losses in all cases with the same winner. */
export interface PreviewBranch {
  attackerLosses: ArmyRange;
  defenderLosses: ArmyRange;
  /** Units of all types. */
  attackerLost: CountRange;
  defenderLost: CountRange;
}

export interface BattlePreview {
  /** Cases of luck, out of `of`, in which the attacker wins; all cases are equally likely. */
  winning: number;
  of: number;
  /** Lowest luck in bp with which the attacker wins; null = never. */
  flipBp: number | null;
  /** Before luck, with the worst and with the best luck (floored). */
  attackerPower: number;
  attackerPowerMin: number;
  attackerPowerMax: number;
  /** After fatigue (floored). */
  defenderPower: number;
  /** null = this cannot happen. */
  ifWin: PreviewBranch | null;
  ifLose: PreviewBranch | null;
}

/**
 * Exact odds and loss ranges of a battle before it is fought: the same as resolving it once for every possible luck.
 * Luck only moves the attacker's power, so the winner flips at one point, and within a branch both sides' losses only
 * rise or only fall with it: the ends of a branch are its extremes.
 * Throws RangeError on an empty attacker, like resolveBattle.
 */
export function previewBattle(input: BattleInput): BattlePreview {
  const most = rulesetById(input.rulesetId).battle.varianceBp;
  const worst = resolveBattle(input, -most);
  const best = resolveBattle(input, most);
  const flipBp = lowestWinningBp(best.attackerPower, best.defenderPower, input.siegeFatigueBp, most);
  const winning = flipBp === null ? 0 : most - flipBp + 1;
  const ifWin = flipBp === null ? null : branch(flipBp === -most ? worst : resolveBattle(input, flipBp), best);
  let ifLose: PreviewBranch | null = null;
  if (flipBp === null) ifLose = branch(worst, best);
  else if (flipBp > -most) ifLose = branch(worst, resolveBattle(input, flipBp - 1));
  return {
    winning,
    of: 2 * most + 1,
    flipBp,
    attackerPower: best.attackerPower,
    attackerPowerMin: worst.attackerFinalPower,
    attackerPowerMax: best.attackerFinalPower,
    defenderPower: best.defenderFinalPower,
    ifWin,
    ifLose,
  };
}

/** Lowest v from -most to most with attacker x (10000 + v) > defender x (10000 - fatigue); null = none. */
export function lowestWinningBp(
  attackerPower: number,
  defenderPower: number,
  siegeFatigueBp: number,
  most: number,
): number | null {
  if (attackerPower === 0) return null;
  const needed = scaledPower(defenderPower, 10_000 - siegeFatigueBp);
  const lowest = (needed - (needed % attackerPower)) / attackerPower + 1 - 10_000;
  if (lowest > most) return null;
  return Math.max(lowest, -most);
}

function branch(one: BattleOutcome, other: BattleOutcome): PreviewBranch {
  return {
    attackerLosses: armyRange(one.attackerLosses, other.attackerLosses),
    defenderLosses: armyRange(one.defenderLosses, other.defenderLosses),
    attackerLost: countRange(totalUnits(one.attackerLosses), totalUnits(other.attackerLosses)),
    defenderLost: countRange(totalUnits(one.defenderLosses), totalUnits(other.defenderLosses)),
  };
}

function armyRange(a: Readonly<Army>, b: Readonly<Army>): ArmyRange {
  const range = { min: emptyArmy(), max: emptyArmy() };
  for (const unit of UNIT_TYPES) {
    range.min[unit] = Math.min(a[unit], b[unit]);
    range.max[unit] = Math.max(a[unit], b[unit]);
  }
  return range;
}

function countRange(a: number, b: number): CountRange {
  return { min: Math.min(a, b), max: Math.max(a, b) };
}
