/** What only the screens of battles read. Loaded with them. */
import type { RouteQuery } from '@cryptotribes/protocol/routes';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api.ts';
import { useMe } from './hooks.ts';
import { queryKeys } from './queryKeys.ts';

const BATTLES_PER_PAGE = 20;

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
