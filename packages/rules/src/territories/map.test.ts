import { describe, expect, it } from 'vitest';
import { armyOf, TIERS } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { isTerritoryId, PROVINCE_NAMES, TERRITORIES, territoryInfo } from './map.ts';
import { npcGarrison } from './npc.ts';

describe('the map', () => {
  it('has 5 center, 15 ring and 30 edge territories with own names', () => {
    expect(TIERS.map((tier) => TERRITORIES.filter((info) => info.tier === tier).length)).toEqual([5, 15, 30]);
    expect(TERRITORIES.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(new Set(TERRITORIES.map(({ name }) => name)).size).toBe(50);
    expect(territoryInfo(6)).toMatchObject({ tier: 'ring', name: 'Greymoor', provinceName: 'Frostmark' });
    expect(territoryInfo(50)).toMatchObject({ tier: 'edge', terrain: 'plains', name: 'Northmead', province: 4 });
  });

  it('gives every province the same ground', () => {
    for (const [province] of PROVINCE_NAMES.entries()) {
      const terrains = TERRITORIES.filter((info) => info.province === province).map(({ terrain }) => terrain);
      expect(terrains).toEqual([
        'castle',
        'hills',
        'forest',
        'river',
        'plains',
        'plains',
        'forest',
        'hills',
        'river',
        'plains',
      ]);
    }
  });

  it('borders by the rule: both ways, 5 for centers and rings, 3 for edges', () => {
    for (const { id, tier, neighbours } of TERRITORIES) {
      expect(neighbours.length).toBe(tier === 'edge' ? 3 : 5);
      expect(new Set(neighbours).size).toBe(neighbours.length);
      for (const other of neighbours) expect(territoryInfo(other).neighbours).toContain(id);
    }
    expect(territoryInfo(1).neighbours).toEqual([2, 5, 6, 7, 8]);
    expect(territoryInfo(6).neighbours).toEqual([1, 7, 20, 21, 22]);
    expect(territoryInfo(21).neighbours).toEqual([6, 22, 50]);
    expect(territoryInfo(50).neighbours).toEqual([20, 21, 49]);
  });

  it('lies on the board, tiers further out than the one before', () => {
    const reach = (id: number) => {
      const { x, y } = territoryInfo(id).coordinates;
      return Math.hypot(x - 5, y - 5);
    };
    for (const { id, tier, coordinates } of TERRITORIES) {
      for (const value of [coordinates.x, coordinates.y]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(11);
      }
      expect(reach(id)).toBeGreaterThan({ center: 0.8, ring: 1.9, edge: 3.2 }[tier]);
      expect(reach(id)).toBeLessThan({ center: 1.9, ring: 3.2, edge: 5 }[tier]);
    }
  });

  it('knows no other ids', () => {
    for (const id of [0, 51, -1, 1.5, Number.NaN]) {
      expect(isTerritoryId(id)).toBe(false);
      expect(() => territoryInfo(id)).toThrow(RangeError);
    }
  });
});

describe('npcGarrison', () => {
  it('stands as the table says, the same in every province', () => {
    expect(npcGarrison(season1, 3, 30)).toEqual({
      units: armyOf(36, 22, 18, 7),
      formation: 'defensive',
      difficulty: 'elite',
    });
    expect(npcGarrison(season1, 8, 30)).toEqual({
      units: armyOf(40, 18, 16),
      formation: 'balanced',
      difficulty: 'strong',
    });
    expect([21, 22, 23, 24, 25, 26].map((id) => npcGarrison(season1, id, 30).units)).toEqual([
      armyOf(25),
      armyOf(28),
      armyOf(20, 5),
      armyOf(20, 0, 6),
      armyOf(22, 6),
      armyOf(34),
    ]);
    expect(npcGarrison(season1, 45, 30)).toEqual(npcGarrison(season1, 21, 30));
  });

  it('scales ring and center with the number of tribes, rounded half up, edges never', () => {
    expect(npcGarrison(season1, 1, 19).units).toEqual(armyOf(29, 18, 14, 6));
    expect(npcGarrison(season1, 1, 20).units).toEqual(armyOf(36, 22, 18, 7));
    expect(npcGarrison(season1, 1, 59).units).toEqual(armyOf(36, 22, 18, 7));
    expect(npcGarrison(season1, 1, 60).units).toEqual(armyOf(43, 26, 22, 8));
    expect(npcGarrison(season1, 6, 12).units).toEqual(armyOf(46, 13, 10));
    expect(npcGarrison(season1, 26, 84).units).toEqual(armyOf(34));
  });
});
