/** What payouts mean in the books. The pool became its winners' prizes when the season was closed: accounts payouts, owed by player. */
import type { Tx } from '../../platform/tx.ts';
import { accounts } from '../ledger/accounts.ts';
import { balanceOf } from '../ledger/balances.ts';
import { post } from '../ledger/post.ts';
import { holdCarried } from '../ledger/queries.ts';

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

/** A prize that can never be paid waits for the pool of the season that ends next. */
export const bookPayoutForfeited = (tx: Tx, payout: Owed, atMs: number): Promise<boolean> =>
  book(tx, 'payout_forfeited', payout, accounts.carried(), atMs);

/** Takes the forfeited prizes of earlier seasons into the pool; gives how much that was. The caller holds the season. */
export async function bookCarriedIn(tx: Tx, seasonId: string, atMs: number): Promise<number> {
  await holdCarried(tx);
  const amountMicro = await balanceOf(tx, accounts.carried());
  if (amountMicro === 0) return 0;
  await post(tx, {
    ...{ kind: 'carried_in', ref: seasonId, seasonId, atMs },
    postings: [
      { account: accounts.carried(), amountMicro: -amountMicro },
      { account: accounts.pool(seasonId), amountMicro },
    ],
  });
  return amountMicro;
}

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
