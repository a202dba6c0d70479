/** What components read: every hook gives `data`, `isLoading` and `error`, shaped by the protocol's data types. */
import type { Tribe, TribeInvite, TribeSummary } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteQuery } from '@cryptotribes/protocol/routes';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { api } from './api.ts';
import { type Connection, connectionStore } from './connection.ts';
import { fetchMe, fetchTerritories, fetchTerritory } from './fetchers.ts';
import { mergeOwn } from './mergeOwn.ts';
import { queryKeys } from './queryKeys.ts';
import { type SagaEntry, sagaStore } from './saga.ts';
import { mayBeSignedIn } from './session.ts';
import { lastTickMs, onTick } from './ticker.ts';

const MINUTE_MS = 60_000;
const BATTLES_PER_PAGE = 20;

/** The running season. Asked for every five minutes, which keeps the clock right as well. */
export function useSeason() {
  return useQuery({
    queryKey: queryKeys.season,
    queryFn: () => api.call('seasons.current'),
    staleTime: MINUTE_MS,
    refetchInterval: 5 * MINUTE_MS,
  });
}

/** Our own record; `data` is null when nobody is signed in, and undefined only while that is not known yet. */
export function useMe() {
  return useQuery<Me | null>({
    queryKey: queryKeys.me,
    queryFn: fetchMe,
    initialData: () => (mayBeSignedIn() ? undefined : null),
    // "Nobody" costs nothing to ask again, and a session may have appeared since.
    staleTime: (query) => (query.state.data ? 15_000 : 0),
  });
}

/** All fifty territories, with our own units and orders in them. */
export function useTerritories() {
  const query = useQuery({ queryKey: queryKeys.territories, queryFn: fetchTerritories });
  const me = useMe().data;
  const list = query.data?.territories;
  const data = useMemo(() => list && mergeOwn(list, me ?? null), [list, me]);
  return { data, isLoading: query.isLoading, error: query.error, dataUpdatedAt: query.dataUpdatedAt };
}

/** One territory by its place on the map, 1 to 50; null asks for nothing. */
export function useTerritory(no: number | null) {
  const query = useQuery({
    queryKey: queryKeys.territory(no ?? 0),
    queryFn: () => fetchTerritory(no ?? 0),
    enabled: no !== null,
    refetchInterval: 30_000,
    staleTime: 5000,
  });
  const me = useMe().data;
  const detail = query.data;
  const data = useMemo(() => detail && mergeOwn([detail], me ?? null)[0], [detail, me]);
  return {
    data,
    isLoading: query.isLoading,
    error: query.error,
    dataUpdatedAt: query.dataUpdatedAt,
    refetch: query.refetch,
  };
}

/** Tribes by victory points, best first. */
export function useTribeBoard(limit = 5) {
  return useQuery({
    queryKey: queryKeys.tribeBoard(limit),
    queryFn: () => api.call('leaderboard.tribes', { query: { limit: String(limit) } }),
    staleTime: MINUTE_MS,
    refetchInterval: 5 * MINUTE_MS,
  });
}

/** The public feed, newest first. */
export function useSaga(): { data: readonly SagaEntry[] | undefined; isLoading: boolean; error: null } {
  const entries = useSyncExternalStore(sagaStore.subscribe, sagaStore.get, sagaStore.get);
  return { data: entries ?? undefined, isLoading: entries === null, error: null };
}

/** The server's time in ms; renders again once a second. */
export function useServerNow(): number {
  return useSyncExternalStore(onTick, lastTickMs, lastTickMs);
}

/** Whether news arrive. */
export function useConnectionState(): Connection {
  return useSyncExternalStore(connectionStore.subscribe, connectionStore.get, connectionStore.get);
}

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

/** The report of a battle; asked for every two seconds until it is decided. Null asks for nothing. */
export function useBattle(battleId: string | null) {
  return useQuery({
    queryKey: queryKeys.battle(battleId ?? ''),
    queryFn: () => api.call('battles.get', { params: { battleId: battleId ?? '' } }),
    enabled: battleId !== null,
    staleTime: (query) => (query.state.data && query.state.data.status !== 'queued' ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: (query) => (query.state.data?.status === 'queued' ? 2000 : false),
  });
}

export type BattleQuery = Omit<NonNullable<RouteQuery<'battles.history'>>, 'limit' | 'offset' | 'cursor'>;

/** Battles that pass a filter, newest first, a page at a time. */
export function useBattles(filter: BattleQuery = {}) {
  const me = useMe().data;
  const query = useInfiniteQuery({
    queryKey: queryKeys.battleList(filter),
    queryFn: ({ pageParam }) =>
      api.call('battles.history', {
        query: { ...filter, limit: String(BATTLES_PER_PAGE), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.pagination.next ?? undefined,
    enabled: me?.entered === true,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const data = useMemo(() => pages?.flatMap((page) => page.battles), [pages]);
  return {
    data,
    total: pages?.[0]?.pagination.total ?? 0,
    isLoading: query.isLoading,
    /** Another filter's battles are still shown. */
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: query.fetchNextPage,
    isLoadingMore: query.isFetchingNextPage,
  };
}

/** How many reports we have not opened; 0 for visitors. */
export function useUnreadBattles(): number {
  const me = useMe().data;
  const query = useQuery({
    queryKey: queryKeys.unreadBattles,
    queryFn: () => api.call('battles.history', { query: { unread: '1', limit: '1' } }),
    enabled: me?.entered === true,
    select: (page) => page.pagination.total,
  });
  return query.data ?? 0;
}
