import { halfUpBp, largestRemainder, mulDivCeil, mulDivFloor, productAtLeast } from '../core/rounding.ts';
import type { Army, Formation, UnitType } from '../core/units.ts';
import { armyOf, emptyArmy } from '../core/units.ts';
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
  const isEven = productAtLeast(loserPower, FULL_BP, winnerPower, rules.battle.evenRatioBp);
  const rates = ratesOf(rules);
  const winnerRates = winnerRatesBp(rates[winnerFormation], isEven, loserPower, winnerPower);
  const loserRate = loserRateBp(rates[loserFormation], isEven, loserPower, winnerPower);
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
function winnerRatesBp({ winner }: FormationRates, isEven: boolean, loserPower: number, winnerPower: number): Army {
  if (loserPower === 0) return emptyArmy();
  if (isEven) return armyOf(winner[0].even, winner[1].even, winner[2].even, winner[3].even);
  return armyOf(
    winnerRateBp(winner[0], loserPower, winnerPower),
    winnerRateBp(winner[1], loserPower, winnerPower),
    winnerRateBp(winner[2], loserPower, winnerPower),
    winnerRateBp(winner[3], loserPower, winnerPower),
  );
}
const winnerRateBp = ({ overRatio }: WinnerRate, loserPower: number, winnerPower: number): number =>
  Math.min(FULL_BP, mulDivFloor(overRatio.numerator, loserPower, overRatio.denominator * winnerPower));

/** Loser's rate: (loss + rout x max(0, (even - r) / even)) x formation, at most all; the same for all types. */
function loserRateBp({ loser }: FormationRates, isEven: boolean, loserPower: number, winnerPower: number): number {
  const { even, most, falling } = loser;
  if (isEven) return even;
  // floor(f x (loss + rout - rout x r / even)): the falling part is subtracted rounded up, the rest is exact when
  // loss + rout is 100 %; otherwise both are brought over one denominator first.
  if (most % FULL_BP === 0) {
    const drop = mulDivCeil(falling.numerator, loserPower, falling.denominator * winnerPower);
    return Math.min(FULL_BP, Math.max(0, most / FULL_BP - drop));
  }
  const drop = mulDivCeil(falling.numerator * FULL_BP, loserPower, falling.denominator * winnerPower);
  return Math.min(FULL_BP, Math.max(0, Math.floor((most - drop) / FULL_BP)));
}

interface Fraction {
  numerator: number;
  denominator: number;
}

/** Loss x formation x exposure: in whole bp, at most all; and divided by the even ratio: times r it is the rate below the even ratio. */
interface WinnerRate {
  even: number;
  overRatio: Fraction;
}

interface FormationRates {
  /** In the order of UNIT_TYPES. */
  winner: readonly [WinnerRate, WinnerRate, WinnerRate, WinnerRate];
  /** At the even ratio and above; the most there is, in bp of bp; what falls off it times r. */
  loser: { even: number; most: number; falling: Fraction };
}

const kept = new WeakMap<Ruleset, Record<Formation, FormationRates>>();

/** The parts of all rates that no battle changes, as reduced fractions; kept per ruleset, which never changes. */
function ratesOf(rules: Ruleset): Record<Formation, FormationRates> {
  let rates = kept.get(rules);
  if (rates === undefined) {
    const of = (formation: Formation): FormationRates => formationRates(rules, formation);
    rates = { offensive: of('offensive'), balanced: of('balanced'), defensive: of('defensive') };
    kept.set(rules, rates);
  }
  return rates;
}

function formationRates(rules: Ruleset, formation: Formation): FormationRates {
  const { winnerLossBp, loserLossBp, loserRoutBp, evenRatioBp } = rules.battle;
  const { lossesBp } = rules.formations[formation];
  const winner = (unit: UnitType): WinnerRate => {
    const full = reduced(winnerLossBp * lossesBp * rules.units[unit].exposureBp, FULL_BP * FULL_BP);
    return {
      even: Math.min(FULL_BP, floorDiv(full.numerator, full.denominator)),
      overRatio: reduced(full.numerator * FULL_BP, full.denominator * evenRatioBp),
    };
  };
  return {
    winner: [winner('militia'), winner('spearman'), winner('archer'), winner('cavalry')],
    loser: {
      even: Math.min(FULL_BP, mulDivFloor(loserLossBp, lossesBp, FULL_BP)),
      most: (loserLossBp + loserRoutBp) * lossesBp,
      falling: reduced(loserRoutBp * lossesBp, evenRatioBp),
    },
  };
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
  const militia = shareOut(losses.militia, contributors, (units) => units.militia);
  const spearman = shareOut(losses.spearman, contributors, (units) => units.spearman);
  const archer = shareOut(losses.archer, contributors, (units) => units.archer);
  const cavalry = shareOut(losses.cavalry, contributors, (units) => units.cavalry);
  return contributors.map((_, index) => armyOf(militia[index], spearman[index], archer[index], cavalry[index]));
}

/** The parts of one type's losses, in the contributors' order; nothing when there are none. */
const shareOut = (
  losses: number,
  contributors: readonly Readonly<Army>[],
  countOf: (units: Readonly<Army>) => number,
): readonly number[] => (losses === 0 ? NONE : largestRemainder(losses, contributors.map(countOf)));

const NONE: readonly number[] = [];
