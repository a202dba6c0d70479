import { describe, expect, it } from 'vitest';
import { UNIT_TYPES } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import {
  armyCap,
  goldCapacity,
  goldProtectionBp,
  isUnlocked,
  newVillage,
  planUpgrade,
  upgradeCost,
  upgradeGameMs,
} from './buildings.ts';

const order = { type: 'barracks', level: 5, upgrading: false, gold: 1_500, nowMs: 1_000, speed: 1 } as const;

describe('buildings', () => {
  it('follow the tables of the specification to the last level', () => {
    expect([1, 2, 9, 10].map((level) => upgradeCost(season1, 'barracks', level))).toEqual([100, 200, 3_000, null]);
    expect([1, 9, 10].map((level) => upgradeGameMs(season1, 'workshop', level))).toEqual([360_000, 21_600_000, null]);
    expect(upgradeCost(season1, 'warehouse', 4)).toBe(600);
    expect(() => upgradeCost(season1, 'barracks', 0)).toThrow(RangeError);
    expect(() => upgradeCost(season1, 'barracks', 11)).toThrow(RangeError);
  });

  it('give cap, capacity and protection by level', () => {
    expect([1, 10].map((level) => armyCap(season1, level))).toEqual([100, 1_000]);
    expect([1, 5, 10].map((level) => goldCapacity(season1, level))).toEqual([1_000, 7_500, 20_000]);
    expect([1, 4, 10].map((level) => goldProtectionBp(season1, level))).toEqual([1_000, 2_500, 5_500]);
  });

  it('unlock militia at 1, spearman at 2, archer at 3 and cavalry at 5', () => {
    const unlocked = (barracks: number) => UNIT_TYPES.filter((unit) => isUnlocked(season1, unit, barracks)).length;
    expect([1, 2, 3, 4, 5].map(unlocked)).toEqual([1, 2, 3, 3, 4]);
  });

  it('begin at level 1 with 1,000 gold and nobody', () => {
    const village = newVillage(season1);
    expect(village.gold).toBe(1_000);
    expect(village.buildings).toEqual({ barracks: 1, warehouse: 1, workshop: 1 });
  });
});

describe('planUpgrade', () => {
  it('prices 5 to 6 at 1,500 gold and one hour', () => {
    const value = { cost: 1_500, startMs: 1_000, endMs: 3_601_000 };
    expect(planUpgrade(season1, order)).toEqual({ ok: true, value });
    expect(planUpgrade(season1, { ...order, speed: 60 })).toMatchObject({ value: { endMs: 61_000 } });
  });

  it('refuses without the gold, at the top, and twice at once', () => {
    expect(planUpgrade(season1, { ...order, gold: 1_499 })).toEqual({
      ok: false,
      code: 'INSUFFICIENT_RESOURCES',
      details: { required: 1_500, available: 1_499 },
    });
    expect(planUpgrade(season1, { ...order, level: 10 })).toMatchObject({ code: 'MAX_LEVEL_REACHED' });
    expect(planUpgrade(season1, { ...order, upgrading: true })).toMatchObject({ code: 'BUILDING_ALREADY_UPGRADING' });
  });
});
