import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { season1 } from '../rulesets/season1.ts';
import { SEATS } from '../tribes/roster.ts';
import { splitEntryFee } from './entryFee.ts';
import { prizeTribes, splitPrizes } from './split.ts';

describe('splitEntryFee', () => {
  it('puts 21.25 of 25 into the pool and keeps 3.75', () => {
    expect(splitEntryFee(season1, 25_000_000)).toEqual({ poolMicro: 21_250_000, feeMicro: 3_750_000 });
  });

  it('divides every fee without losing or making a millionth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (entryFeeMicro) => {
        const { poolMicro, feeMicro } = splitEntryFee(season1, entryFeeMicro);
        expect(poolMicro + feeMicro).toBe(entryFeeMicro);
        expect(Math.abs(poolMicro * 100 - entryFeeMicro * 85)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('5,000 seasons', () => {
  it('pay out exactly what their players put into the pool', () => {
    const tribes = fc.array(
      fc.record({ size: fc.integer({ min: 0, max: 12 }), totalVp: fc.integer({ min: 0, max: 10_000 }) }),
      {
        minLength: 1,
        maxLength: 90,
      },
    );
    let seasons = 0;
    fc.assert(
      fc.property(tribes, fc.integer({ min: 0, max: 400 }), (drawn, loners) => {
        const ranked = drawn
          .map(({ size, totalVp }, index) => ({
            tribeId: String(index),
            totalVp,
            members: SEATS.slice(0, size).map(({ seat, role }) => ({ userId: `${index}-${seat}`, role })),
          }))
          .sort((a, b) => b.totalVp - a.totalVp);
        const players = ranked.reduce((total, { members }) => total + members.length, loners);
        const pool = players * splitEntryFee(season1, 25_000_000).poolMicro;
        const prizes = splitPrizes(season1, pool, prizeTribes(ranked));
        const paid = prizes.flatMap(({ members }) => members.map(({ amountMicro }) => amountMicro));
        // Where nobody sits in any tribe there is nobody to pay.
        const expected = ranked.some(({ members }) => members.length > 0) ? pool : 0;
        expect(paid.reduce((total, amount) => total + amount, 0)).toBe(expected);
        expect(paid.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
        seasons++;
      }),
      { numRuns: 5_000, seed: 20_261_125 },
    );
    expect(seasons).toBe(5_000);
  });
});
