/** Whose prize waits. Payouts ask here, in their own transaction, before they plan, publish or pay. */
import { type Db, many, statement } from '../../platform/db.ts';

/** disputed, refunded, charged_back: the fee. restricted, banned: a person decided so. appeal, flag: a person still has to decide. */
export type PayoutHold = 'disputed' | 'refunded' | 'charged_back' | 'restricted' | 'banned' | 'appeal' | 'flag';

const holds = statement(
  'fairplay.payoutHolds',
  'select user_id, why from payout_holds($1) where $2::text is null or user_id = $2 order by user_id, why',
);
/** The players of a season who must not be paid at the moment, with every reason. */
export async function listPayoutHolds(
  db: Db,
  seasonId: string,
  userId: string | null = null,
): Promise<Map<string, PayoutHold[]>> {
  const found = new Map<string, PayoutHold[]>();
  for (const row of await many<{ user_id: string; why: PayoutHold }>(db, holds, [seasonId, userId]))
    found.set(row.user_id, [...(found.get(row.user_id) ?? []), row.why]);
  return found;
}
