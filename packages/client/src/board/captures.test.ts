import { describe, expect, it } from 'vitest';
import { aTerritory } from '../net/samples.ts';
import { capturesBetween } from './captures.ts';
import map from './map.generated.json';
import type { MapTerritory } from './mapData.ts';
import { type TerritoryView, toTerritoryView } from './view.ts';

const lands = map.territories as unknown as MapTerritory[];
const owner = (tribeId: string) => ({ tribeId, tribeName: tribeId, tag: 'AAA', ordinal: 1, controlledSince: '' });

/** All fifty lands, held as named. */
function world(held: Record<number, string> = {}): TerritoryView[] {
  return lands.map(({ id }) => {
    const tribe = held[id];
    return toTerritoryView(aTerritory({ territoryId: id, owner: tribe ? owner(tribe) : null }), null);
  });
}

describe('capturesBetween', () => {
  it('finds land that a tribe took, from the wild and from others', () => {
    const found = capturesBetween(lands, world({ 21: 'wolf' }), world({ 21: 'bear', 30: 'wolf' }));
    expect(found.map(({ territoryId }) => territoryId)).toEqual([21, 30]);
    expect(found[0]?.before.owner?.tribeId).toBe('wolf');
  });

  it('is silent while owners stay, and when land falls back to nobody', () => {
    expect(capturesBetween(lands, world({ 21: 'wolf' }), world({ 21: 'wolf' }))).toEqual([]);
    expect(capturesBetween(lands, world({ 21: 'wolf' }), world())).toEqual([]);
  });

  it('lets the dye flood in from the border to land that the captor held before', () => {
    const [near] = lands[0]!.neighbours;
    const [capture] = capturesBetween(lands, world({ [near!]: 'wolf' }), world({ [near!]: 'wolf', 1: 'wolf' }));
    const [from, to] = [lands[near! - 1]!.label, lands[0]!.label];
    expect(capture?.origin).toEqual([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  });

  it('lets it spring up in the middle where the captor had no neighbour', () => {
    const [capture] = capturesBetween(lands, world(), world({ 1: 'wolf' }));
    expect(capture?.origin).toEqual(lands[0]!.label);
  });
});
