import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floorBp, halfUpBp, largestRemainder, mulDivCeil, mulDivFloor, productAtLeast } from './rounding.ts';

const any = fc.oneof(fc.nat(100), fc.nat(100_000), fc.nat({ max: 2 ** 31 - 1 }), fc.maxSafeNat());

describe('integer division', () => {
  it('is exact within and beyond the safe range of products', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(10_000), fc.integer({ min: 10_000, max: 20_000 }), (a, b, c) => {
        const product = BigInt(a) * BigInt(b);
        expect(mulDivFloor(a, b, c)).toBe(Number(product / BigInt(c)));
        expect(mulDivCeil(a, b, c)).toBe(Number((product + BigInt(c) - 1n) / BigInt(c)));
      }),
    );
  });

  it('compares products exactly', () => {
    expect(productAtLeast(2 ** 52, 4, 2 ** 53, 2)).toBe(true);
    expect(productAtLeast(2 ** 52 + 1, 4, 2 ** 52, 4)).toBe(true);
    expect(productAtLeast(2 ** 52, 4, 2 ** 52 + 1, 4)).toBe(false);
    expect(productAtLeast(3, 3, 2, 5)).toBe(false);
  });

  it('throws rather than losing digits', () => {
    expect(() => mulDivFloor(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
  });
});

describe('halfUpBp', () => {
  it.each([
    [1, 4_999, 0],
    [1, 5_000, 1],
    [3, 5_000, 2],
    [30, 3_300, 10],
    [58, 8_000, 46],
    [7, 12_000, 8],
    [0, 10_000, 0],
  ])('rounds %i at %i bp to %i', (n, bp, rounded) => {
    expect(halfUpBp(n, bp)).toBe(rounded);
  });

  it('stays exact for large amounts', () => {
    expect(halfUpBp(9_000_000_000_001, 5_000)).toBe(4_500_000_000_001);
    expect(floorBp(9_000_000_000_001, 5_000)).toBe(4_500_000_000_000);
  });
});

describe('largestRemainder', () => {
  it('gives what is left to the largest remainders, ties to the earlier entry', () => {
    expect(largestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(largestRemainder(5, [1, 2, 1])).toEqual([1, 3, 1]);
    expect(largestRemainder(1, [1, 3, 3])).toEqual([0, 1, 0]);
    expect(largestRemainder(7, [0, 5, 0])).toEqual([0, 7, 0]);
  });

  it('gives nothing where nothing weighs', () => {
    expect(largestRemainder(7, [0, 0])).toEqual([0, 0]);
    expect(largestRemainder(7, [])).toEqual([]);
  });

  it('adds up to exactly the total and stays within one of the exact share', () => {
    fc.assert(
      fc.property(any, fc.array(any, { minLength: 1, maxLength: 12 }), (total, weights) => {
        const sum = weights.reduce((before, weight) => before + BigInt(weight), 0n);
        const parts = largestRemainder(total, weights);
        const given = parts.reduce((before, part) => before + BigInt(part), 0n);
        expect(given).toBe(sum === 0n ? 0n : BigInt(total));
        if (sum === 0n) return;
        for (const [index, part] of parts.entries()) {
          const exact = (BigInt(total) * BigInt(weights[index]!)) / sum;
          expect([exact, exact + 1n]).toContain(BigInt(part));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('splits alike with numbers and with BigInt: a common factor changes nothing', () => {
    const factor = 2 ** 40;
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.nat(500), { minLength: 1, maxLength: 12 }), (total, weights) => {
        const scaled = weights.map((weight) => weight * factor);
        expect(largestRemainder(total, scaled)).toEqual(largestRemainder(total, weights));
      }),
    );
  });

  it('refuses negative, broken and missing amounts', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => largestRemainder(bad, [1])).toThrow(RangeError);
      expect(() => largestRemainder(1, [bad])).toThrow(RangeError);
    }
  });
});
