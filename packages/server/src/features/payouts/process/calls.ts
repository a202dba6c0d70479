/** The calls of vault and token, as acts. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, decodeFunctionData, encodeFunctionData, type Hex, parseEventLogs } from 'viem';
import { erc20Abi, tokenBalance } from '../vaultReader.ts';
import { type Act, listOpenActs } from './actQueries.ts';
import { ownerOf, type Receipt, Shortage } from './acts.ts';
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

/** Throws Shortage unless the treasury has this much beyond what is on its way out of it already. */
export async function assertInTreasury(parts: PayoutParts, amount: bigint): Promise<void> {
  const { client, reader, pool } = parts;
  const balance = await tokenBalance(client, reader.settings, reader.settings.treasury);
  const leaving = (await listOpenActs(pool, ownerOf(parts))).reduce((sum, act) => sum + leavesTreasury(parts, act), 0n);
  if (balance - leaving < amount)
    throw new Shortage(
      `the treasury has ${balance - leaving > 0n ? balance - leaving : 0n} of ${amount} micro-USDT that are to be sent`,
    );
}

/** What an act moves out of the treasury. One that is mined already counts once more until it is concluded: then we wait a little. */
function leavesTreasury({ reader, signer }: PayoutParts, { target, data }: Pick<Act, 'target' | 'data'>): bigint {
  const { token, treasury } = reader.settings;
  if (target.toLowerCase() !== token) return 0n;
  const { functionName, args } = decodeFunctionData({ abi: erc20Abi, data });
  if (functionName === 'transfer') return treasury === signer ? args[1] : 0n;
  return functionName === 'transferFrom' && args[0].toLowerCase() === treasury ? args[2] : 0n;
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
