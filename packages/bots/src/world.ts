/** What everybody can see, read once for all bots from the public addresses. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { PlayerRank, Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { cached } from './cached.ts';

export interface World {
  season(): Promise<Season>;
  territories(): Promise<{ seasonId: string; territories: TerritorySummary[] }>;
  tribes(): Promise<TribeSummary[]>;
  /** The players at the end of the ranking, where newcomers stand. */
  lastPlayers(): Promise<PlayerRank[]>;
}

const SEASON_TTL_MS = 5_000;
const MAP_TTL_MS = 3_000;
const TRIBES_TTL_MS = 10_000;
const PLAYERS_TTL_MS = 8_000;
const PAGE = 100;

export function createWorld(
  api: ApiClient,
  nowMs: () => number,
  onMap: (seasonId: string, map: TerritorySummary[]) => void,
): World {
  let players = 0;
  return {
    season: cached(() => api.call('seasons.current'), SEASON_TTL_MS, nowMs),
    territories: cached(
      async () => {
        const answer = await api.call('territories.list');
        onMap(answer.seasonId, answer.territories);
        return answer;
      },
      MAP_TTL_MS,
      nowMs,
    ),
    tribes: cached(
      async () => (await api.call('tribes.list', { query: { limit: String(PAGE) } })).tribes,
      TRIBES_TTL_MS,
      nowMs,
    ),
    lastPlayers: cached(
      async () => {
        const offset = Math.max(0, players - PAGE);
        const answer = await api.call('leaderboard.players', {
          query: { limit: String(PAGE), offset: String(offset) },
        });
        players = answer.total;
        return answer.players;
      },
      PLAYERS_TTL_MS,
      nowMs,
    ),
  };
}
