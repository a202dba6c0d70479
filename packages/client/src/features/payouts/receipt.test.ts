import { expect, it } from 'vitest';
import { receiptOf, sixDecimals } from './receipt.ts';

it.each([
  [21_250_000, '21.250000'],
  [1, '0.000001'],
  [0, '0.000000'],
  [1_000_000_000_001, '1000000.000001'],
])('writes %i millionths with all their decimals', (micro, text) => {
  expect(sixDecimals(micro)).toBe(text);
});

it('makes a receipt that names amounts as text only, so that no program rounds them', () => {
  const claim = {
    chainId: 1,
    contract: '0x1',
    season: '7',
    account: '0x2',
    amountMicro: 21_250_001,
    proof: [],
    claimBefore: '',
  };
  const receipt = receiptOf({
    ...{ seasonId: 's', seasonNumber: 3, seasonName: 'S', tribeRank: 1, role: 'warrior', amountMicro: 21_250_001 },
    ...{
      address: '0x2',
      status: 'claimable',
      reviewEndsAt: '',
      claim,
      claimTx: null,
      forfeitReason: null,
      paidTx: null,
      paidAt: null,
      updatedAt: '',
    },
  });
  expect(JSON.parse(JSON.stringify(receipt))).toMatchObject({
    amount: '21.250001',
    claim: { amount: '21.250001', season: '7' },
  });
  expect(JSON.stringify(receipt)).not.toContain('Micro');
});
