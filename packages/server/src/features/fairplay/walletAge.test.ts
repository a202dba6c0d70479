import { describe, expect, it } from 'vitest';
import { ageOf, blockAt, tellsOldStates, type WalletNode } from './walletAge.ts';

const AGED_BLOCK = 1_000_000;
const HEAD = 20_000_000;

/** A node for a wallet that had sent `before` transactions by the old block and `now` by the newest. Counts what it is asked. */
function node(
  { before, now, code = '0x' }: { before: number; now: number; code?: string },
  kind: 'archive' | 'pruned' | 'lying' = 'archive',
) {
  const asked: string[] = [];
  const it: WalletNode = {
    transactions: async (_wallet, block) => {
      asked.push(`transactions ${block}`);
      if (block === 'latest') return now;
      if (kind === 'pruned') throw new Error('missing trie node');
      if (kind === 'lying') return now;
      return block >= AGED_BLOCK ? before : 0;
    },
    code: async () => {
      asked.push('code');
      return code;
    },
    latestBlock: async () => HEAD,
    blockTimeMs: async (block) => {
      asked.push('block');
      return block * 12_000;
    },
  };
  return { it, asked };
}
const how = { agedBlock: AGED_BLOCK, isTruthful: true, fewest: 10 };

describe('the age of a wallet', () => {
  it('is told by two questions when it is old and used', async () => {
    const { it: archive, asked } = node({ before: 3, now: 40 });
    expect(await ageOf(archive, '0x1', how)).toEqual({ state: 'known', transactions: 40, isAged: true });
    expect(asked).toEqual(['transactions latest', `transactions ${AGED_BLOCK}`]);
  });

  it('is young without anything sent 90 days ago, and known without an old state when nothing was ever sent', async () => {
    expect(await ageOf(node({ before: 0, now: 12 }).it, '0x1', how)).toEqual({
      state: 'known',
      transactions: 12,
      isAged: false,
    });
    expect(await ageOf(node({ before: 0, now: 0 }, 'pruned').it, '0x1', how)).toEqual({
      state: 'known',
      transactions: 0,
      isAged: false,
    });
  });

  it('is unknown, never young, where the node keeps no old states or was found lying', async () => {
    expect(await ageOf(node({ before: 3, now: 40 }, 'pruned').it, '0x1', how)).toEqual({ state: 'unknown' });
    expect(await ageOf(node({ before: 0, now: 40 }, 'lying').it, '0x1', { ...how, isTruthful: false })).toEqual({
      state: 'unknown',
    });
  });

  it('is not counted for contracts, but for accounts that only follow one', async () => {
    expect(await ageOf(node({ before: 0, now: 1, code: '0x6080' }).it, '0x1', how)).toEqual({ state: 'contract' });
    const delegated = node({ before: 0, now: 1, code: `0xef0100${'ab'.repeat(20)}` });
    expect(await ageOf(delegated.it, '0x1', how)).toMatchObject({ state: 'known', transactions: 1 });
  });
});

describe('a node', () => {
  it('is believed about old states when it knows that nobody had sent anything in block 0', async () => {
    expect(await tellsOldStates(node({ before: 1, now: 5 }).it, '0x1')).toBe(true);
    expect(await tellsOldStates(node({ before: 1, now: 5 }, 'lying').it, '0x1')).toBe(false);
    expect(await tellsOldStates(node({ before: 1, now: 5 }, 'pruned').it, '0x1')).toBe(false);
    expect(await tellsOldStates(node({ before: 0, now: 0 }).it, '0x1')).toBeNull();
  });

  it('finds the block of a time in about 25 questions', async () => {
    const { it: archive, asked } = node({ before: 0, now: 0 });
    expect(await blockAt(archive, 12_345_678 * 12_000 + 11_999)).toBe(12_345_678);
    expect(asked.length).toBeLessThanOrEqual(25);
    expect(await blockAt(archive, -1)).toBe(0);
    expect(await blockAt(archive, Number.MAX_SAFE_INTEGER)).toBe(HEAD);
  });
});
