/** Lists of battles: a player's own or those of the own tribe, with filters, by offset or cursor (SPEC 4.4.5). */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { BattleListItem } from '@cryptotribes/protocol/features/battles';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import { TERRITORIES, territoryInfo } from '@cryptotribes/rules/territories/map';
import Type from 'typebox';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { waitOf } from '../beacon/show.ts';
import { findSeat } from '../tribes/membership.ts';
import { type BattleFilter, countBattles, type ListPlace, type ListRow, listBattles } from './listQueries.ts';

const Cursor = Type.Tuple([Type.Integer({ minimum: 0, maximum: 8.64e15 }), Type.String({ maxLength: 24 })]);
type Filters = Omit<RouteQuery<'battles.export'>, 'format'>;

/** The filter a request asks for. NOT_IN_TRIBE for a tribe's battles without a tribe. */
export async function readFilter(db: Db, seasonId: string, userId: string, query: Filters): Promise<BattleFilter> {
  const seat = query.scope === 'tribe' ? await findSeat(db, seasonId, userId) : null;
  if (query.scope === 'tribe' && seat === null) throw new AppError('NOT_IN_TRIBE');
  return {
    of: seat === null ? { userId } : { tribeId: seat.tribeId },
    role: query.role ?? null,
    type: query.type ?? null,
    result: query.result ?? null,
    territoryNo: query.territory === undefined ? null : Number(query.territory),
    onlyRaids: query.raids === '1',
    onlyUnread: query.unread === '1',
    readerId: userId,
    search: query.search === undefined ? null : searchFor(query.search),
  };
}

/** The names of places are part of the rules, not of the database: which ones match is found here. */
function searchFor(text: string): BattleFilter['search'] {
  const wanted = text.trim().toLowerCase();
  const territoryNos = TERRITORIES.filter(({ name }) => name.toLowerCase().includes(wanted)).map(({ id }) => id);
  return { pattern: `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`, territoryNos };
}

/** One page, newest first. */
export async function showHistory(
  db: Db,
  seasonId: string,
  userId: string,
  query: RouteQuery<'battles.history'>,
): Promise<RouteData<'battles.history'>> {
  const limit = queryInteger(query.limit, 20, 1, 100);
  const cursor = readCursor(query.cursor, Cursor);
  const offset = cursor === null ? queryInteger(query.offset, 0, 0, 1_000_000) : 0;
  const filter = await readFilter(db, seasonId, userId, query);
  const after = cursor === null ? null : { acceptedMs: cursor[0], id: cursor[1] };
  // One row more than shown tells whether there is a next page.
  const rows = await listBattles(db, seasonId, filter, { limit: limit + 1, offset, after });
  const hasMore = rows.length > limit;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    battles: page.map(listItem),
    pagination: {
      total: await countBattles(db, seasonId, filter),
      limit,
      offset,
      hasMore,
      next: hasMore && last !== undefined ? writeCursor([last.accepted_at, last.id]) : null,
    },
  };
}

export const placeOf = (row: ListRow): ListPlace => ({ acceptedMs: row.accepted_at, id: row.id });

/** A battle as seen by one side. */
export function listItem(row: ListRow): BattleListItem {
  const info = row.territory_no === null ? null : territoryInfo(row.territory_no);
  const attacking = row.role === 'attacker';
  const won = row.winner === row.role;
  const result =
    row.status === 'queued' ? 'pending' : row.status === 'completed' ? (won ? 'victory' : 'defeat') : row.status;
  const { attackerLosses, defenderLosses } = row.report ?? { attackerLosses: null, defenderLosses: null };
  return {
    battleId: row.id,
    battleType: row.battle_type,
    status: row.status,
    role: row.role,
    result,
    opponent: row.opponent_name ?? row.ot_name ?? nameless(row),
    opponentTribe:
      row.ot_id === null ? null : { tribeId: row.ot_id, tag: row.ot_tag ?? '', ordinal: row.ot_ordinal ?? 1 },
    territory: info && { territoryId: info.id, name: info.name },
    campLevel: row.camp_level,
    goldLooted: row.gold_looted,
    myLosses: attacking ? attackerLosses : (row.my_losses ?? defenderLosses),
    theirLosses: attacking ? defenderLosses : attackerLosses,
    vpGained: row.vp,
    unread: row.unread,
    beacon: waitOf(row, row.beacon_round),
    createdAt: new Date(row.accepted_at).toISOString(),
  };
}

/** An opponent without a name. */
function nameless(row: ListRow): string {
  if (row.camp_level !== null) return `Bandit camp ${row.camp_level}`;
  if (row.battle_type === 'pve_npc') return 'Wild garrison';
  return row.territory_no === null ? 'A village' : territoryInfo(row.territory_no).name;
}
