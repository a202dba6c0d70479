/** A wallet that pays the fee. The only file that loads the code for transactions; comes when somebody pays in USDT. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  custom,
  type EIP1193Provider,
  type Hex,
  InsufficientFundsError,
  parseAbi,
  publicActions,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from 'viem';
import type { Quote } from '../paymentsApi.ts';
import type { WalletLook } from './usdtModel.ts';

/** USDT returns nothing where the standard says bool. */
const usdtAbi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function approve(address spender, uint256 value)',
  'function transfer(address to, uint256 value)',
]);

const POLL_MS = 1_500;
const PATIENCE_MS = 180_000;

export interface FeeWallet {
  look(): Promise<WalletLook>;
  switchNetwork(): Promise<void>;
  /** Each sends one transaction and gives its hash. */
  allow(amountMicro: bigint): Promise<Hex>;
  enter(): Promise<Hex>;
  transfer(): Promise<Hex>;
  /** Resolves when the transaction is in a block; false = without success. */
  isDone(hash: Hex): Promise<boolean>;
}

export function openFeeWallet(provider: EIP1193Provider, quote: Quote): FeeWallet {
  const client = createWalletClient({ transport: custom(provider), pollingInterval: POLL_MS }).extend(publicActions);
  const token = quote.token as Address;
  const account = quote.wallet as Address;
  const amount = BigInt(quote.amountMicro);
  // The wallet's own network was looked at before: `chain` adds nothing.
  const call = { account, chain: null } as const;
  const vault = quote.vault?.address as Address | undefined;
  const read = (functionName: 'balanceOf' | 'allowance', ...args: Address[]) =>
    client.readContract({ address: token, abi: usdtAbi, functionName, args: args as never }) as Promise<bigint>;
  return {
    async look() {
      const [address = ''] = await client.requestAddresses();
      const chainId = await client.getChainId();
      const isThere = chainId === quote.chainId;
      const [balanceMicro, allowanceMicro] = isThere
        ? await Promise.all([
            read('balanceOf', account),
            vault === undefined ? null : read('allowance', account, vault),
          ])
        : [null, null];
      return { address, chainId, balanceMicro, allowanceMicro };
    },
    switchNetwork: () => client.switchChain({ id: quote.chainId }),
    async allow(amountMicro) {
      if (vault === undefined) throw new Error('there is no contract to allow anything');
      const request = { address: token, abi: usdtAbi, functionName: 'approve', args: [vault, amountMicro] } as const;
      await client.simulateContract({ account, ...request });
      return client.writeContract({ ...call, ...request });
    },
    async enter() {
      if (!quote.vault) throw new Error('the contract takes no entries of this season');
      const args = [BigInt(quote.vault.season), account] as const;
      const request = { address: vault as Address, abi: seasonVaultAbi, functionName: 'enter', args } as const;
      await client.simulateContract({ account, ...request });
      return client.writeContract({ ...call, ...request });
    },
    async transfer() {
      const args = [quote.treasury as Address, amount] as const;
      const request = { address: token, abi: usdtAbi, functionName: 'transfer', args } as const;
      await client.simulateContract({ account, ...request });
      return client.writeContract({ ...call, ...request });
    },
    async isDone(hash) {
      const receipt = await client.waitForTransactionReceipt({ hash, timeout: PATIENCE_MS });
      return receipt.status === 'success';
    },
  };
}

/** Why a step failed. `refused`: the contract would not take it, with the name of its reason where it gave one. */
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
