import { expect, it } from 'vitest';
import { mergeOwn } from './mergeOwn.ts';
import { aMarch, aMe, aTerritory } from './samples.ts';

const units = { militia: 4, spearman: 0, archer: 0, cavalry: 0 };

it('shows our own units and orders where they are, and leaves other rows as they were', () => {
  const rows = [aTerritory({ territoryId: 1 }), aTerritory({ territoryId: 2 })];
  const march = aMarch({ territoryId: 2, army: units });
  const merged = mergeOwn(rows, aMe({ garrisons: [{ territoryId: 2, units }], marches: [march] }));
  expect(merged[0]).toBe(rows[0]);
  expect(merged[1]).toMatchObject({ myUnits: units, pendingOrders: { count: 1, mine: 1 } });
});

it('forgets units that have left', () => {
  const rows = [aTerritory({ territoryId: 1, myUnits: units, pendingOrders: { count: 1, mine: 1 } })];
  expect(mergeOwn(rows, aMe())[0]).toMatchObject({ myUnits: null, pendingOrders: { count: 1, mine: 0 } });
});
