/** What payouts mean in the books. The pool became its winners' prizes when the season was closed: accounts payouts, owed by player. */
import type { Tx } from '../../platform/tx.ts';
import { accounts } from '../ledger/accounts.ts';
import { post } from '../ledger/post.ts';

interface Owed {
  readonly season_id: string;
  readonly user_id: string;
  readonly amount_micro: number;
}

/** A prize has left us, finally. */
export const bookPayoutPaid = (tx: Tx, payout: Owed, atMs: number): Promise<boolean> =>
  book(tx, 'payout_paid', payout, accounts.chain(), atMs);

/** A prize that nobody fetched in time is the house's. */
export const bookPayoutSwept = (tx: Tx, payout: Owed, atMs: number): Promise<boolean> =>
  book(tx, 'payout_swept', payout, accounts.house('USDT'), atMs);

function book(
  tx: Tx,
  kind: string,
  payout: Owed,
  to: ReturnType<typeof accounts.chain>,
  atMs: number,
): Promise<boolean> {
  const { season_id: seasonId, user_id: userId, amount_micro: amountMicro } = payout;
  return post(tx, {
    ...{ kind, ref: `${seasonId}:${userId}`, seasonId, userId, atMs },
    postings: [
      { account: accounts.payouts(seasonId), amountMicro: -amountMicro, userId },
      { account: to, amountMicro },
    ],
  });
}
