import { expect, it } from 'vitest';
import { aTerritory } from '../net/samples.ts';
import { toTerritoryView } from './view.ts';

it('shows a truce while orders are taken, and none in a season that takes none any more', () => {
  const territory = aTerritory({ truceUntil: '2026-12-01T10:00:00.000Z' });
  expect(toTerritoryView(territory, null).truceUntilMs).toBe(Date.parse('2026-12-01T10:00:00.000Z'));
  expect(toTerritoryView(territory, null, true).truceUntilMs).toBeNull();
});
