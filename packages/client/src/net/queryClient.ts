import { QueryClient } from '@tanstack/react-query';

/**
 * The one cache of the page. Lost calls are repeated by the API client already, so the cache repeats nothing. It never waits for a
 * network by itself either: an order that cannot be sent now fails now and is not sent silently later, and what a returning
 * connection asks for again is decided in one place (live.ts).
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: false,
      networkMode: 'always',
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      refetchOnReconnect: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
