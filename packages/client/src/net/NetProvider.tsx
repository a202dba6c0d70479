import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { startLive } from './live.ts';
import { queryClient } from './queryClient.ts';
import { whenIdle } from './useIdle.ts';

/** Wraps the page: the cache for everything below, and the news connection once the page has been painted. */
export function NetProvider({ children }: { children: ReactNode }) {
  useEffect(() => whenIdle(() => void startLive()), []);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
