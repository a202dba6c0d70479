/** The calls of vault and token, as acts. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem';
import { erc20Abi } from '../vaultReader.ts';
import type { Receipt } from './acts.ts';
import type { PayoutParts } from './parts.ts';

interface Call {
  readonly target: Address;
  readonly data: Hex;
}

/** Moves USDT out of the treasury, which is the signer itself or has allowed it to. */
export function fromTreasury({ reader, signer }: PayoutParts, to: Address, amount: bigint): Call {
  const { token, treasury } = reader.settings;
  return {
    target: token,
    data:
      treasury === signer
        ? encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, amount] })
        : encodeFunctionData({ abi: erc20Abi, functionName: 'transferFrom', args: [treasury, to, amount] }),
  };
}

export const allowVault = ({ reader }: PayoutParts, amount: bigint): Call => ({
  target: reader.settings.token,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [reader.settings.vault, amount] }),
});

type VaultCall = Parameters<typeof encodeFunctionData<typeof seasonVaultAbi>>[0];
/** Any call of the vault. */
export const onVault = ({ reader }: PayoutParts, call: Omit<VaultCall, 'abi'>): Call => ({
  target: reader.settings.vault,
  data: encodeFunctionData({ abi: seasonVaultAbi, ...call } as VaultCall),
});

/** What arrived at `to` from the treasury in this transaction, by the token's own word: its calls return nothing that could be believed. */
export function arrived({ reader }: PayoutParts, receipt: Receipt, to: Address): bigint {
  const { token, treasury } = reader.settings;
  const logs = receipt.logs.filter(({ address }) => address === token) as Parameters<typeof parseEventLogs>[0]['logs'];
  return parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs })
    .filter(({ args }) => args.from.toLowerCase() === treasury && args.to.toLowerCase() === to)
    .reduce((sum, { args }) => sum + args.value, 0n);
}
