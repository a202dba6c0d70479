/** Requests for a fee in USDT: how they begin and end. The money itself is watchDeposits.ts's. */
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { lockPayment, movePayment } from '../queries.ts';
import { tellPayment } from '../tell.ts';
import { listDueQuotes } from './quoteQueries.ts';

/**
 * Ends requests that can no longer become an entry: entries are over, or the player is in by another payment. Money that comes
 * nevertheless finds its request here and goes back.
 */
export async function expireQuotes(ctx: Context): Promise<number> {
  const due = await listDueQuotes(ctx.pool, ctx.clock.nowMs());
  let ended = 0;
  for (const id of due) {
    ended += await inTransaction(ctx, async (tx) => {
      const payment = await lockPayment(tx, id);
      if (payment === null || (payment.status !== 'creating' && payment.status !== 'pending')) return 0;
      const nowMs = ctx.clock.nowMs();
      await movePayment(tx, id, { status: 'expired' }, nowMs);
      tellPayment(tx, { ...payment, status: 'expired', reason: null }, nowMs);
      return 1;
    });
  }
  return ended;
}
