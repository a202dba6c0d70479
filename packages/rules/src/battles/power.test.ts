import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armyOf, FORMATIONS, TERRAINS, UNIT_TYPES } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { calculateBattlePower, powerSteps } from './power.ts';

const armies = fc.record({
  militia: fc.nat(400),
  spearman: fc.nat(400),
  archer: fc.nat(400),
  cavalry: fc.nat(400),
});
const formations = fc.constantFrom(...FORMATIONS);
const terrains = fc.constantFrom(...TERRAINS);
const roles = fc.constantFrom('attacker' as const, 'defender' as const);

describe('calculateBattlePower', () => {
  it.each([
    ['castle', 'defender', 1.5 * 1.3],
    ['castle', 'attacker', 1],
    ['forest', 'defender', 1.25],
    ['hills', 'defender', 1.15],
    ['river', 'defender', 1.2],
    ['river', 'attacker', 0.9],
    ['plains', 'defender', 1],
  ] as const)('multiplies militia in the %s as %s by %d', (terrain, role, factor) => {
    expect(calculateBattlePower({ militia: 100 }, 'balanced', terrain, {}, { role })).toBe(
      Math.round(100_000 * factor),
    );
  });

  it.each([
    ['forest', armyOf(0, 10), 19_800],
    ['forest', armyOf(0, 0, 0, 10), 28_125],
    ['hills', armyOf(0, 0, 10), 20_000],
    ['hills', armyOf(0, 0, 0, 10), 33_750],
    ['river', armyOf(0, 0, 0, 10), 16_875],
    ['river', armyOf(0, 10), 16_200],
  ] as const)('changes single types in the %s: %o', (terrain, army, power) => {
    expect(calculateBattlePower(army, 'balanced', terrain, {})).toBe(power);
  });

  it('gives each formation its factor for each role', () => {
    const power = (formation: (typeof FORMATIONS)[number], role: 'attacker' | 'defender') =>
      calculateBattlePower({ militia: 100 }, formation, 'plains', {}, { role });
    expect(FORMATIONS.map((formation) => power(formation, 'attacker'))).toEqual([115_000, 100_000, 90_000]);
    expect(FORMATIONS.map((formation) => power(formation, 'defender'))).toEqual([95_000, 100_000, 110_000]);
  });

  it('adds five percent of damage per workshop level above 1', () => {
    const power = (workshopLevel: number) =>
      calculateBattlePower({ archer: 10 }, 'balanced', 'plains', {}, { workshopLevel });
    expect([1, 2, 5, 10].map(power)).toEqual([16_000, 16_800, 19_200, 23_200]);
  });

  it('gives the counter bonus in proportion to the countered part of the enemy', () => {
    // 75 archers and 120 militia have a base power of 120,000 each: half of the enemy is countered.
    const half = calculateBattlePower({ cavalry: 40 }, 'balanced', 'plains', { archer: 75, militia: 120 });
    expect(half).toBe(150_000 * 1.25);
    expect(calculateBattlePower({ cavalry: 40 }, 'balanced', 'plains', { militia: 120 })).toBe(150_000);
    expect(calculateBattlePower({ archer: 40 }, 'balanced', 'plains', { spearman: 1 })).toBe(64_000 * 1.5);
    expect(calculateBattlePower({ spearman: 40 }, 'balanced', 'plains', { cavalry: 1 })).toBe(72_000 * 1.5);
    expect(calculateBattlePower({ militia: 40 }, 'balanced', 'plains', { militia: 1 })).toBe(40_000);
  });

  it('never falls when one more unit joins', () => {
    fc.assert(
      fc.property(
        armies,
        armies,
        formations,
        terrains,
        roles,
        fc.constantFrom(...UNIT_TYPES),
        (army, enemy, formation, terrain, role, unit) => {
          const before = calculateBattlePower(army, formation, terrain, enemy, { role });
          const more = { ...army, [unit]: army[unit] + 1 };
          expect(calculateBattlePower(more, formation, terrain, enemy, { role })).toBeGreaterThan(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lets every contributor of a garrison fight with the own workshop and floors once', () => {
    const contributors = [
      { units: armyOf(1), workshopLevel: 2 },
      { units: armyOf(0, 0, 1), workshopLevel: 1 },
    ];
    const power = calculateBattlePower({}, 'offensive', 'hills', {}, { role: 'defender', contributors });
    expect(power).toBe(Math.floor((1000 * 1.05 + 1600 * 1.25) * 1.15 * 0.95 + 1e-6));
  });

  it('refuses counts and levels that cannot exist', () => {
    expect(() => calculateBattlePower({ militia: -1 }, 'balanced', 'plains', {})).toThrow(RangeError);
    expect(() => calculateBattlePower({ militia: 1.5 }, 'balanced', 'plains', {})).toThrow(RangeError);
    expect(() => calculateBattlePower({ militia: Number.NaN }, 'balanced', 'plains', {})).toThrow(RangeError);
    expect(() => calculateBattlePower({}, 'balanced', 'plains', {}, { workshopLevel: 11 })).toThrow(RangeError);
    expect(() => calculateBattlePower({}, 'balanced', 'plains', { archer: -5 })).toThrow(RangeError);
  });
});

describe('powerSteps', () => {
  it('keeps the ledger of a battle beat by beat', () => {
    const steps = powerSteps(season1, [{ units: armyOf(0, 0, 0, 50), workshopLevel: 3 }], {
      role: 'attacker',
      terrain: 'forest',
      formation: 'offensive',
      enemy: armyOf(0, 0, 100),
    });
    expect(steps).toEqual({ base: 187_500, workshop: 206_250, counter: 309_375, terrain: 232_031, formation: 266_835 });
  });

  it('ends with the power of the side', () => {
    fc.assert(
      fc.property(armies, armies, formations, terrains, roles, (army, enemy, formation, terrain, role) => {
        const steps = powerSteps(season1, [{ units: army, workshopLevel: 4 }], { role, terrain, formation, enemy });
        expect(steps.formation).toBe(calculateBattlePower(army, formation, terrain, enemy, { role, workshopLevel: 4 }));
      }),
    );
  });
});
