/** What the page of appeals asks. Its part of the API is loaded with it. */
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { appealPaths } from '@cryptotribes/protocol/client/appealPaths';
import type { StandingRecord } from '@cryptotribes/protocol/features/appeals';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../net/api.ts';
import { sessionToken } from '../../net/session.ts';
import type { Signer } from '../wallet/signIn.ts';

export const appealApi: ApiClient = createApiClient({
  baseUrl: '',
  getToken: sessionToken,
  fetch: (input, init) => fetch(input, init),
  morePaths: appealPaths,
});

/** The own standing; asked for again now and then, since a person answers at any time. */
export const useStanding = (userId: string | null) =>
  useQuery({
    queryKey: ['standing', userId],
    queryFn: () => appealApi.call('appeals.standing'),
    enabled: userId !== null,
    staleTime: 0,
    refetchInterval: 60_000,
  });

export interface Shown {
  readonly ticket: string;
  readonly record: StandingRecord;
}

/** Shows the wallet without signing in. */
export async function showWallet(signer: Signer, onMessage: (message: string) => void): Promise<Shown> {
  const chain = signer.chainId === null ? {} : { chainId: signer.chainId };
  const { message } = await api.call('auth.nonce', { body: { walletAddress: signer.address, ...chain } });
  onMessage(message);
  const signature = await signer.sign(message);
  const { ticket, ...record } = await appealApi.call('appeals.show', {
    body: { walletAddress: signer.address, signature, message },
  });
  return { ticket, record };
}
