/**
 * Puts one piece of news into the cache (UI.md 6.1): figures that it carries are written at once; only what it cannot
 * carry is asked for again, each thing once however many news came in a burst.
 */
import type { News } from '@cryptotribes/protocol/features/events';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { patchMe } from './mePatches.ts';
import { queryKeys } from './queryKeys.ts';
import { patchTerritories, patchTerritory } from './territoryPatches.ts';
import { applyTribeNews } from './tribeNews.ts';

/** Asks for something again; calls within the same moment are joined by the caller. */
export type Refetch = (key: QueryKey) => void;

export function applyNews(cache: QueryClient, news: News, refetch: Refetch): void {
  // Before our own record: it still knows the tribe that the news may say we left.
  applyTribeNews(cache, news, refetch);
  patchOwnRecord(cache, news, refetch);
  patchMap(cache, news, refetch);
  switch (news.type) {
    case 'battle_completed':
      refetch(queryKeys.battle(news.data.battleId));
      refetch(queryKeys.battles);
      if (news.data.target !== 'territory') refetch(queryKeys.raids);
      break;
    case 'raided':
      refetch(queryKeys.me);
      refetch(queryKeys.raids);
      break;
    case 'leaderboard_updated':
      refetch(queryKeys.boards);
      refetch(queryKeys.anyTribe);
      break;
    case 'saga':
      if (news.data.kind === 'founded' || news.data.kind === 'dissolved') refetch(queryKeys.tribes);
      break;
    case 'payment_updated':
      refetch(queryKeys.payments);
      // The entry comes with the settled payment, and with it the village.
      if (news.data.status === 'settled') {
        refetch(queryKeys.me);
        refetch(queryKeys.season);
      }
      break;
    case 'payout_updated':
      refetch(queryKeys.payouts);
      break;
    case 'season_started':
    case 'season_ending_soon':
    case 'season_ended':
    case 'season_cancelled':
      refetch(queryKeys.season);
      refetch(queryKeys.territories);
      break;
    default:
  }
}

function patchOwnRecord(cache: QueryClient, news: News, refetch: Refetch): void {
  const me = cache.getQueryData<Me | null>(queryKeys.me);
  if (!me) return;
  const patch = patchMe(me, news);
  if (!patch) return;
  cache.setQueryData(queryKeys.me, patch.me);
  if (patch.stale || isUnderWay(cache, queryKeys.me)) refetch(queryKeys.me);
}

/**
 * An answer on its way may have been written before this news: it would put the old figures back. Asking again drops it.
 */
const isUnderWay = (cache: QueryClient, queryKey: QueryKey) => cache.isFetching({ queryKey, exact: true }) > 0;

function patchMap(cache: QueryClient, news: News, refetch: Refetch): void {
  if (news.type !== 'battle_queued' && news.type !== 'territory_captured' && news.type !== 'territory_updated') return;
  cache.setQueryData<RouteData<'territories.list'>>(queryKeys.territories, (old) => {
    if (!old) return old;
    const territories = patchTerritories(old.territories, news);
    return territories === old.territories ? old : { ...old, territories };
  });
  if (isUnderWay(cache, queryKeys.territories)) refetch(queryKeys.territories);
  const key = queryKeys.territory(news.data.territoryId);
  if (cache.getQueryData(key) === undefined) return;
  cache.setQueryData<TerritoryDetail>(key, (old) => (old ? patchTerritory(old, news) : old));
  // Who stands in the garrison and how tired it is do not travel with the news.
  refetch(key);
}
