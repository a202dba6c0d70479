import type pg from 'pg';
import type { EntryRow } from '../features/payments/queries.ts';
import { SEASON_COLUMNS, type SeasonRow } from '../features/seasons/queries.ts';
import type { Seat } from '../features/tribes/membership.ts';
import { columnsOf, type Db, keyedStatement, maybeOne } from '../platform/db.ts';

export interface Standing {
  /** The player's current one (seasons.current). */
  season: SeasonRow;
  entry: EntryRow | null;
  seat: Seat | null;
}
const standing = keyedStatement(
  'policy.standing',
  ['text'],
  `select ${columnsOf('s', SEASON_COLUMNS)}, e.user_id is not null as has_entered, e.created_at as entered_at, e.payment_id, e.hold,
     t.tribe_id, t.seat, t.role
   from seasons s left join entries e on e.season_id = s.id and e.user_id = $1
   left join tribe_seats t on t.season_id = s.id and t.user_id = $1 where s.id = current_season($1)`,
);
interface Row extends SeasonRow, pg.QueryResultRow {
  has_entered: boolean;
  entered_at: number;
  payment_id: string | null;
  hold: EntryRow['hold'];
  tribe_id: string | null;
  seat: number;
  role: Seat['role'];
}

/** What decides which routes a player may use, in one question; null before the first season. */
export async function readStanding(db: Db, userId: string): Promise<Standing | null> {
  const row = await maybeOne<Row>(db, standing, [userId]);
  if (row === null) return null;
  return {
    season: row,
    entry: row.has_entered ? { created_at: row.entered_at, payment_id: row.payment_id, hold: row.hold } : null,
    seat: row.tribe_id === null ? null : { tribeId: row.tribe_id, seat: row.seat, role: row.role },
  };
}
