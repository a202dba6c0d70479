import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import type { Army, Tier } from '../core/units.ts';
import { assertArmy, emptyArmy, hasUnits, isEmptyArmy, subtractArmies, UNIT_TYPES } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/** Garrison places that an army takes: cavalry 2, others 1. */
export function placesUsed(army: Readonly<Army>, rules: Ruleset): number {
  return UNIT_TYPES.reduce((sum, unit) => sum + army[unit] * rules.units[unit].places, 0);
}

/** Places of a territory's garrison, all contributors together. */
export function garrisonCapacity(rules: Ruleset, tier: Tier): number {
  return rules.tiers[tier].garrisonPlaces;
}

/**
 * Who of an army finds room: cavalry first, then archer, spearman, militia until the places are full; the rest goes
 * home. A single place left over by cavalry goes to the next type. GAME_DESIGN 3.
 */
export function fitGarrison(rules: Ruleset, army: Readonly<Army>, freePlaces: number): { stay: Army; home: Army } {
  const stay = emptyArmy();
  let free = Math.max(0, freePlaces);
  for (const unit of rules.territory.stayOrder) {
    const { places } = rules.units[unit];
    stay[unit] = Math.min(army[unit], Math.floor(free / places));
    free -= stay[unit] * places;
  }
  return { stay, home: subtractArmies(army, stay) };
}

export interface GarrisonOrder {
  units: Readonly<Army>;
  /** The player's units at home. */
  home: Readonly<Army>;
  /** null = without tribe. */
  tribeId: string | null;
  territory: { id: number; tier: Tier; ownerTribeId: string | null };
  /** Places taken in this garrison by all contributors. */
  placesTaken: number;
  /** Territories in which the player has units or to which an accepted order of the player is on its way. */
  ownTerritoryIds: readonly number[];
}

/**
 * Moves units from home into the own tribe's garrison. All or nothing: what does not fit is refused, not cut.
 * Codes, in this order: NOT_IN_TRIBE, NOT_OWN_TERRITORY, EMPTY_ARMY, INSUFFICIENT_UNITS, GARRISON_LIMIT, GARRISON_FULL.
 */
export function planGarrison(
  rules: Ruleset,
  order: GarrisonOrder,
): Result<{ homeAfter: Army; placesTakenAfter: number }> {
  const { units, home, tribeId, territory, placesTaken, ownTerritoryIds } = order;
  assertArmy(units);
  if (tribeId === null) return refuse('NOT_IN_TRIBE');
  if (territory.ownerTribeId !== tribeId) return refuse('NOT_OWN_TERRITORY', { territoryId: territory.id });
  if (isEmptyArmy(units)) return refuse('EMPTY_ARMY');
  if (!hasUnits(home, units)) return refuse('INSUFFICIENT_UNITS', { required: { ...units }, available: { ...home } });
  if (!hasFreeGarrison(rules, territory.id, ownTerritoryIds)) {
    return refuse('GARRISON_LIMIT', { max: rules.territory.garrisonsPerPlayer });
  }
  const capacity = garrisonCapacity(rules, territory.tier);
  const free = Math.max(0, capacity - placesTaken);
  const required = placesUsed(units, rules);
  if (required > free) return refuse('GARRISON_FULL', { required, free, capacity });
  return ok({ homeAfter: subtractArmies(home, units), placesTakenAfter: placesTaken + required });
}

/** Whether a player may have units in this territory: there already, or in fewer than 4 others. */
export function hasFreeGarrison(rules: Ruleset, territoryId: number, ownTerritoryIds: readonly number[]): boolean {
  const own = new Set(ownTerritoryIds);
  return own.has(territoryId) || own.size < rules.territory.garrisonsPerPlayer;
}
