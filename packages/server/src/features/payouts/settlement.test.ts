import { prizePoolMicro } from '@cryptotribes/rules/prizes/split';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settlementFor } from './settlement.ts';

const FEE = 25_000_000n;

describe('settlementFor', () => {
  it.each([
    ['everybody paid through the vault', 1_000, 1_000, { toFundMicro: 0n, feeShareMicro: 3_750_000_000n }],
    ['nobody did', 0, 1_000, { toFundMicro: 21_250_000_000n, feeShareMicro: 0n }],
    ['some did', 400, 1_000, { toFundMicro: 11_250_000_000n, feeShareMicro: 0n }],
    ['more than the pool needs', 900, 1_000, { toFundMicro: 0n, feeShareMicro: 1_250_000_000n }],
  ])('when %s', (_, entrants, players, expected) => {
    const vault = { feeMicro: FEE, entrants, heldMicro: FEE * BigInt(entrants) };
    expect(settlementFor(vault, BigInt(prizePoolMicro(season1, players)))).toEqual(expected);
  });

  it('is null while the vault has entries that the pool does not', () => {
    expect(
      settlementFor({ feeMicro: FEE, entrants: 25, heldMicro: FEE * 25n }, BigInt(prizePoolMicro(season1, 24))),
    ).toBeNull();
  });

  it('always is what the vault takes: enough for root and fee share, which is at most 15 % of its fees', () => {
    const counts = fc.tuple(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 0, max: 5_000 }),
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
    );
    fc.assert(
      fc.property(counts, ([players, entered, given]) => {
        const entrants = Math.min(players, entered);
        const pool = BigInt(prizePoolMicro(season1, players));
        const fees = FEE * BigInt(entrants);
        const found = settlementFor({ feeMicro: FEE, entrants, heldMicro: fees + given }, pool);
        expect(found).not.toBeNull();
        if (found === null) return;
        expect(fees + given + found.toFundMicro).toBeGreaterThanOrEqual(pool + found.feeShareMicro);
        expect(found.feeShareMicro * 10_000n).toBeLessThanOrEqual(fees * 1_500n);
        expect(found.toFundMicro >= 0n && found.feeShareMicro >= 0n).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
