import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import type { Army } from '../core/units.ts';
import { assertArmy, hasUnits, isEmptyArmy, subtractArmies } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { hasFreeGarrison } from '../territories/garrison.ts';

export interface AttackOrder {
  army: Readonly<Army>;
  /** The player's units at home. */
  home: Readonly<Army>;
  /** null = without tribe. */
  tribeId: string | null;
  /** ownerTribeId null = NPC or empty. truceUntilMs null = no truce. */
  territory: { id: number; ownerTribeId: string | null; truceUntilMs: number | null };
  /** Territories in which the player has units or to which an accepted order of the player is on its way. */
  ownTerritoryIds: readonly number[];
  nowMs: number;
}

/**
 * Checks an attack on a territory (GAME_DESIGN 3) and takes its units out of the home army.
 * Codes, in this order: NOT_IN_TRIBE, OWN_TERRITORY, TERRITORY_PROTECTED, EMPTY_ARMY, INSUFFICIENT_UNITS, GARRISON_LIMIT.
 */
export function planAttack(rules: Ruleset, order: AttackOrder): Result<{ homeAfter: Army }> {
  const { army, home, tribeId, territory, ownTerritoryIds, nowMs } = order;
  assertArmy(army);
  if (tribeId === null) return refuse('NOT_IN_TRIBE');
  if (territory.ownerTribeId === tribeId) return refuse('OWN_TERRITORY', { territoryId: territory.id });
  if (territory.truceUntilMs !== null && nowMs < territory.truceUntilMs) {
    return refuse('TERRITORY_PROTECTED', { territoryId: territory.id, protectedUntilMs: territory.truceUntilMs });
  }
  if (isEmptyArmy(army)) return refuse('EMPTY_ARMY');
  if (!hasUnits(home, army)) return refuse('INSUFFICIENT_UNITS', { required: { ...army }, available: { ...home } });
  if (!hasFreeGarrison(rules, territory.id, ownTerritoryIds)) {
    return refuse('GARRISON_LIMIT', { max: rules.territory.garrisonsPerPlayer });
  }
  return ok({ homeAfter: subtractArmies(home, army) });
}

/**
 * What an order finds when its turn comes (GAME_DESIGN 3): `fight`; `reinforced` = the territory is the own tribe's by
 * now; `void` = a truce began or the attacker is not in the ordering tribe any more.
 */
export function orderTurn(turn: {
  orderTribeId: string;
  currentTribeId: string | null;
  territory: { ownerTribeId: string | null; truceUntilMs: number | null };
  nowMs: number;
}): 'fight' | 'reinforced' | 'void' {
  if (turn.currentTribeId !== turn.orderTribeId) return 'void';
  if (turn.territory.ownerTribeId === turn.orderTribeId) return 'reinforced';
  const { truceUntilMs } = turn.territory;
  return truceUntilMs !== null && turn.nowMs < truceUntilMs ? 'void' : 'fight';
}
