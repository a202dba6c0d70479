import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Address } from 'viem';
import { describe, expect, it } from 'vitest';
import { buildPrizeTree, type Prize, vaultSeasonId, verifyPrize } from './prizeTree.ts';

interface Vector {
  count: number;
  root: string;
  at: number;
  proof: string[];
}

const vectors = JSON.parse(readFileSync(new URL('./prizeTree.vectors.json', import.meta.url), 'utf8')) as {
  trees: Vector[];
};

const SEASON = '0123456789abcdef01234567';

const accountOf = (n: number): Address => `0x${n.toString(16).padStart(40, '0')}`;

/** The prizes the vectors were made of. */
function samplePrizes(count: number): Prize[] {
  return Array.from({ length: count }, (_, i) => ({
    account: accountOf(0x10000000 + i * 7919),
    amountMicro: 1_000_000n * BigInt(i + 1) + BigInt(i * i),
  }));
}

describe('buildPrizeTree', () => {
  it.each(vectors.trees)(
    'builds the tree that the common library builds over $count prizes',
    ({ count, root, at, proof }) => {
      const prizes = samplePrizes(count);
      const tree = buildPrizeTree(SEASON, prizes);
      expect(tree.root).toBe(root);
      expect(tree.proofOf(prizes[at]!.account)).toEqual(proof);
    },
  );

  it('does not depend on the order of the list, nor on the spelling of addresses', () => {
    const prizes = samplePrizes(7);
    const shouted = prizes.map((prize) => ({
      ...prize,
      account: `0x${prize.account.slice(2).toUpperCase()}` as Address,
    }));
    expect(buildPrizeTree(SEASON, shouted.reverse()).root).toBe(buildPrizeTree(SEASON, prizes).root);
  });

  it('proves every prize and nothing else', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(distinct, fc.bigInt({ min: 1n, max: 2n ** 100n }), fc.nat(), (numbers, base, pick) => {
        const prizes = numbers.map((n, i) => ({ account: accountOf(n), amountMicro: base + BigInt(i) }));
        const tree = buildPrizeTree(SEASON, prizes);
        for (const prize of prizes)
          expect(verifyPrize(tree.root, SEASON, prize, tree.proofOf(prize.account)!)).toBe(true);
        const prize = prizes[pick % prizes.length]!;
        const proof = tree.proofOf(prize.account)!;
        expect(verifyPrize(tree.root, SEASON, { ...prize, amountMicro: prize.amountMicro + 1n }, proof)).toBe(false);
        expect(verifyPrize(tree.root, SEASON, { ...prize, account: accountOf(2 ** 41) }, proof)).toBe(false);
        expect(verifyPrize(tree.root, `f${SEASON.slice(1)}`, prize, proof)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('adds up what the root has to be funded with', () => {
    expect(buildPrizeTree(SEASON, samplePrizes(3)).totalMicro).toBe(6_000_005n);
  });

  it('has no proof for an account without a prize', () => {
    expect(buildPrizeTree(SEASON, samplePrizes(3)).proofOf(accountOf(5))).toBeNull();
  });

  it('refuses what the vault could not pay', () => {
    const [prize] = samplePrizes(1) as [Prize];
    expect(() => buildPrizeTree(SEASON, [])).toThrow('at least one');
    expect(() => buildPrizeTree(SEASON, [prize, { ...prize, amountMicro: 5n }])).toThrow('one prize');
    expect(() => buildPrizeTree(SEASON, [{ ...prize, amountMicro: 0n }])).toThrow('above zero');
    expect(() => buildPrizeTree(SEASON, [{ ...prize, amountMicro: 2n ** 128n }])).toThrow('above zero');
    expect(() => buildPrizeTree(SEASON, [{ ...prize, account: '0x12' }])).toThrow('account');
  });
});

describe('vaultSeasonId', () => {
  it('is the season’s id as a number', () => {
    expect(vaultSeasonId('000000000000000000000010')).toBe(16n);
    expect(() => vaultSeasonId('12')).toThrow();
  });
});
