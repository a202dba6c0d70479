import { describe, expect, it } from 'vitest';
import { nextStep } from './usdtModel.ts';

const terms = { amountMicro: 25_000_000, chainId: 1, wallet: '0xAb', vault: { address: '0x1', season: '1' } };
const look = { address: '0xab', chainId: 1, balanceMicro: 25_000_000n, allowanceMicro: 0n };

describe('the next step of paying in USDT', () => {
  it.each([
    ['account', { address: '0xcd', chainId: 5 }],
    ['network', { chainId: 5, balanceMicro: null, allowanceMicro: null }],
    ['balance', { balanceMicro: 24_999_999n }],
    ['approve', {}],
    ['reset', { allowanceMicro: 24_999_999n }],
    ['enter', { allowanceMicro: 25_000_000n }],
  ] as const)('is %s when it comes first', (step, shown) => {
    expect(nextStep(terms, { ...look, ...shown })).toBe(step);
  });

  it('is a plain transfer where the contract takes no entries, whatever is allowed', () => {
    expect(nextStep({ ...terms, vault: null }, { ...look, allowanceMicro: null })).toBe('transfer');
    expect(nextStep({ ...terms, vault: null }, { ...look, balanceMicro: 0n, allowanceMicro: null })).toBe('balance');
  });
});
