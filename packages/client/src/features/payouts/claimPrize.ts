/** Fetches a prize from the contract. Loaded with the first press on Claim. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import type { ClaimData } from '@cryptotribes/protocol/features/payouts';
import type { Address, EIP1193Provider, Hex } from 'viem';
import { isDone, openChainClient } from '../wallet/chainClient.ts';

export interface PrizeWallet {
  chainId(): Promise<number>;
  switchNetwork(): Promise<void>;
  claim(): Promise<Hex>;
  isDone(hash: Hex): Promise<boolean>;
}

export function openPrizeWallet(provider: EIP1193Provider, data: ClaimData): PrizeWallet {
  const client = openChainClient(provider);
  return {
    chainId: async () => {
      await client.requestAddresses();
      return client.getChainId();
    },
    switchNetwork: () => client.switchChain({ id: data.chainId }),
    async claim() {
      const [account] = await client.requestAddresses();
      if (account === undefined) throw new Error('the wallet shares no account');
      const request = {
        address: data.contract as Address,
        abi: seasonVaultAbi,
        functionName: 'claim',
        args: [BigInt(data.season), data.account as Address, BigInt(data.amountMicro), data.proof as Hex[]],
      } as const;
      await client.simulateContract({ account, ...request });
      return client.writeContract({ account, chain: null, ...request });
    },
    isDone: (hash) => isDone(client, hash),
  };
}
