import { QueryClient } from '@tanstack/react-query';

/** The one cache of the page. Lost calls are repeated by the API client already, so the cache repeats nothing. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 30_000, gcTime: 10 * 60_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
