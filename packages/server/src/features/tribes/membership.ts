/** Who sits where. Other features ask here. */
import type { TribeRole } from '@cryptotribes/rules/tribes/roster';
import { type Db, keyedStatement, maybeOne, statement } from '../../platform/db.ts';

export interface Seat {
  tribeId: string;
  seat: number;
  role: TribeRole;
}

const find = keyedStatement(
  'seats.find',
  ['text', 'text'],
  'select tribe_id as "tribeId", seat, role from tribe_seats where season_id = $1 and user_id = $2',
);
export const findSeat = (db: Db, seasonId: string, userId: string): Promise<Seat | null> =>
  maybeOne(db, find, [seasonId, userId]);

// Shared: an order and a change of membership of the same player happen one after the other, whichever came first.
const hold = statement(
  'seats.hold',
  'select tribe_id as "tribeId", seat, role from tribe_seats where season_id = $1 and user_id = $2 for share',
);
/** The player's seat, held until the transaction ends; null without a tribe. First lock of every order. */
export const holdSeat = (db: Db, seasonId: string, userId: string): Promise<Seat | null> =>
  maybeOne(db, hold, [seasonId, userId]);

const open = statement(
  'seats.openTribe',
  'select 1 as x from tribes where id = $2 and season_id = $1 and dissolved_at is null',
);
/** Whether there is such a tribe in the season. */
export const isOpenTribe = async (db: Db, seasonId: string, tribeId: string): Promise<boolean> =>
  (await maybeOne(db, open, [seasonId, tribeId])) !== null;
