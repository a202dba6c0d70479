/** What the administration asks and orders. Its part of the API is loaded with it. */
import { type AdminRouteName, adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queryClient } from '../../net/queryClient.ts';
import { sessionToken } from '../../net/session.ts';

export const adminApi: ApiClient = createApiClient({
  baseUrl: '',
  getToken: sessionToken,
  fetch: (input, init) => fetch(input, init),
  morePaths: adminPaths,
});

const KEY = 'admin';
const LIVE_MS = 5_000;

/** After an act: everything may have changed. */
export const refreshAll = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [KEY] });

/** The roles of whoever is signed in; null for everybody else, to whom the administration does not exist. */
export function useRoles(userId: string | null) {
  return useQuery<readonly AdminRole[] | null>({
    queryKey: [KEY, 'me', userId],
    queryFn: async () => {
      if (userId === null) return null;
      try {
        return (await adminApi.call('admin.me')).roles;
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 401)) return null;
        throw error;
      }
    },
  });
}

export const useOverview = () =>
  useQuery({ queryKey: [KEY, 'overview'], queryFn: () => adminApi.call('admin.overview'), refetchInterval: LIVE_MS });

export const useAdmins = () => useQuery({ queryKey: [KEY, 'admins'], queryFn: () => adminApi.call('admin.admins') });

export const useSeasons = () =>
  useQuery({ queryKey: [KEY, 'seasons'], queryFn: () => adminApi.call('admin.seasons'), refetchInterval: 30_000 });

export const useCancelPreview = (seasonId: string) =>
  useQuery({
    // Not one of those that are asked again after an act: by then there is nothing left to cancel.
    queryKey: ['admin cancel', seasonId],
    queryFn: () => adminApi.call('admin.cancelPreview', { params: { seasonId } }),
    staleTime: 0,
    gcTime: 0,
  });

export const usePlayer = (userId: string) =>
  useQuery({ queryKey: [KEY, 'user', userId], queryFn: () => adminApi.call('admin.user', { params: { userId } }) });

type ListRoute = Extract<
  AdminRouteName,
  | 'admin.users'
  | 'admin.flags'
  | 'admin.fairPlay'
  | 'admin.appeals'
  | 'admin.proposals'
  | 'admin.audit'
  | 'admin.payments'
  | 'admin.webhooks'
>;

/** A list, page by page; `items` takes them out of an answer. */
function useList<N extends ListRoute, T>(
  name: N,
  query: NonNullable<RouteQuery<N>>,
  items: (page: RouteData<N>) => readonly T[],
) {
  const found = useInfiniteQuery({
    queryKey: [KEY, name, query],
    queryFn: ({ pageParam }) =>
      adminApi.call(name as 'admin.users', {
        query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } as RouteQuery<'admin.users'>,
      }) as unknown as Promise<RouteData<N>>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as { next: string | null }).next ?? undefined,
  });
  return {
    data: found.data?.pages.flatMap(items),
    error: found.error,
    refetch: found.refetch,
    hasMore: found.hasNextPage,
    loadMore: () => void found.fetchNextPage(),
    isLoadingMore: found.isFetchingNextPage,
  };
}
export type List<T> = ReturnType<typeof useList<ListRoute, T>>;

export const useUsers = (query: NonNullable<RouteQuery<'admin.users'>>) =>
  useList('admin.users', query, (page) => page.users);
export const useFlags = (query: NonNullable<RouteQuery<'admin.flags'>>) =>
  useList('admin.flags', query, (page) => page.flags);
export const useProposals = (query: NonNullable<RouteQuery<'admin.proposals'>>) =>
  useList('admin.proposals', query, (page) => page.proposals);
export const useAudit = (query: NonNullable<RouteQuery<'admin.audit'>>) =>
  useList('admin.audit', query, (page) => page.entries);

export const useAppeals = (query: NonNullable<RouteQuery<'admin.appeals'>>) =>
  useList('admin.appeals', query, (page) => page.appeals);
/** Players of a season by score; of the newest one when null. */
export const useFairPlay = (seasonId: string | null) =>
  useList('admin.fairPlay', seasonId === null ? {} : { seasonId }, (page) => page.players);
export const useFairPlaySeasons = () =>
  useQuery({
    queryKey: [KEY, 'fair play seasons'],
    queryFn: () => adminApi.call('admin.fairPlay', { query: { limit: '1' } }),
  });
export const useEvidence = (userId: string, seasonId: string | null) =>
  useQuery({
    queryKey: [KEY, 'evidence', userId, seasonId],
    queryFn: () =>
      adminApi.call('admin.fairPlayPlayer', { params: { userId }, query: seasonId === null ? {} : { seasonId } }),
  });

export const usePayments = (query: NonNullable<RouteQuery<'admin.payments'>>) =>
  useList('admin.payments', query, (page) => page.payments);
export const useWebhooks = () => useList('admin.webhooks', {}, (page) => page.events);

export const usePayment = (paymentId: string) =>
  useQuery({
    queryKey: [KEY, 'payment', paymentId],
    queryFn: () => adminApi.call('admin.payment', { params: { paymentId } }),
  });

export const usePayouts = (isAllowed: boolean) =>
  useQuery({
    queryKey: [KEY, 'payouts'],
    queryFn: () => adminApi.call('admin.payouts'),
    enabled: isAllowed,
    refetchInterval: LIVE_MS,
  });

/** The payouts of a season, page by page, with what was done on the chain. */
export function usePayoutList(seasonId: string, status: PayoutStatus | '') {
  const found = useInfiniteQuery({
    queryKey: [KEY, 'payoutList', seasonId, status],
    queryFn: ({ pageParam }) =>
      adminApi.call('admin.payoutList', {
        params: { seasonId },
        query: { ...(status ? { status } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const pages = found.data?.pages;
  return {
    data: pages && { payouts: pages.flatMap((page) => page.payouts), acts: pages[0]?.acts ?? [] },
    error: found.error,
    refetch: found.refetch,
    hasMore: found.hasNextPage,
    loadMore: () => void found.fetchNextPage(),
    isLoadingMore: found.isFetchingNextPage,
  };
}

/** What publishing would do now; asked for only when somebody wants to know. */
export const useDryRun = (seasonId: string, isWanted: boolean) =>
  useQuery({
    queryKey: [KEY, 'dryRun', seasonId],
    queryFn: () => adminApi.call('admin.payoutDryRun', { params: { seasonId } }),
    enabled: isWanted,
    retry: false,
  });

export const useDeposits = () =>
  useQuery({ queryKey: [KEY, 'deposits'], queryFn: () => adminApi.call('admin.deposits') });
export const useOpenRefunds = () =>
  useQuery({ queryKey: [KEY, 'refunds'], queryFn: () => adminApi.call('admin.refunds') });

export const useBooks = () => useQuery({ queryKey: [KEY, 'books'], queryFn: () => adminApi.call('admin.books') });

/** The audit log as a file of the browser. A link would not carry the session of those who show a token. */
export async function downloadAudit(query: Record<string, string>, format: 'csv' | 'json'): Promise<void> {
  const token = sessionToken();
  const [, path] = adminPaths['admin.auditExport'];
  const answer = await fetch(`${path}?${new URLSearchParams({ ...query, format })}`, {
    credentials: 'same-origin',
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  if (!answer.ok) throw new Error(`the export answered ${answer.status}`);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `audit.${format}`;
  link.click();
  URL.revokeObjectURL(address);
}
