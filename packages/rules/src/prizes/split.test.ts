import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { season1 } from '../rulesets/season1.ts';
import { SEATS } from '../tribes/roster.ts';
import type { RankedTribe } from './split.ts';
import { prizeTribes, rankPrizesMicro, splitPrizes } from './split.ts';

const tribe = (tribeId: string, members: number): RankedTribe => ({
  tribeId,
  members: SEATS.slice(0, members).map(({ seat, role }) => ({ userId: `${tribeId}-${seat}`, role })),
});
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

describe('splitPrizes', () => {
  it('pays chieftain 20 %, captains 15 % each and warriors 50/9 % each of a full tribe', () => {
    const [first] = splitPrizes(season1, 9_000_000_000, [tribe('a', 12)]);
    expect(first!.amountMicro).toBe(9_000_000_000);
    expect(first!.members.map(({ amountMicro }) => amountMicro)).toEqual([
      1_800_000_000,
      1_350_000_000,
      1_350_000_000,
      ...Array.from({ length: 9 }, () => 500_000_000),
    ]);
  });

  it('divides the shares of missing ranks among the present ones in proportion', () => {
    expect(rankPrizesMicro(season1, 600, 3)).toEqual([300, 200, 100]);
    expect(rankPrizesMicro(season1, 500, 2)).toEqual([300, 200]);
    expect(rankPrizesMicro(season1, 500, 1)).toEqual([500]);
    expect(rankPrizesMicro(season1, 500, 0)).toEqual([]);
    expect(rankPrizesMicro(season1, 500, 40)).toHaveLength(10);
  });

  it('divides the shares of empty seats among the members present', () => {
    const [first] = splitPrizes(season1, 500, [tribe('a', 3)]);
    expect(first!.members.map(({ amountMicro }) => amountMicro)).toEqual([200, 150, 150]);
  });

  it('is for the tribes that earned a point, and for all with members where none did', () => {
    const tribe = (totalVp: number, members: number) => ({ totalVp, members: Array.from({ length: members }) });
    const [first, gone, none] = [tribe(5, 2), tribe(9, 0), tribe(0, 12)];
    expect(prizeTribes([gone, first, none])).toEqual([first]);
    expect(prizeTribes([gone, none, tribe(0, 0)])).toEqual([none]);
    expect(prizeTribes([gone])).toEqual([]);
  });

  it('moves the next tribe up where nobody is left to be paid', () => {
    const prizes = splitPrizes(season1, 500, [tribe('a', 0), tribe('b', 1), tribe('c', 1)]);
    expect(prizes.map(({ rank, tribeId, amountMicro }) => [rank, tribeId, amountMicro])).toEqual([
      [1, 'b', 300],
      [2, 'c', 200],
    ]);
    expect(splitPrizes(season1, 500, [])).toEqual([]);
  });

  it('pays out exactly the pool, to the micro-USDT', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 14 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 15 }),
        (poolMicro, sizes) => {
          const prizes = splitPrizes(
            season1,
            poolMicro,
            sizes.map((size, index) => tribe(String(index), size)),
          );
          expect(sum(prizes.map(({ amountMicro }) => amountMicro))).toBe(poolMicro);
          for (const { amountMicro, members } of prizes) {
            expect(sum(members.map((member) => member.amountMicro))).toBe(amountMicro);
          }
        },
      ),
    );
  });
});
