import { useQuery } from '@tanstack/react-query';
import { api } from '../../net/api.ts';
import { queryClient } from '../../net/queryClient.ts';
import { queryKeys } from '../../net/queryKeys.ts';

const EVERY_MS = 15_000;
const SETTLED = ['paid', 'swept', 'forfeited'];

/** Our prizes of all seasons, newest first. News tell of changes; while one is on its way it is asked for now and then as well. */
export function useMyPayouts(isSignedIn: boolean) {
  return useQuery({
    queryKey: [...queryKeys.payouts],
    queryFn: async () => (await api.call('payouts.mine')).payouts,
    enabled: isSignedIn,
    staleTime: EVERY_MS,
    refetchInterval: (query) => (query.state.data?.some(({ status }) => !SETTLED.includes(status)) ? EVERY_MS : false),
  });
}

/** Tells the server which transaction fetches the prize. A lost answer costs nothing: it is found anyway. */
export async function tellClaim(seasonId: string, txHash: string): Promise<void> {
  await api.call('payouts.claim', { params: { seasonId }, body: { txHash } }).catch(() => undefined);
  await queryClient.invalidateQueries({ queryKey: queryKeys.payouts });
}
