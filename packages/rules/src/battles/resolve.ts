import { mulDivFloor } from '../core/rounding.ts';
import type { Army, Formation, Terrain } from '../core/units.ts';
import { emptyArmy, isEmptyArmy } from '../core/units.ts';
import { rulesetById } from '../rulesets/registry.ts';
import { lossesFromPowers, shareLosses } from './losses.ts';
import type { Detachment, PowerSteps } from './power.ts';
import { powerSteps } from './power.ts';

/*
 * One battle from armies and luck to losses. Pure: the same input gives the same outcome for ever and on every machine
 * (the ruleset's id is part of the input). Input and outcome are plain JSON.
 */

/** One player's part of the defending side. NPC garrisons and bandit camps have one contributor with userId null. */
export interface BattleContributor extends Detachment {
  userId: string | null;
}

export interface BattleInput {
  rulesetId: string;
  terrain: Terrain;
  attacker: { army: Readonly<Army>; formation: Formation; workshopLevel: number };
  defender: { formation: Formation; contributors: readonly BattleContributor[] };
  /** 0 to 7000: the part of its power that the defender has lost to earlier assaults of the same tribe. */
  siegeFatigueBp: number;
}

export type Side = 'attacker' | 'defender';

export interface BattleOutcome {
  winner: Side;
  varianceBp: number;
  siegeFatigueBp: number;
  /** Before luck. */
  attackerPower: number;
  /** After luck, floored for display. */
  attackerFinalPower: number;
  /** Before fatigue. */
  defenderPower: number;
  /** After fatigue, floored for display. */
  defenderFinalPower: number;
  /** Loser's : winner's final power in bp, floored for display; 0 if the loser had none. */
  ratioBp: number;
  attackerLosses: Army;
  defenderLosses: Army;
  /** Loss rates by type in bp. */
  attackerLossRatesBp: Army;
  defenderLossRatesBp: Army;
  /** In the order of the input's contributors. */
  contributorLosses: { userId: string | null; losses: Army }[];
  steps: { attacker: PowerSteps; defender: PowerSteps };
}

/** All units of the defending side. */
export function defenderArmyOf(input: BattleInput): Army {
  const army = emptyArmy();
  for (const { units } of input.defender.contributors) {
    army.militia += units.militia;
    army.spearman += units.spearman;
    army.archer += units.archer;
    army.cavalry += units.cavalry;
  }
  return army;
}

/**
 * Fights one battle (GAME_DESIGN 3). The attacker wins if
 * attackerPower x (10000 + varianceBp) > defenderPower x (10000 - siegeFatigueBp); a tie is the defender's.
 *
 * What is floored, and nothing else: each side's power once over all its units; each loss rate to a whole bp. The
 * comparison and the ratio behind the loss rates use the exact products above, never the floored final powers.
 * An empty defender loses without costing the attacker anything. Throws RangeError on an empty attacker (the order is
 * refused with EMPTY_ARMY before) and on luck or fatigue outside their bounds.
 */
export function resolveBattle(input: BattleInput, varianceBp: number): BattleOutcome {
  const rules = rulesetById(input.rulesetId);
  const { attacker, defender, terrain, siegeFatigueBp } = input;
  if (isEmptyArmy(attacker.army)) throw new RangeError('An attack needs at least one unit');
  assertBp(varianceBp, -rules.battle.varianceBp, rules.battle.varianceBp);
  assertBp(siegeFatigueBp, 0, rules.territory.siege.maxBp);

  const defenderArmy = defenderArmyOf(input);
  const attackers = [{ units: attacker.army, workshopLevel: attacker.workshopLevel }];
  const steps = {
    attacker: powerSteps(rules, attackers, {
      role: 'attacker',
      terrain,
      formation: attacker.formation,
      enemy: defenderArmy,
    }),
    defender: powerSteps(rules, defender.contributors, {
      role: 'defender',
      terrain,
      formation: defender.formation,
      enemy: attacker.army,
    }),
  };
  const attackerPower = steps.attacker.formation;
  const defenderPower = steps.defender.formation;
  const attackerExact = scaledPower(attackerPower, 10_000 + varianceBp);
  const defenderExact = scaledPower(defenderPower, 10_000 - siegeFatigueBp);
  const winner: Side = attackerExact > defenderExact ? 'attacker' : 'defender';
  const losses = lossesFromPowers(rules, {
    winner,
    attackerPower: attackerExact,
    defenderPower: defenderExact,
    attackerArmy: attacker.army,
    attackerFormation: attacker.formation,
    defenderArmy,
    defenderFormation: defender.formation,
  });
  const shares = shareLosses(
    losses.defenderLosses,
    defender.contributors.map(({ units }) => units),
  );
  return {
    winner,
    varianceBp,
    siegeFatigueBp,
    attackerPower,
    attackerFinalPower: Math.floor(attackerExact / 10_000),
    defenderPower,
    defenderFinalPower: Math.floor(defenderExact / 10_000),
    ratioBp: mulDivFloor(Math.min(attackerExact, defenderExact), 10_000, Math.max(attackerExact, defenderExact)),
    attackerLosses: losses.attackerLosses,
    defenderLosses: losses.defenderLosses,
    attackerLossRatesBp: losses.attackerRatesBp,
    defenderLossRatesBp: losses.defenderRatesBp,
    contributorLosses: defender.contributors.map(({ userId }, index) => ({ userId, losses: shares[index]! })),
    steps,
  };
}

/** Power times a factor in bp, still exact. Throws RangeError if it left the safe range (armies of billions). */
export function scaledPower(power: number, factorBp: number): number {
  const scaled = power * factorBp;
  if (!Number.isSafeInteger(scaled)) throw new RangeError('Power outside the safe range');
  return scaled;
}

function assertBp(value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`Expected a whole number of basis points from ${least} to ${most}`);
  }
}
