/** Entries, as far as paying for them goes. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { type Db, keyedStatement, maybeOne } from '../../platform/db.ts';
import type { EntryRow } from './queries.ts';

const byPlayer = keyedStatement(
  'payments.entry',
  ['text', 'text'],
  'select created_at, payment_id, hold from entries where season_id = $1 and user_id = $2',
);
export const findEntry = (db: Db, seasonId: string, userId: string): Promise<EntryRow | null> =>
  maybeOne(db, byPlayer, [seasonId, userId]);

/**
 * ENTRY_SUSPENDED while the seat's payment is disputed, and for good when it went back. Whoever has no entry passes: others ask for one. The
 * same question stands before every payout.
 */
export function assertValidSeat(seasonId: string, entry: EntryRow | null): void {
  if (entry?.hold) throw new AppError('ENTRY_SUSPENDED', { seasonId, hold: entry.hold });
}
