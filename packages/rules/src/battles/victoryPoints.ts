import { floorBp, largestRemainder, mulDivFloor } from '../core/rounding.ts';
import type { Army, Tier } from '../core/units.ts';
import { totalUnits } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { repeatFactorBp } from './repeat.ts';

export type BattleKind = 'territory' | 'village' | 'camp';

export interface VictoryPointsInput {
  /** Default: territory if a tier is given, else village. Bandit camps give gold only. */
  kind?: BattleKind;
  winner: 'attacker' | 'defender';
  attackerArmy: Readonly<Army>;
  attackerLosses: Readonly<Army>;
  defenderLosses: Readonly<Army>;
  /** null for raids. */
  tierOfTerritory: Tier | null;
  /** False if the attacker's tribe had this territory's capture bonus within 24 hours. */
  captureBonusEligible: boolean;
  /** Attacker's power before luck : defender's power before fatigue, in bp; see attackerPowerShareBp(). */
  attackerPowerShareBp: number;
  /** Earlier battles of this attacking user against the same tribe or user within 24 hours; 0 against NPC. */
  repeatIndex: number;
  /** The defending side as it stood before the battle; NPC: one entry with userId null. */
  contributors: readonly { userId: string | null; units: Readonly<Army> }[];
}

export interface VictoryPointsResult {
  attacker: number;
  /** What players of the defending side get together; 0 for NPC. */
  defender: number;
  breakdown: {
    attackerKills: number;
    capture: number;
    defenderKills: number;
    holding: number;
    consolation: number;
    repeatFactorBp: number;
  };
  contributorVp: { userId: string; vp: number }[];
}

/** Attacker's power as a part of the defender's, in bp, floored; a defender without power counts as beaten fully. */
export function attackerPowerShareBp(attackerPower: number, defenderPower: number): number {
  return defenderPower === 0 ? 10_000 : mulDivFloor(attackerPower, 10_000, defenderPower);
}

/**
 * VP of one battle (GAME_DESIGN 3).
 * - The winner: 1 for each enemy unit destroyed. A captor also the territory's hourly VP if eligible.
 * - A defender that holds: half the hourly VP on top if the attacker had at least 50 % of its power.
 * - A defender that loses but destroyed at least 20 % of the attacking units: that half alone. A losing attacker: nothing.
 * - Each side's sum x the repeat factor, floored; a garrison's VP are shared by committed units, largest remainder.
 *
 * SPEC.md 4.4.5 as an example: 87 defenders destroyed + 100 for the center = 187. The defender lost, but destroyed 37 of
 * 110 attackers (33 %), so it gets half of the center's 100: 50, and nothing for the 37.
 */
export function battleVictoryPoints(rules: Ruleset, input: VictoryPointsInput): VictoryPointsResult {
  const vp = rules.victoryPoints;
  const kind = input.kind ?? (input.tierOfTerritory === null ? 'village' : 'territory');
  const tier = kind === 'territory' ? input.tierOfTerritory : null;
  const factorBp = repeatFactorBp(input.repeatIndex, rules);
  const hourly = tier === null ? 0 : rules.tiers[tier].vpPerHour;
  const halfHourly = floorBp(hourly, vp.holdingShareBp);
  const attackersDestroyed = totalUnits(input.attackerLosses);
  const perUnit = kind === 'camp' ? 0 : vp.perUnitDestroyed;

  const breakdown = {
    attackerKills: 0,
    capture: 0,
    defenderKills: 0,
    holding: 0,
    consolation: 0,
    repeatFactorBp: factorBp,
  };
  const players = input.contributors.flatMap(({ userId, units }) =>
    userId === null ? [] : [{ userId, committed: totalUnits(units) }],
  );
  if (input.winner === 'attacker') {
    breakdown.attackerKills = totalUnits(input.defenderLosses) * perUnit;
    breakdown.capture = input.captureBonusEligible ? hourly : 0;
  }
  // NPC collect nothing: VP belong to players.
  if (players.length > 0) {
    if (input.winner === 'defender') {
      breakdown.defenderKills = attackersDestroyed * perUnit;
      breakdown.holding = input.attackerPowerShareBp >= vp.holdingMinPowerShareBp ? halfHourly : 0;
    } else if (destroyedEnough(attackersDestroyed, totalUnits(input.attackerArmy), vp.consolationMinDestroyedBp)) {
      breakdown.consolation = halfHourly;
    }
  }
  const defender = floorBp(breakdown.defenderKills + breakdown.holding + breakdown.consolation, factorBp);
  const shares = largestRemainder(
    defender,
    players.map(({ committed }) => committed),
  );
  return {
    attacker: floorBp(breakdown.attackerKills + breakdown.capture, factorBp),
    defender,
    breakdown,
    contributorVp: players.map(({ userId }, index) => ({ userId, vp: shares[index]! })),
  };
}

function destroyedEnough(destroyed: number, army: number, leastBp: number): boolean {
  return destroyed > 0 && destroyed * 10_000 >= army * leastBp;
}
