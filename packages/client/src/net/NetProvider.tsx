import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { startLive } from './live.ts';
import { queryClient } from './queryClient.ts';

/** Wraps the page: the cache for everything below, and the news connection once the page has been painted. */
export function NetProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    const start = () => void startLive();
    if ('requestIdleCallback' in window) {
      const handle = requestIdleCallback(start, { timeout: 2000 });
      return () => cancelIdleCallback(handle);
    }
    const handle = setTimeout(start, 300);
    return () => clearTimeout(handle);
  }, []);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
