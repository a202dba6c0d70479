/** Money that goes back, each amount once: ordered in the transaction that finds it owed, sent by a worker, completed when it has arrived. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { bookRefundPaid, bookUnaccepted } from './bookings.ts';
import { lockPayment, movePayment } from './queries.ts';
import { getRefund, insertRefund, lockRefund, markRefundDone, type NewRefund } from './refundQueries.ts';
import { tellPayment } from './tell.ts';

/**
 * Owes this money to whoever sent it: writes the refund order and, unless it is 'booked' already, the booking. False when it was ordered
 * before (nothing is written then).
 */
export async function owe(
  ctx: Pick<Context, 'newId'>,
  tx: Tx,
  money: Omit<NewRefund, 'id' | 'reason'>,
  reason: string,
  nowMs: number,
  books: 'unbooked' | 'booked' = 'unbooked',
): Promise<boolean> {
  const refund = { ...money, id: ctx.newId(), reason };
  if (!(await insertRefund(tx, refund, nowMs))) return false;
  if (books === 'unbooked') await bookUnaccepted(tx, refund, nowMs);
  return true;
}

/**
 * The money is back with the player: `proof` is Stripe's refund or the transaction that paid it. Books it and ends the payment. False when
 * that was known. Throws when there is no such refund.
 */
export async function completeRefund(ctx: Pick<Context, 'clock'>, tx: Tx, refundId: string, proof: string) {
  const found = await getRefund(tx, refundId);
  if (found === null) throw new Error(`there is no refund ${refundId}`);
  const payment = found.payment_id === null ? null : await lockPayment(tx, found.payment_id);
  const refund = await lockRefund(tx, refundId);
  if (refund === null || refund.status === 'done') return false;
  const nowMs = ctx.clock.nowMs();
  await markRefundDone(tx, refundId, proof, nowMs);
  await bookRefundPaid(tx, refund, nowMs);
  await failpoint('refund.booked');
  if (payment !== null) {
    await movePayment(tx, payment.id, { status: 'refunded', reason: payment.reason }, nowMs);
    tellPayment(tx, { ...payment, status: 'refunded' }, nowMs);
  }
  return true;
}
