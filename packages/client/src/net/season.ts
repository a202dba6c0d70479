/** What a season publishes about its prizes and its chance. */
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';

/** The pool to the micro-USDT, and the prize list once the season is over. */
export function usePrizes(seasonId: string, isOver: boolean) {
  return useQuery({
    queryKey: ['prizes', seasonId, isOver],
    queryFn: () => api.call('seasons.prizes', { params: { seasonId } }),
    staleTime: isOver ? Number.POSITIVE_INFINITY : 60_000,
  });
}

/** The season's secret; asked for only when it is out. */
export function useReveal(seasonId: string, isOver: boolean) {
  return useQuery({
    queryKey: ['reveal', seasonId],
    queryFn: () => api.call('seasons.reveal', { params: { seasonId } }),
    enabled: isOver,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
