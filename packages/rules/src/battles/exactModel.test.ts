import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Army, Formation, Terrain, UnitType } from '../core/units.ts';
import { armyOf, FORMATIONS, isEmptyArmy, TERRAINS, UNIT_TYPES } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { sidePower } from './power.ts';
import type { BattleInput } from './resolve.ts';
import { defenderArmyOf, resolveBattle } from './resolve.ts';

/*
 * A second, slow and literal reading of GAME_DESIGN 3 with fractions of BigInt and its own copy of the numbers.
 * The real engine must agree with it to the unit, within and beyond the safe range of numbers.
 */

type Fraction = readonly [bigint, bigint];
const frac = (percent: number): Fraction => [BigInt(Math.round(percent * 100)), 10_000n];
const times = (...parts: Fraction[]): Fraction => parts.reduce<Fraction>(([a, b], [c, d]) => [a * c, b * d], [1n, 1n]);
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const floor = ([a, b]: Fraction): bigint => a / b;
const whole = (n: number | bigint): Fraction => [BigInt(n), 1n];

const STRENGTH: Record<UnitType, number> = { militia: 1000, spearman: 1800, archer: 1600, cavalry: 3750 };
const PREY: Partial<Record<UnitType, UnitType>> = { cavalry: 'archer', archer: 'spearman', spearman: 'cavalry' };
const GROUND: Record<Terrain, Partial<Record<UnitType, number>>> = {
  castle: {},
  forest: { spearman: 110, cavalry: 75 },
  hills: { archer: 125, cavalry: 90 },
  river: { cavalry: 50 },
  plains: {},
};
const HOLD: Record<Terrain, number> = { castle: 195, forest: 125, hills: 115, river: 120, plains: 100 };
const FORM: Record<Formation, [number, number, number]> = {
  offensive: [115, 95, 120],
  balanced: [100, 100, 100],
  defensive: [90, 110, 80],
};
const EXPOSURE: Record<UnitType, number> = { militia: 120, spearman: 110, archer: 100, cavalry: 100 };

const base = (army: Army): bigint => UNIT_TYPES.reduce((sum, u) => sum + BigInt(army[u] * STRENGTH[u]), 0n);

function slowPower(
  parts: readonly { units: Army; workshopLevel: number }[],
  role: 'attacker' | 'defender',
  terrain: Terrain,
  formation: Formation,
  enemy: Army,
): bigint {
  let total: Fraction = [0n, 1n];
  for (const { units, workshopLevel } of parts) {
    for (const unit of UNIT_TYPES) {
      const prey = PREY[unit];
      const counter: Fraction =
        prey && base(enemy) > 0n ? plus([1n, 1n], [BigInt(enemy[prey] * STRENGTH[prey]), 2n * base(enemy)]) : [1n, 1n];
      const term = times(
        whole(units[unit]),
        whole(STRENGTH[unit]),
        frac(100 + 5 * (workshopLevel - 1)),
        counter,
        frac(GROUND[terrain][unit] ?? 100),
        frac(role === 'defender' ? HOLD[terrain] : terrain === 'river' ? 90 : 100),
        frac(FORM[formation][role === 'attacker' ? 0 : 1]),
      );
      total = plus(total, term);
    }
  }
  return floor(total);
}

function slowLosses(army: Army, formation: Formation, won: boolean, loser: bigint, winner: bigint): Army {
  const r: Fraction = loser === 0n ? [0n, 1n] : [loser, winner];
  const even = r[0] * 10n >= r[1] * 9n;
  const result = armyOf();
  for (const unit of UNIT_TYPES) {
    const ratio = even ? whole(1) : times(r, [10n, 9n]);
    const rout: Fraction = even ? [0n, 1n] : plus([1n, 1n], times([-10n, 9n], r));
    const rate = won
      ? times(frac(25), ratio, frac(FORM[formation][2]), frac(EXPOSURE[unit]))
      : times(plus(frac(75), times(frac(25), rout)), frac(FORM[formation][2]));
    const bp = floor(times(rate, whole(10_000)));
    result[unit] = Number((BigInt(army[unit]) * (bp > 10_000n ? 10_000n : bp) + 5000n) / 10_000n);
  }
  return result;
}

const armies = (most: number): fc.Arbitrary<Army> => {
  const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(most));
  return fc.record({ militia: count, spearman: count, archer: count, cavalry: count });
};
const inputs = (most: number): fc.Arbitrary<BattleInput> =>
  fc.record({
    rulesetId: fc.constant('season1'),
    terrain: fc.constantFrom(...TERRAINS),
    attacker: fc.record({
      army: armies(most).filter((army) => !isEmptyArmy(army)),
      formation: fc.constantFrom(...FORMATIONS),
      workshopLevel: fc.integer({ min: 1, max: 10 }),
    }),
    defender: fc.record({
      formation: fc.constantFrom(...FORMATIONS),
      contributors: fc.array(
        fc.record({
          userId: fc.constantFrom('a', 'b'),
          units: armies(most),
          workshopLevel: fc.integer({ min: 1, max: 10 }),
        }),
        { maxLength: 4 },
      ),
    }),
    siegeFatigueBp: fc.constantFrom(0, 1000, 3000, 7000),
  });

describe.each([300, 10_000, 1_000_000])('armies of up to %i a type', (most) => {
  it('fights like the literal reading of the rules, to the unit', () => {
    fc.assert(
      fc.property(inputs(most), fc.integer({ min: -1000, max: 1000 }), (input, varianceBp) => {
        const { attacker, defender, terrain } = input;
        const defenders = defenderArmyOf(input);
        const a = slowPower(
          [{ units: attacker.army, workshopLevel: attacker.workshopLevel }],
          'attacker',
          terrain,
          attacker.formation,
          defenders,
        );
        const d = slowPower([...defender.contributors], 'defender', terrain, defender.formation, attacker.army);
        const outcome = resolveBattle(input, varianceBp);
        expect(outcome.attackerPower).toBe(Number(a));
        expect(outcome.defenderPower).toBe(Number(d));
        const left = a * BigInt(10_000 + varianceBp);
        const right = d * BigInt(10_000 - input.siegeFatigueBp);
        const won = left > right;
        expect(outcome.winner).toBe(won ? 'attacker' : 'defender');
        const [loser, winner] = won ? [right, left] : [left, right];
        expect(outcome.attackerLosses).toEqual(slowLosses(attacker.army, attacker.formation, won, loser, winner));
        expect(outcome.defenderLosses).toEqual(slowLosses(defenders, defender.formation, !won, loser, winner));
      }),
      { numRuns: 400, seed: 20_251 },
    );
  });
});

describe('power of large armies', () => {
  it('is exact where products leave the safe range of numbers', () => {
    const units = armyOf(999_983, 999_979, 999_961, 999_959);
    const enemy = armyOf(999_907, 999_883, 999_863, 999_853);
    const side = { role: 'defender', terrain: 'castle', formation: 'defensive', enemy } as const;
    const fast = sidePower(season1, [{ units, workshopLevel: 10 }], side);
    expect(BigInt(fast)).toBe(slowPower([{ units, workshopLevel: 10 }], 'defender', 'castle', 'defensive', enemy));
  });
});
