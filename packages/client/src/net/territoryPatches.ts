/** What public news change on the map. Pure: rows go in and new rows come out, untouched ones stay the same objects. */
import type { News } from '@cryptotribes/protocol/features/events';
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';

/** The row after the news; the same object when the news does not concern it. */
export function patchTerritory<T extends TerritorySummary>(row: T, news: News): T {
  switch (news.type) {
    case 'battle_queued':
      if (news.data.territoryId !== row.territoryId) return row;
      return { ...row, pendingOrders: { ...row.pendingOrders, count: news.data.pending } };
    case 'territory_captured': {
      if (news.data.territoryId !== row.territoryId) return row;
      const { tribeId, name, tag, ordinal } = news.data.newOwner;
      const owner = { tribeId, tribeName: name, tag, ordinal, controlledSince: news.at };
      return { ...row, owner, npcDefense: null, truceUntil: news.data.truceUntil };
    }
    case 'territory_updated': {
      if (news.data.territoryId !== row.territoryId) return row;
      const { owner, units, formation, truceUntil, pending } = news.data;
      const base = { ...row, truceUntil, pendingOrders: { ...row.pendingOrders, count: pending } };
      if (owner) {
        const { tribeId, name, tag, ordinal, controlledSince } = owner;
        return {
          ...base,
          owner: { tribeId, tribeName: name, tag, ordinal, controlledSince },
          garrison: { units, formation, lastUpdated: news.at },
          npcDefense: null,
        };
      }
      const npcDefense = row.npcDefense ? { ...row.npcDefense, units, formation } : null;
      const garrison = npcDefense ? null : { units, formation, lastUpdated: news.at };
      return { ...base, owner: null, garrison, npcDefense };
    }
    default:
      return row;
  }
}

/** The list after the news; the same list when nothing changed. */
export function patchTerritories<T extends TerritorySummary>(rows: T[], news: News): T[] {
  const patched = rows.map((row) => patchTerritory(row, news));
  return patched.some((row, index) => row !== rows[index]) ? patched : rows;
}
