/** What components read: every hook gives `data`, `isLoading` and `error`, shaped by the protocol's data types. */
import type { Me } from '@cryptotribes/protocol/features/villages';
import { useQuery } from '@tanstack/react-query';
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
