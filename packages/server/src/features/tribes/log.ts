/** Who came, went and rose in a tribe: written with the change itself, read by its members. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { TribeLogEntry } from '@cryptotribes/protocol/features/tribes';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { TribeRole } from '@cryptotribes/rules/tribes/roster';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { type Db, many, run, statement, timestamp } from '../../platform/db.ts';
import { currentSeason } from '../seasons/service.ts';
import { iso } from '../villages/service.ts';
import { findSeat, isOpenTribe } from './membership.ts';

export interface LogEntry {
  id: string;
  tribeId: string;
  atMs: number;
  kind: TribeLogEntry['kind'];
  userId: string;
  /** The role from then on; null for those who went. */
  role: TribeRole | null;
  /** Who did it; null = the player. */
  byId: string | null;
}
const insert = statement(
  'tribes.insertLog',
  'insert into tribe_log (id, tribe_id, at, kind, user_id, role, by_id) values ($1, $2, $3, $4, $5, $6, $7)',
);
export const insertLog = (db: Db, { id, tribeId, atMs, kind, userId, role, byId }: LogEntry): Promise<number> =>
  run(db, insert, [id, tribeId, timestamp(atMs), kind, userId, role, byId]);

interface LogRow {
  id: string;
  at: number;
  kind: TribeLogEntry['kind'];
  user_id: string;
  username: string | null;
  role: TribeRole | null;
  by_id: string | null;
  by_name: string | null;
}
const page = statement(
  'tribes.log',
  `select l.id, l.at, l.kind, l.user_id, u.username, l.role, l.by_id, b.username as by_name
   from tribe_log l join users u on u.id = l.user_id left join users b on b.id = l.by_id
   where l.tribe_id = $1 and ($2::timestamptz is null or (l.at, l.id) < ($2, $3)) order by l.at desc, l.id desc limit $4`,
);

const Position = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: 8.64e15 }),
  Type.String({ pattern: '^[0-9a-f]{24}$', maxLength: 24 }),
]);

/** Codes: TRIBE_NOT_FOUND, NOT_IN_TRIBE. */
export async function showLog(
  ctx: Context,
  tribeId: string,
  userId: string,
  given: { cursor: string | undefined; limit: number },
): Promise<RouteData<'tribes.log'>> {
  const season = await currentSeason(ctx.pool, userId);
  if (!(await isOpenTribe(ctx.pool, season.id, tribeId))) throw new AppError('TRIBE_NOT_FOUND');
  const [atMs, id] = readCursor(given.cursor, Position) ?? [null, null];
  const before = atMs === null ? null : timestamp(atMs);
  const rows = await many<LogRow>(ctx.pool, page, [tribeId, before, id, given.limit]);
  // Looked up last: whoever lost the seat meanwhile gets nothing that was written after it.
  if ((await findSeat(ctx.pool, season.id, userId))?.tribeId !== tribeId) throw new AppError('NOT_IN_TRIBE');
  const last = rows.length === given.limit ? rows.at(-1) : undefined;
  return {
    entries: rows.map((row) => ({
      at: iso(row.at),
      kind: row.kind,
      userId: row.user_id,
      username: row.username,
      role: row.role,
      by: row.by_id === null ? null : { userId: row.by_id, username: row.by_name },
    })),
    next: last ? writeCursor([last.at, last.id]) : null,
  };
}
