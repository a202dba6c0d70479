/** How each thing in the cache is fetched. Functions of the API alone; hooks.ts ties them to components. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { api } from './api.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { isMarkedSignedIn, markSignedIn, markSignedOut, mayBeSignedIn } from './session.ts';

/** Our own record; null when nobody is signed in. Costs no request when nothing hints at a session. */
export async function fetchMe(): Promise<Me | null> {
  if (!mayBeSignedIn()) return null;
  try {
    const me = await api.call('users.me');
    markSignedIn();
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      // Under the player's hands, and not by signing out in another tab.
      if (queryClient.getQueryData(queryKeys.me) && isMarkedSignedIn()) {
        void import('./sessionEnd.ts').then(({ saySessionEnded }) => saySessionEnded());
      }
      markSignedOut();
      return null;
    }
    throw error;
  }
}

export const fetchTerritories = (): Promise<RouteData<'territories.list'>> => api.call('territories.list');

/** One territory by its place on the map. The API wants the id of the season's row, which the list knows. */
export async function fetchTerritory(no: number): Promise<TerritoryDetail> {
  const list = await queryClient.ensureQueryData({ queryKey: queryKeys.territories, queryFn: fetchTerritories });
  const row = list.territories.find((territory) => territory.territoryId === no);
  if (!row) {
    throw new ApiError({
      code: 'TERRITORY_NOT_FOUND',
      message: 'There is no such territory in this season.',
      status: 404,
    });
  }
  return api.call('territories.get', { params: { territoryId: row.id } });
}
