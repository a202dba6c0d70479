import type { BattleInput } from '../battles/resolve.ts';
import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { floorBp } from '../core/rounding.ts';
import type { Army } from '../core/units.ts';
import { hasUnits, isEmptyArmy, subtractArmies } from '../core/units.ts';
import type { CampRules, Ruleset } from '../rulesets/ruleset.ts';

/** The camp of a level, 1 to 10. Throws RangeError on another level. */
export function campOf(rules: Ruleset, level: number): CampRules {
  const camp = rules.raids.camps[level - 1];
  if (camp === undefined) throw new RangeError('No camp has this level');
  return camp;
}

/** Gold for beating a camp: +2 % per warehouse level above 1, floored. */
export function campLootGold(rules: Ruleset, level: number, warehouse: number): number {
  return floorBp(campOf(rules, level).lootGold, 10_000 + (warehouse - 1) * rules.village.campLootPerWarehouseLevelBp);
}

/** The battle against a camp: on plains, balanced, NPC without workshop. */
export function campBattle(rules: Ruleset, level: number, attacker: BattleInput['attacker']): BattleInput {
  return {
    rulesetId: rules.id,
    terrain: rules.raids.campTerrain,
    attacker,
    defender: {
      formation: rules.raids.campFormation,
      contributors: [{ userId: null, units: campOf(rules, level).army, workshopLevel: 1 }],
    },
    siegeFatigueBp: 0,
  };
}

/**
 * Checks a raid on a camp; the charge is spent with spendCharge. Codes: CAMP_LOCKED (the camp before was not beaten in this
 * season), EMPTY_ARMY, INSUFFICIENT_UNITS. `highestBeaten` 0 = none.
 */
export function planCampRaid(
  rules: Ruleset,
  order: { level: number; highestBeaten: number; army: Readonly<Army>; home: Readonly<Army> },
): Result<{ homeAfter: Army }> {
  campOf(rules, order.level);
  if (order.level > order.highestBeaten + 1) {
    return refuse('CAMP_LOCKED', { level: order.level, requiredLevel: order.level - 1 });
  }
  if (isEmptyArmy(order.army)) return refuse('EMPTY_ARMY');
  if (!hasUnits(order.home, order.army)) {
    return refuse('INSUFFICIENT_UNITS', { required: { ...order.army }, available: { ...order.home } });
  }
  return ok({ homeAfter: subtractArmies(order.home, order.army) });
}
