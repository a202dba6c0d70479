/** What the screens of tribes read and order. Loaded with them. */
import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { Tribe, TribeInvite, TribeSummary } from '@cryptotribes/protocol/features/tribes';
import type { Army } from '@cryptotribes/rules/core/units';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { useMe } from './hooks.ts';
import { refetchSoon } from './live.ts';
import { queryKeys } from './queryKeys.ts';

const LOG_PER_PAGE = 20;
const MINUTE_MS = 60_000;

/** One tribe; null asks for nothing. */
export function useTribe(tribeId: string | null) {
  return useQuery<Tribe>({
    queryKey: queryKeys.tribe(tribeId ?? ''),
    queryFn: () => api.call('tribes.get', { params: { tribeId: tribeId ?? '' } }),
    enabled: tribeId !== null,
  });
}

/** Tribes of the season, best first; `search` matches name and tag. */
export function useTribes(search = '') {
  return useQuery<{ tribes: TribeSummary[] }>({
    queryKey: [...queryKeys.tribes, search],
    queryFn: () => api.call('tribes.list', { query: search ? { search } : {} }),
    placeholderData: keepPreviousData,
    staleTime: MINUTE_MS,
  });
}

/** Our open invitations; empty for visitors. */
export function useInvites() {
  const me = useMe().data;
  return useQuery<{ invites: TribeInvite[] }>({
    queryKey: queryKeys.invites,
    queryFn: () => api.call('tribes.invites'),
    enabled: me?.entered === true,
  });
}

/** Who of the own tribe stands where; null asks for nothing. */
export function useGarrisons(tribeId: string | null) {
  return useQuery({
    queryKey: queryKeys.garrisons(tribeId ?? ''),
    queryFn: () => api.call('tribes.garrisons', { params: { tribeId: tribeId ?? '' } }),
    enabled: tribeId !== null,
  });
}

/** Who came, went and rose, newest first, a page at a time. */
export function useTribeLog(tribeId: string) {
  const query = useInfiniteQuery({
    queryKey: queryKeys.tribeLog(tribeId),
    queryFn: ({ pageParam }: { pageParam: string | null }) =>
      api.call('tribes.log', {
        params: { tribeId },
        query: { limit: String(LOG_PER_PAGE), ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.entries),
    isLoading: query.isLoading,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    isLoadingMore: query.isFetchingNextPage,
  };
}

/** Players to invite; an empty search asks for nothing. */
export function useFindPlayers(tribeId: string, search: string) {
  return useQuery({
    queryKey: ['findPlayers', tribeId, search],
    queryFn: () => api.call('tribes.findPlayers', { params: { tribeId }, query: { search } }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

function membershipOf(tribeId: string): void {
  for (const key of [queryKeys.tribe(tribeId), queryKeys.tribeLog(tribeId), queryKeys.garrisons(tribeId)])
    refetchSoon(key);
}

export function useSetRole(tribeId: string) {
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: TribeRole }) =>
      api.call('tribes.setRole', { params: { tribeId, userId }, body: { role } }),
    onSettled: () => {
      membershipOf(tribeId);
      // Handing over the lead changes our own role as well.
      refetchSoon(queryKeys.me);
    },
  });
}

export function useDismiss(tribeId: string) {
  return useMutation({
    mutationFn: (userId: string) => api.call('tribes.dismiss', { params: { tribeId, userId } }),
    onSettled: () => membershipOf(tribeId),
  });
}

/** `territoryId` is the id of the season's row. */
export function useSendHome(tribeId: string) {
  return useMutation({
    mutationFn: ({ userId, ...body }: { userId: string; territoryId: string; units: Army }) =>
      api.call('tribes.sendHome', { params: { tribeId, userId }, body }),
    onSettled: () => refetchSoon(queryKeys.garrisons(tribeId)),
  });
}

export function useWithdrawInvite(tribeId: string) {
  return useMutation({
    mutationFn: (inviteId: string) => api.call('tribes.withdrawInvite', { params: { tribeId, inviteId } }),
    onSettled: () => {
      refetchSoon(queryKeys.tribe(tribeId));
      refetchSoon(['findPlayers', tribeId]);
    },
  });
}
