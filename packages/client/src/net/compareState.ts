/** Compares what the cache holds with fresh answers of the server. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { api } from './api.ts';
import { canonicalText, comparable, differences, type GameState } from './canonical.ts';
import { fetchMe, fetchTerritories } from './fetchers.ts';
import { mergeOwn } from './mergeOwn.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { serverClock } from './serverClock.ts';
import type { StateAnswer } from './stateCheck.ts';

function cachedState(): GameState {
  const season = queryClient.getQueryData<Season>(queryKeys.season);
  const list = queryClient.getQueryData<RouteData<'territories.list'>>(queryKeys.territories);
  if (!season || !list) throw new Error('the page has not loaded the season and the map yet');
  const me = queryClient.getQueryData<Me | null>(queryKeys.me) ?? null;
  const tribe = me?.tribeId ? queryClient.getQueryData<Tribe>(queryKeys.tribe(me.tribeId)) : undefined;
  // As the screens see it: the public rows with our own part put in.
  return { me, season, territories: mergeOwn(list.territories, me), tribe: tribe ?? null };
}

async function freshState(tribeId: string | null): Promise<GameState> {
  const [me, season, list, tribe] = await Promise.all([
    fetchMe(),
    api.call('seasons.current'),
    fetchTerritories(),
    tribeId === null ? null : api.call('tribes.get', { params: { tribeId } }),
  ]);
  return { me, season, territories: list.territories, tribe };
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Both hashes and where the two differ. The cache is read after the answers came, so that news on their way count. */
export async function compareState(): Promise<StateAnswer> {
  const answers = await freshState(cachedState().tribe?.id ?? null);
  const nowMs = serverClock.nowMs();
  const [fresh, cached] = [comparable(answers, nowMs), comparable(cachedState(), nowMs)];
  const [cachedHash, freshHash] = await Promise.all([sha256(canonicalText(cached)), sha256(canonicalText(fresh))]);
  return { cached: cachedHash, fresh: freshHash, differences: differences(cached, fresh) };
}
