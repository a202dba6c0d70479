import { describe, expect, it } from 'vitest';
import { HOUR_MS, SLOT_MS } from '../core/time.ts';
import type { Tier } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { slotBounds } from '../seasons/clock.ts';
import { baseGoldPerHour, creditGold, goldForSlot, INCOME_DENOMINATOR, incomePerHourHalves } from './income.ts';

const always = { fromMs: 0, toMs: null };

function creditedInHour(speed: number, level: number, tiers: Tier[]): number {
  let [gold, carry] = [0, 0];
  for (let slot = 0; slot < 6; slot++) {
    const { fromMs, toMs } = slotBounds(season1, 0, speed, slot);
    const income = goldForSlot(season1, {
      slotStartMs: fromMs,
      slotEndMs: toMs,
      speed,
      warehouseSpans: [{ level, ...always }],
      tenures: tiers.map((tier) => ({ tier, ...always })),
      carry,
    });
    gold += income.gold;
    carry = income.carry;
  }
  return gold;
}

describe('income', () => {
  it('is 10, 2 per warehouse level and half of what the territories make', () => {
    expect([1, 10].map((level) => baseGoldPerHour(season1, level))).toEqual([12, 30]);
    expect(incomePerHourHalves(season1, 1, [])).toBe(24);
    expect(incomePerHourHalves(season1, 1, ['edge'])).toBe(49);
    expect(incomePerHourHalves(season1, 10, ['center', 'ring', 'edge', 'edge'])).toBe(60 + 100 + 50 + 25 + 25);
  });

  it('credits exactly the hourly figure for an hour at every warehouse level', () => {
    for (let level = 1; level <= 10; level++) expect(creditedInHour(1, level, [])).toBe(10 + 2 * level);
    expect(creditedInHour(60, 3, ['ring', 'edge', 'edge'])).toBe(16 + 25 + 25);
    expect(creditedInHour(600, 7, ['center'])).toBe(24 + 50);
  });

  it('counts only the time that each part was held within the slot', () => {
    const slot = {
      slotStartMs: SLOT_MS,
      slotEndMs: 2 * SLOT_MS,
      speed: 1,
      warehouseSpans: [
        { level: 1, fromMs: 0, toMs: SLOT_MS + 60_000 },
        { level: 2, fromMs: SLOT_MS + 60_000, toMs: null },
      ],
      tenures: [
        { tier: 'center', fromMs: 0, toMs: SLOT_MS },
        { tier: 'edge', fromMs: 2 * SLOT_MS - 1_000, toMs: 3 * SLOT_MS },
      ],
      carry: 0,
    } as const;
    const { units, gold, carry } = goldForSlot(season1, slot);
    expect(units).toBe(24 * 60_000 + 28 * 540_000 + 25 * 1_000);
    expect(gold * INCOME_DENOMINATOR + carry).toBe(units);
  });

  it('passes the fraction of a coin on', () => {
    const half = {
      slotStartMs: 0,
      slotEndMs: HOUR_MS,
      speed: 1,
      warehouseSpans: [],
      tenures: [{ tier: 'edge', ...always }],
    } as const;
    const first = goldForSlot(season1, { ...half, carry: 0 });
    expect(first).toMatchObject({ gold: 12, carry: INCOME_DENOMINATOR / 2 });
    expect(goldForSlot(season1, { ...half, carry: first.carry })).toMatchObject({ gold: 13, carry: 0 });
    expect(() => goldForSlot(season1, { ...half, carry: INCOME_DENOMINATOR })).toThrow(RangeError);
    expect(() => goldForSlot(season1, { ...half, slotEndMs: -1, carry: 0 })).toThrow(RangeError);
  });
});

describe('creditGold', () => {
  it('stops at capacity and never lowers gold above it', () => {
    expect(creditGold({ gold: 900, capacity: 1_000, income: 50 })).toBe(950);
    expect(creditGold({ gold: 990, capacity: 1_000, income: 50 })).toBe(1_000);
    expect(creditGold({ gold: 1_800, capacity: 1_000, income: 50 })).toBe(1_800);
  });
});
