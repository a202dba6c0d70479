/** The saga: what the season's public stream told, newest first, for as long as news are kept. */
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { EventData } from '@cryptotribes/protocol/features/events';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { type Db, many, statement } from '../../platform/db.ts';
import { seasonStream } from '../../platform/tx.ts';

const Cursor = Type.Tuple([Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })]);

const list = statement(
  'saga.list',
  `select seq, at, data from news where recipient = $1 and type = 'saga' and seq is not null and ($2::bigint is null or seq < $2)
   order by seq desc limit $3`,
);

export async function showSaga(
  db: Db,
  seasonId: string,
  query: RouteQuery<'saga.list'>,
): Promise<RouteData<'saga.list'>> {
  const limit = queryInteger(query.limit, 50, 1, 100);
  const before = readCursor(query.cursor, Cursor)?.[0] ?? null;
  const rows = await many<{ seq: number; at: number; data: EventData<'saga'> }>(db, list, [
    seasonStream(seasonId),
    before,
    limit + 1,
  ]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map((row) => ({ seq: row.seq, at: new Date(row.at).toISOString(), ...row.data })),
    next: rows.length > limit && last !== undefined ? writeCursor([last.seq]) : null,
  };
}
