import { describe, expect, it } from 'vitest';
import map from './map.generated.json' with { type: 'json' };
import type { MapTerritory } from './mapData.ts';
import { flagOffset, type Offset, plateOffset } from './markPlaces.ts';

const lands = map.territories as unknown as MapTerritory[];
const platesOf = (hasFight: boolean) =>
  lands.map(({ label: [x, y], tier }): Offset => {
    const [dx, dy] = plateOffset({ tier, hasFight });
    return [x + dx, y + dy];
  });

describe('flagOffset', () => {
  it('keeps the usual place where no plate is near', () => {
    for (const land of lands)
      expect(flagOffset(land, land.tier, [])).toEqual(land.tier === 'center' ? [44, -44] : [-46, -30]);
  });

  it.each([false, true])('covers no truce plate, with every land of the map under a truce (fights: %s)', (hasFight) => {
    const plates = platesOf(hasFight);
    for (const land of lands) {
      const [dx, dy] = flagOffset(land, land.tier, plates);
      const [left, top] = [land.label[0] + dx, land.label[1] + dy - 12];
      const covered = plates.filter(
        ([x, y]) => x + 24 > left && x - 24 < left + 38 && y + 12 > top && y - 12 < top + 24,
      );
      expect(covered, `land ${land.id}`).toEqual([]);
    }
  });
});
