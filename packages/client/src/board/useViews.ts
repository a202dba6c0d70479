import type { Season } from '@cryptotribes/protocol/features/seasons';
import { useMemo } from 'react';
import { useMe, useSeason, useTerritories } from '../net/hooks.ts';
import type { SeasonSpan } from './LakeClock.tsx';
import { type TerritoryView, toTerritoryView } from './view.ts';

/** All fifty territories as the map draws them, by id - 1; null until they are known. */
export function useTerritoryViews(): readonly TerritoryView[] | null {
  const territories = useTerritories().data;
  const myTribeId = useMe().data?.tribeId ?? null;
  return useMemo(() => {
    if (!territories || territories.length === 0) return null;
    const views = territories.map((territory) => toTerritoryView(territory, myTribeId));
    return views.sort((a, b) => a.territoryId - b.territoryId);
  }, [territories, myTribeId]);
}

/** Start and end of a season in ms. */
export function spanOf(season: Season): SeasonSpan {
  return { startMs: Date.parse(season.timeline.seasonStart), endMs: Date.parse(season.timeline.seasonEnd) };
}

/** Start and end of the current season; null until it is known. */
export function useSeasonSpan(): SeasonSpan | null {
  const season = useSeason().data;
  return useMemo(() => (season ? spanOf(season) : null), [season]);
}
