/** What can be raided, and the orders for it. An order never shows before the server has taken it. */
import type { RaidCharges } from '@cryptotribes/protocol/features/raids';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api.ts';
import { useMe } from './hooks.ts';
import { refetchSoon } from './live.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { serverClock } from './serverClock.ts';

const STALE_MS = 30_000;

/** The ten bandit camps as this player finds them. */
export function useCamps() {
  const isEntrant = useMe().data?.entered === true;
  return useQuery({
    queryKey: queryKeys.camps,
    queryFn: () => api.call('raids.camps'),
    enabled: isEntrant,
    staleTime: STALE_MS,
  });
}

/** Villages of others in the order of the ranking, a page at a time; `openOnly` leaves out shielded ones. */
export function useRaidVillages(openOnly: boolean) {
  const isEntrant = useMe().data?.entered === true;
  const query = useInfiniteQuery({
    queryKey: queryKeys.raidVillages(openOnly),
    queryFn: ({ pageParam }) =>
      api.call('raids.villages', {
        query: { limit: '20', ...(openOnly ? { open: 'true' } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: isEntrant,
    staleTime: STALE_MS,
    refetchInterval: 2 * STALE_MS,
  });
  const pages = query.data?.pages;
  // Points that move between two pages would show a village twice.
  const villages = useMemo(
    () => pages && [...new Map(pages.flatMap((page) => page.villages).map((item) => [item.userId, item])).values()],
    [pages],
  );
  return {
    villages,
    raidEndsShield: pages?.[0]?.raidEndsShield ?? false,
    isLoading: query.isLoading,
    error: query.error,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadMore: query.fetchNextPage,
    isLoadingMore: query.isFetchingNextPage,
  };
}

type Target = { level: number } | { userId: string };
export type RaidInput = Target & Omit<RouteBody<'battles.raidCamp'>, 'level'> & { idempotencyKey: string };
type RaidAnswer = RouteData<'battles.raidCamp'>;

function placeOrder({ idempotencyKey, ...body }: RaidInput): Promise<RaidAnswer> {
  return 'level' in body
    ? api.call('battles.raidCamp', { body, idempotencyKey })
    : api.call('battles.raidVillage', { body, idempotencyKey });
}

function afterOrder(me: Me, order: RaidInput, answer: RaidAnswer): Me {
  const { battleId, position, remainingArmy } = answer;
  const raidCharges: RaidCharges = answer.raidCharges;
  const march: Me['marches'][number] = {
    battleId,
    target: 'level' in order ? 'camp' : 'village',
    territoryId: null,
    campLevel: 'level' in order ? order.level : null,
    villageUserId: 'level' in order ? null : order.userId,
    army: order.army,
    orderedAt: new Date(serverClock.nowMs()).toISOString(),
    position,
  };
  const others = me.marches.filter((known) => known.battleId !== battleId);
  return { ...me, army: remainingArmy, raidCharges, marches: [...others, march] };
}

/** Sends a raid on a camp or a village. */
export function useRaid() {
  return useMutation<RaidAnswer, Error, RaidInput>({
    mutationFn: placeOrder,
    onSuccess: (answer, order) => {
      queryClient.setQueryData<Me | null>(queryKeys.me, (me) => (me ? afterOrder(me, order, answer) : me));
    },
    onSettled: () => {
      refetchSoon(queryKeys.me);
      refetchSoon(queryKeys.raids);
      refetchSoon(queryKeys.battles);
    },
  });
}
