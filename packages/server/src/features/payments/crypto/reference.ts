import type { Hex } from 'viem';
import type { DepositKey } from './depositQueries.ts';

/** The name of money on the chain, as payments and refunds keep it: "<chain>:<transaction hash>:<log index>". */
export const referenceOf = ({ chainId, txHash, logIndex }: DepositKey): string => `${chainId}:${txHash}:${logIndex}`;

/** The other way round; null when it is no such name. */
export function readReference(reference: string): DepositKey | null {
  const match = /^([1-9]\d{0,15}):(0x[0-9a-f]{64}):(0|[1-9]\d{0,8})$/.exec(reference);
  return match && { chainId: Number(match[1]), txHash: match[2] as Hex, logIndex: Number(match[3]) };
}
