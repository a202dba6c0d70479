/** The council: its messages, writing, reading marks, reports and mutes. Loaded with the screens that show it. */
import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteBody } from '@cryptotribes/protocol/routes';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api.ts';
import { addMessage, type CouncilPage, type CouncilPages, markRead, markReported } from './councilCache.ts';
import { refetchSoon } from './live.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';

const PER_PAGE = 50;

/** Messages of a tribe's council, oldest first, and how far they were read. */
export function useCouncil(tribeId: string) {
  const query = useInfiniteQuery<CouncilPage, Error, CouncilPages, readonly ['chat', string], string | null>({
    queryKey: queryKeys.chat(tribeId),
    queryFn: ({ pageParam }) =>
      api.call('tribes.messages', {
        params: { tribeId },
        query: { limit: String(PER_PAGE), ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    staleTime: 60_000,
  });
  const pages = query.data?.pages;
  // A message that came while pages were loaded shifts nothing: pages go by number. Doubles can only come from a refetch in between.
  const messages = useMemo(
    () =>
      pages &&
      [...new Map(pages.flatMap((page) => page.messages).map((item) => [item.number, item])).values()].sort(
        (a, b) => a.number - b.number,
      ),
    [pages],
  );
  const first = pages?.[0];
  return {
    messages,
    lastNumber: first?.lastNumber ?? 0,
    readUpTo: first?.readUpTo ?? 0,
    unread: first?.unread ?? 0,
    mutedUntil: first?.mutedUntil ?? null,
    isLoading: query.isLoading,
    error: query.error,
    again: () => void query.refetch(),
    hasOlder: query.hasNextPage,
    loadOlder: () => void query.fetchNextPage(),
    isLoadingOlder: query.isFetchingNextPage,
  };
}

function patchPages(tribeId: string, change: (pages: CouncilPages) => CouncilPages | null): void {
  const key = queryKeys.chat(tribeId);
  const pages = queryClient.getQueryData<CouncilPages>(key);
  if (!pages) return;
  const next = change(pages);
  if (next) queryClient.setQueryData(key, next);
  else refetchSoon(key);
}

/** Writes to the council. The same key for every try of one message, so that it is written once. */
export function usePostMessage(tribeId: string) {
  return useMutation<TribeMessage, Error, { text: string; idempotencyKey: string }>({
    mutationFn: ({ text, idempotencyKey }) =>
      api.call('tribes.postMessage', { params: { tribeId }, body: { text }, idempotencyKey }),
    onSuccess: (message) => {
      const myId = queryClient.getQueryData<Me | null>(queryKeys.me)?.id ?? null;
      patchPages(tribeId, (pages) => addMessage(pages, message, myId));
    },
  });
}

/** Tells the server how far the council was read; a lost call is made up for by the next one. */
export function useReadCouncil(tribeId: string) {
  return useMutation({
    mutationFn: (upTo: number) => api.call('tribes.readMessages', { params: { tribeId }, body: { upTo } }),
    onSuccess: (state) => {
      patchPages(tribeId, (pages) => markRead(pages, state));
      queryClient.setQueryData<Tribe>(queryKeys.tribe(tribeId), (tribe) =>
        tribe ? { ...tribe, unreadMessages: state.unread } : tribe,
      );
      queryClient.setQueryData<Me | null>(queryKeys.me, (me) =>
        me?.tribeId === tribeId ? { ...me, unreadMessages: state.unread } : me,
      );
      // An answer on its way may have been written before the reading.
      if (queryClient.isFetching({ queryKey: queryKeys.me, exact: true }) > 0) refetchSoon(queryKeys.me);
    },
  });
}

export function useReportMessage(tribeId: string) {
  return useMutation({
    mutationFn: ({ messageId, ...body }: { messageId: string } & RouteBody<'tribes.reportMessage'>) =>
      api.call('tribes.reportMessage', { params: { tribeId, messageId }, body }),
    onSuccess: ({ messageId }) => patchPages(tribeId, (pages) => markReported(pages, messageId, true)),
  });
}

export function useMute(tribeId: string) {
  return useMutation({
    mutationFn: ({ userId, minutes }: { userId: string; minutes: number }) =>
      api.call('tribes.mute', { params: { tribeId, userId }, body: { minutes } }),
    onSettled: () => refetchSoon(queryKeys.tribe(tribeId)),
  });
}
