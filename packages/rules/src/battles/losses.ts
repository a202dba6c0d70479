import { halfUpBp, largestRemainder, mulDivCeil, mulDivFloor, productAtLeast } from '../core/rounding.ts';
import type { Army, Formation, UnitType } from '../core/units.ts';
import { armyOf, emptyArmy, UNIT_TYPES } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

const FULL_BP = 10_000;

export interface LossInput {
  winner: 'attacker' | 'defender';
  /**
   * Powers after luck and fatigue. Only their ratio counts, so both may carry the same factor: resolveBattle passes
   * them times 10,000 to keep them exact.
   */
  attackerPower: number;
  defenderPower: number;
  attackerArmy: Readonly<Army>;
  attackerFormation: Formation;
  defenderArmy: Readonly<Army>;
  defenderFormation: Formation;
}

export interface BattleLosses {
  attackerLosses: Army;
  defenderLosses: Army;
  /** Loss rate of each type in basis points. */
  attackerRatesBp: Army;
  defenderRatesBp: Army;
}

/**
 * Losses of both sides (GAME_DESIGN 3, "Resolution"). With r = loser's : winner's power, each rate is computed exactly and
 * floored once to a whole basis point; losses per type round half up. No loss exceeds the army.
 */
export function lossesFromPowers(rules: Ruleset, input: LossInput): BattleLosses {
  const attackerWins = input.winner === 'attacker';
  const winnerPower = attackerWins ? input.attackerPower : input.defenderPower;
  const loserPower = attackerWins ? input.defenderPower : input.attackerPower;
  const winnerFormation = attackerWins ? input.attackerFormation : input.defenderFormation;
  const loserFormation = attackerWins ? input.defenderFormation : input.attackerFormation;
  const winnerRates = winnerRatesBp(rules, winnerFormation, loserPower, winnerPower);
  const loserRate = loserRateBp(rules, loserFormation, loserPower, winnerPower);
  const loserRates = armyOf(loserRate, loserRate, loserRate, loserRate);
  const attackerRatesBp = attackerWins ? winnerRates : loserRates;
  const defenderRatesBp = attackerWins ? loserRates : winnerRates;
  return {
    attackerLosses: applyRates(input.attackerArmy, attackerRatesBp),
    defenderLosses: applyRates(input.defenderArmy, defenderRatesBp),
    attackerRatesBp,
    defenderRatesBp,
  };
}

/** Winner's rate of each type: loss x min(1, r / even ratio) x formation x exposure, at most all. */
function winnerRatesBp(rules: Ruleset, formation: Formation, loserPower: number, winnerPower: number): Army {
  if (loserPower === 0) return emptyArmy();
  const rate = (unit: UnitType): number => {
    const full = winnerFullRate(rules, formation, unit);
    if (isEven(rules, loserPower, winnerPower)) return Math.min(FULL_BP, floorDiv(full.numerator, full.denominator));
    const { numerator, denominator } = full.overRatio;
    return Math.min(FULL_BP, mulDivFloor(numerator, loserPower, denominator * winnerPower));
  };
  return armyOf(rate('militia'), rate('spearman'), rate('archer'), rate('cavalry'));
}

/** Loser's rate: (loss + rout x max(0, (even - r) / even)) x formation, at most all; the same for all types. */
function loserRateBp(rules: Ruleset, formation: Formation, loserPower: number, winnerPower: number): number {
  const { loserLossBp, loserRoutBp, evenRatioBp } = rules.battle;
  const { lossesBp } = rules.formations[formation];
  if (isEven(rules, loserPower, winnerPower)) return Math.min(FULL_BP, mulDivFloor(loserLossBp, lossesBp, FULL_BP));
  // floor(f x (loss + rout - rout x r / even)): the falling part is subtracted rounded up, the rest is exact when
  // loss + rout is 100 %; otherwise both are brought over one denominator first.
  const most = (loserLossBp + loserRoutBp) * lossesBp;
  const falling = reduced(loserRoutBp * lossesBp, evenRatioBp);
  if (most % FULL_BP === 0) {
    const drop = mulDivCeil(falling.numerator, loserPower, falling.denominator * winnerPower);
    return Math.min(FULL_BP, Math.max(0, most / FULL_BP - drop));
  }
  const drop = mulDivCeil(falling.numerator * FULL_BP, loserPower, falling.denominator * winnerPower);
  return Math.min(FULL_BP, Math.max(0, Math.floor((most - drop) / FULL_BP)));
}

function isEven(rules: Ruleset, loserPower: number, winnerPower: number): boolean {
  return productAtLeast(loserPower, FULL_BP, winnerPower, rules.battle.evenRatioBp);
}

interface Fraction {
  numerator: number;
  denominator: number;
}

interface WinnerRate extends Fraction {
  /** The full rate divided by the even ratio: times r it is the rate below the even ratio. */
  overRatio: Fraction;
}

const winnerRates = new WeakMap<Ruleset, Map<string, WinnerRate>>();

/** Loss x formation x exposure in bp as a reduced fraction; kept per ruleset, which never changes. */
function winnerFullRate(rules: Ruleset, formation: Formation, unit: UnitType): WinnerRate {
  let rates = winnerRates.get(rules);
  if (rates === undefined) {
    rates = new Map();
    winnerRates.set(rules, rates);
  }
  const key = `${formation}/${unit}`;
  let rate = rates.get(key);
  if (rate === undefined) {
    const full = reduced(
      rules.battle.winnerLossBp * rules.formations[formation].lossesBp * rules.units[unit].exposureBp,
      FULL_BP * FULL_BP,
    );
    rate = { ...full, overRatio: reduced(full.numerator * FULL_BP, full.denominator * rules.battle.evenRatioBp) };
    rates.set(key, rate);
  }
  return rate;
}

function reduced(numerator: number, denominator: number): Fraction {
  let [a, b] = [numerator, denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

function floorDiv(a: number, b: number): number {
  return (a - (a % b)) / b;
}

function applyRates(army: Readonly<Army>, ratesBp: Readonly<Army>): Army {
  return armyOf(
    halfUpBp(army.militia, ratesBp.militia),
    halfUpBp(army.spearman, ratesBp.spearman),
    halfUpBp(army.archer, ratesBp.archer),
    halfUpBp(army.cavalry, ratesBp.cavalry),
  );
}

/**
 * A garrison's losses shared among its contributors, type by type in proportion to their units of that type, largest
 * remainder first, ties to the earlier contributor. Nobody loses more than they have.
 */
export function shareLosses(losses: Readonly<Army>, contributors: readonly Readonly<Army>[]): Army[] {
  if (contributors.length === 1) return [{ ...losses }];
  const shares = contributors.map(() => emptyArmy());
  for (const unit of UNIT_TYPES) {
    if (losses[unit] === 0) continue;
    const parts = largestRemainder(
      losses[unit],
      contributors.map((units) => units[unit]),
    );
    for (const [index, part] of parts.entries()) shares[index]![unit] = part;
  }
  return shares;
}
