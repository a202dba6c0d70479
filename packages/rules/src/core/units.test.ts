import { describe, expect, it } from 'vitest';
import { gameToRealMs, HOUR_MS, SLOT_MS } from './time.ts';
import { addArmies, armyOf, hasUnits, isEmptyArmy, subtractArmies, totalUnits } from './units.ts';

describe('armies', () => {
  it('add, subtract and count by type', () => {
    const army = armyOf(5, 4, 3, 2);
    expect(addArmies(army, armyOf(1, 1))).toEqual(armyOf(6, 5, 3, 2));
    expect(subtractArmies(army, armyOf(5, 0, 3))).toEqual(armyOf(0, 4, 0, 2));
    expect(totalUnits(army)).toBe(14);
    expect(army).toEqual(armyOf(5, 4, 3, 2));
  });

  it('cannot lose units that they do not have', () => {
    expect(() => subtractArmies(armyOf(5), armyOf(0, 1))).toThrow(RangeError);
    expect(hasUnits(armyOf(5), armyOf(5))).toBe(true);
    expect(hasUnits(armyOf(5), armyOf(5, 1))).toBe(false);
  });

  it('are empty only without any unit', () => {
    expect(isEmptyArmy(armyOf())).toBe(true);
    expect(isEmptyArmy(armyOf(0, 0, 0, 1))).toBe(false);
  });
});

describe('gameToRealMs', () => {
  it('divides by the speed and rounds up', () => {
    expect(gameToRealMs(HOUR_MS, 60)).toBe(60_000);
    expect(gameToRealMs(SLOT_MS, 600)).toBe(1_000);
    expect(gameToRealMs(1_000, 7)).toBe(143);
    expect(gameToRealMs(0, 5)).toBe(0);
  });

  it('refuses speeds that are not positive integers', () => {
    for (const speed of [0, -1, 1.5, Number.NaN]) expect(() => gameToRealMs(1, speed)).toThrow(RangeError);
  });
});
