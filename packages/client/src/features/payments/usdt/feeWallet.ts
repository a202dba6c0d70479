/** A wallet that pays the fee; comes when somebody pays in USDT. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, type EIP1193Provider, type Hex, parseAbi } from 'viem';
import { isDone, openChainClient } from '../../wallet/chainClient.ts';
import type { Quote } from '../paymentsApi.ts';
import type { WalletLook } from './usdtModel.ts';

/** USDT returns nothing where the standard says bool. */
const usdtAbi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function approve(address spender, uint256 value)',
  'function transfer(address to, uint256 value)',
]);

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
  const client = openChainClient(provider);
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
    isDone: (hash) => isDone(client, hash),
  };
}
