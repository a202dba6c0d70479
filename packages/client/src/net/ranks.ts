/** The rankings, to any depth, and what everybody may see of a player. */
import type { PlayerRank, TribeRank } from '@cryptotribes/protocol/features/seasons';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api.ts';
import { queryKeys } from './queryKeys.ts';

const PAGE = '50';
const STALE_MS = 60_000;

interface Page<Row> {
  rows: Row[];
  /** The own row, wherever it stands; null for those without one. */
  mine: Row | null;
  total: number;
  next: string | null;
}

function pageQuery(search: string, cursor: string) {
  return { limit: PAGE, ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) };
}

function useRanks<Row>(
  kind: 'tribes' | 'players',
  search: string,
  fetchPage: (cursor: string) => Promise<Page<Row>>,
  idOf: (row: Row) => string,
) {
  const query = useInfiniteQuery({
    queryKey: queryKeys.ranks(kind, search),
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    refetchInterval: 5 * STALE_MS,
  });
  const pages = query.data?.pages;
  // Somebody who rises between two pages would be shown on both.
  const rows = useMemo(
    () => pages && [...new Map(pages.flatMap((page) => page.rows).map((row) => [idOf(row), row])).values()],
    [pages, idOf],
  );
  return {
    rows,
    mine: pages?.[0]?.mine ?? null,
    total: pages?.[0]?.total ?? 0,
    isLoading: query.isLoading,
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadMore: query.fetchNextPage,
    isLoadingMore: query.isFetchingNextPage,
  };
}

const tribeId = (row: TribeRank) => row.tribeId;
const playerId = (row: PlayerRank) => row.userId;

/** Tribes, best first; `search` finds by name or tag. */
export const useTribeRanks = (search: string) =>
  useRanks<TribeRank>(
    'tribes',
    search,
    async (cursor) => {
      const { tribes, mine, total, next } = await api.call('leaderboard.tribes', { query: pageQuery(search, cursor) });
      return { rows: tribes, mine, total, next };
    },
    tribeId,
  );

/** Players, best first; `search` finds by the beginning of the name. */
export const usePlayerRanks = (search: string) =>
  useRanks<PlayerRank>(
    'players',
    search,
    async (cursor) => {
      const { players, me, total, next } = await api.call('leaderboard.players', { query: pageQuery(search, cursor) });
      return { rows: players, mine: me, total, next };
    },
    playerId,
  );

/** What everybody may see of a player. */
export function usePlayer(userId: string) {
  return useQuery({
    queryKey: queryKeys.player(userId),
    queryFn: () => api.call('users.get', { params: { userId } }),
    staleTime: STALE_MS,
  });
}
