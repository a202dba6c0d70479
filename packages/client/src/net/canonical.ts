/** Records in one form, whatever the order in which their fields came: for comparing and for hashing. Pure. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';

export interface GameState {
  me: Me | null;
  season: Season;
  territories: readonly TerritorySummary[];
  /** Null when the player is in none, or when no screen shows it. */
  tribe: Tribe | null;
}

/**
 * The part of the state that is the same for everybody who asks at the same time. Left out is what a server counts at the moment of its
 * answer (who is online, when the gold comes and will be full) and what belongs to others' moments (when somebody was last seen, what
 * another tab has read of the council). A truce that is over at `nowMs` is none.
 */
export function comparable(state: GameState, nowMs: number): Record<string, unknown> {
  const { me, season, territories, tribe } = state;
  const { goldFullAt: _goldFullAt, nextAt: _nextAt, ...income } = me?.income ?? { goldFullAt: null, nextAt: null };
  const { unreadMessages: _unread, ...record } = me ?? {};
  const { participants: _participants, prizePool: _prizePool, nextTickAt: _nextTickAt, ...steady } = season;
  return {
    me: me && { ...record, income },
    season: steady,
    territories: Object.fromEntries(territories.map((row) => [row.territoryId, steadyRow(row, nowMs)])),
    tribe: tribe && steadyTribe(tribe),
  };
}

/** When a garrison last changed is told by the news as the moment of the news, which is not the same millisecond. */
function steadyRow(row: TerritorySummary, nowMs: number): unknown {
  const truceUntil = row.truceUntil !== null && Date.parse(row.truceUntil) > nowMs ? row.truceUntil : null;
  if (!row.garrison) return { ...row, truceUntil };
  const { lastUpdated: _lastUpdated, ...garrison } = row.garrison;
  return { ...row, truceUntil, garrison };
}

function steadyTribe(tribe: Tribe): unknown {
  const { chieftain, captains, warriors } = tribe.members;
  const ids = (members: readonly { userId: string }[]) => members.map(({ userId }) => userId).sort();
  const { id, name, tag, memberCount } = tribe;
  return { id, name, tag, memberCount, chieftain: chieftain?.userId, captains: ids(captains), warriors: ids(warriors) };
}

/** JSON with the fields of every record in alphabetical order. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Paths at which two values differ, at most `most` of them. */
export function differences(a: unknown, b: unknown, path = '', most = 20): string[] {
  if (Object.is(a, b)) return [];
  const areRecords = [a, b].every((value) => typeof value === 'object' && value !== null);
  if (!areRecords) return [`${path}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  const found: string[] = [];
  for (const key of keys) {
    if (found.length >= most) break;
    found.push(...differences(left[key], right[key], path ? `${path}.${key}` : key, most - found.length));
  }
  return found;
}
