import { armyOf, emptyArmy } from '@cryptotribes/rules/core/units';
import type { BotView, TerritoryView } from '../view.ts';

/** A territory for decision tests: an edge on plains held by another tribe of the house with 10 militia. */
export function territoryView(changes: Partial<TerritoryView>): TerritoryView {
  const place = changes.place ?? 21;
  return {
    id: place.toString(16).padStart(24, '0'),
    place,
    tier: 'edge',
    terrain: 'plains',
    capacity: 200,
    holder: 'house',
    holderTerritories: 5,
    units: armyOf(10),
    formation: 'balanced',
    atPeace: false,
    myUnits: null,
    ...changes,
  };
}

/** A young village that is rich enough for nothing, with nobody at home. */
export function testView(changes: Partial<BotView>): BotView {
  return {
    nowMs: Date.UTC(2026, 0, 1),
    rulesetId: 'season1',
    gold: 0,
    goldCapacity: 1_000,
    home: emptyArmy(),
    armyCap: 100,
    armyTotal: 0,
    levels: { barracks: 1, warehouse: 1, workshop: 1 },
    upgrading: [],
    queueLength: 0,
    slots: new Set(),
    raidCharges: 0,
    campsBeaten: 0,
    territories: [],
    urge: 0,
    ...changes,
  };
}
