import { expect, it } from 'vitest';
import { toTerritoryView } from '../../board/view.ts';
import { aTerritory } from '../../net/samples.ts';
import { findLand } from './findLand.ts';

const owner = { tribeId: 'b'.repeat(24), tribeName: 'Björn’s Kin', tag: 'BJK', ordinal: 1, controlledSince: '' };
const views = [
  aTerritory({ territoryId: 1, name: 'Frostholm', province: 'Frostmark' }),
  aTerritory({ territoryId: 2, name: 'Old Frost', province: 'Ashenland', owner }),
  aTerritory({ territoryId: 3, name: 'Palefield', province: 'Frostmark' }),
].map((territory) => toTerritoryView(territory, null));
const found = (text: string) => findLand(views, text).map(({ territoryId }) => territoryId);

it('puts names that begin with the text before those that carry it, and those before provinces', () => {
  expect(found('frost')).toEqual([1, 2, 3]);
});

it('finds by the owner’s name and tag, whatever the accents', () => {
  expect(found('bjorn')).toEqual([2]);
  expect(found('bjk')).toEqual([2]);
});

it('finds nothing for no text', () => {
  expect(found('  ')).toEqual([]);
  expect(found('zzz')).toEqual([]);
});
