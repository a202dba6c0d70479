import type { Season } from '@cryptotribes/protocol/features/seasons';
import { useMemo } from 'react';
import { useMe, useSeason, useTerritories } from '../net/hooks.ts';
import type { SeasonSpan } from './LakeClock.tsx';
import { type TerritoryView, toTerritoryView } from './view.ts';

/** All fifty territories as the map draws them, by id - 1; null until they are known. */
export function useTerritoryViews(): readonly TerritoryView[] | null {
  const territories = useTerritories().data;
  const myTribeId = useMe().data?.tribeId ?? null;
  const status = useSeason().data?.status;
  const isClosed = status !== undefined && status !== 'active';
  return useMemo(() => {
    if (!territories || territories.length === 0) return null;
    const views = territories.map((territory) => toTerritoryView(territory, myTribeId, isClosed));
    return views.sort((a, b) => a.territoryId - b.territoryId);
  }, [territories, myTribeId, isClosed]);
}

/** Start and end of a season in ms, and its days of game time. */
export function spanOf({ status, timeline, speed }: Season): SeasonSpan {
  const [startMs, endMs] = [Date.parse(timeline.seasonStart), Date.parse(timeline.seasonEnd)];
  // One that was closed or cancelled early is over before its time.
  const isOver = status !== 'registration' && status !== 'active';
  return { startMs, endMs, isOver, days: Math.max(1, Math.round(((endMs - startMs) * speed) / 86_400_000)) };
}

/** The span of the current season; null until it is known. */
export function useSeasonSpan(): SeasonSpan | null {
  const season = useSeason().data;
  return useMemo(() => (season ? spanOf(season) : null), [season]);
}
