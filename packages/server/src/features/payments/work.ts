/** What payments need to be done by themselves. Rows say what is due; every piece is safe to run twice and at once, and is left whole by a crash. */
import type { Context } from '../../context.ts';
import { inTransaction } from '../../platform/tx.ts';
import { listCancelledOwing } from './queries.ts';
import { refundCancelledSeason } from './settle.ts';
import { lookAtNext } from './stripe/look.ts';
import { reconcileStripe } from './stripe/reconcile.ts';
import { sendNextRefund } from './stripe/refunding.ts';

/** One round; true when there may be more to do right away. */
export async function workOnPayments(ctx: Context): Promise<boolean> {
  let busy = false;
  for (const seasonId of await listCancelledOwing(ctx.pool)) {
    const ordered = await refundCancelledSeason(ctx, seasonId, (work) => inTransaction(ctx, work));
    if (ordered > 0) ctx.log.info({ seasonId, refunds: ordered }, 'the fees of a cancelled season go back');
    busy = busy || ordered > 0;
  }
  if (ctx.stripe === null) return busy;
  if (await sendNextRefund(ctx)) busy = true;
  if (await lookAtNext(ctx)) busy = true;
  await reconcileStripe(ctx);
  return busy;
}
