/** Speaks with a chain through a wallet. Loaded with the first transaction; signing in needs none of it. */
import {
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  custom,
  type EIP1193Provider,
  type Hex,
  InsufficientFundsError,
  publicActions,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from 'viem';

const POLL_MS = 1_500;
const PATIENCE_MS = 180_000;

export type ChainClient = ReturnType<typeof openChainClient>;

export const openChainClient = (provider: EIP1193Provider) =>
  createWalletClient({ transport: custom(provider), pollingInterval: POLL_MS }).extend(publicActions);

/** Resolves when the transaction is in a block; false = without success. */
export async function isDone(client: ChainClient, hash: Hex): Promise<boolean> {
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: PATIENCE_MS });
  return receipt.status === 'success';
}

/** Why a transaction failed. `refused`: the contract would not take it, with the name of its reason where it gave one. */
export type Trouble = { is: 'rejected' | 'noGas' | 'slow' | 'other' } | { is: 'refused'; name: string | null };

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof BaseError)) return { is: 'other' };
  const found = <T>(kind: abstract new (...args: never[]) => T) => error.walk((cause) => cause instanceof kind);
  if (found(UserRejectedRequestError)) return { is: 'rejected' };
  if (found(InsufficientFundsError)) return { is: 'noGas' };
  if (found(WaitForTransactionReceiptTimeoutError)) return { is: 'slow' };
  const reverted = found(ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError)
    return { is: 'refused', name: reverted.data?.errorName ?? null };
  return { is: 'other' };
}
