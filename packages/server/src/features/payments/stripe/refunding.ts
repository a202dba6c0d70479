/** Giving card payments back, and learning that they are back. One refund per payment: its order's id is the key under which Stripe is asked. */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { getPaymentByReference } from '../queries.ts';
import {
  getRefund,
  getRefundOf,
  markRefundFailed,
  markRefundSent,
  putRefundOff,
  type RefundRow,
  takeDueRefund,
} from '../refundQueries.ts';
import { completeRefund } from '../refunds.ts';
import { orderRefund } from '../settle.ts';
import { isTransient, problemText, stripeCode } from './client.ts';
import { toMinor } from './money.ts';

const LEASE_MS = 60_000;
/** A refund that Stripe has taken: it tells us itself; asked about from time to time all the same. */
const SENT_LOOK_MS = 3_600_000;
const MAX_WAIT_MS = 3_600_000;

/** Sends the next refund that is due to Stripe; false when there is none. A crash anywhere leaves it to the next call. */
export async function sendNextRefund(ctx: Context): Promise<boolean> {
  if (ctx.stripe === null) return false;
  const nowMs = ctx.clock.nowMs();
  const refund = await takeDueRefund(ctx.pool, 'stripe', nowMs, LEASE_MS);
  if (refund === null) return false;
  try {
    await failpoint('refund.taken');
    const sent = await send(ctx.stripe, refund);
    await failpoint('refund.sent');
    if (sent !== null) await inTransaction(ctx, (tx) => refundTold(ctx, tx, refund, sent));
    await failpoint('refund.committed');
  } catch (error) {
    const problem = problemText(error);
    ctx.log.error({ refundId: refund.id, problem }, 'a refund could not be sent');
    if (isTransient(error)) {
      const waitMs = Math.min(MAX_WAIT_MS, 5_000 * 2 ** Math.min(10, refund.tries));
      await putRefundOff(ctx.pool, refund.id, nowMs + waitMs, problem);
    } else await markRefundFailed(ctx.pool, refund.id, problem);
  }
  return true;
}

async function send(stripe: Stripe, refund: RefundRow): Promise<Stripe.Refund | null> {
  // Sent before, perhaps: what Stripe knows comes first. Its keys live for a day, this question for ever.
  if (refund.tries > 1 || refund.status === 'sent') {
    const known = await findRefund(stripe, refund);
    if (known !== null) return known;
  }
  try {
    return await stripe.refunds.create(
      {
        payment_intent: refund.reference,
        amount: toMinor(refund.amount_micro, refund.currency.toLowerCase()),
        metadata: { refundId: refund.id, reason: refund.reason },
      },
      { idempotencyKey: refund.id },
    );
  } catch (error) {
    if (stripeCode(error) !== 'charge_already_refunded') throw error;
    // Somebody did it at Stripe's desk.
    const known = await findRefund(stripe, refund);
    if (known === null) throw error;
    return known;
  }
}

/** Our refund at Stripe; or one made there by hand that gave all of it back. */
async function findRefund(stripe: Stripe, refund: RefundRow): Promise<Stripe.Refund | null> {
  const amount = toMinor(refund.amount_micro, refund.currency.toLowerCase());
  let byHand: Stripe.Refund | null = null;
  for await (const found of stripe.refunds.list({ payment_intent: refund.reference, limit: 100 })) {
    if (found.status === 'failed' || found.status === 'canceled') continue;
    if (found.metadata?.refundId === refund.id) return found;
    if (found.amount === amount) byHand = found;
  }
  return byHand;
}

/** Writes down how a refund of ours stands at Stripe. */
async function refundTold(ctx: Context, tx: Tx, refund: RefundRow, told: Stripe.Refund): Promise<string> {
  if (told.status === 'succeeded') return (await completeRefund(ctx, tx, refund.id, told.id)) ? 'refunded' : 'known';
  if (refund.status === 'done') return 'known';
  if (told.status === 'failed' || told.status === 'canceled') {
    ctx.log.error({ refundId: refund.id, stripeRefund: told.id }, 'a refund has failed: somebody must look');
    await markRefundFailed(tx, refund.id, `${told.status} ${told.failure_reason ?? ''}`.trim());
    return 'refund_failed';
  }
  await markRefundSent(tx, refund.id, told.id, ctx.clock.nowMs() + SENT_LOOK_MS);
  return 'refund_pending';
}

/** Stripe tells of a refund, ours or one made at its desk. */
export async function refundEvent(ctx: Context, tx: Tx, told: Stripe.Refund) {
  const intent = typeof told.payment_intent === 'string' ? told.payment_intent : (told.payment_intent?.id ?? null);
  const payment = intent === null ? null : await getPaymentByReference(tx, 'stripe', intent);
  const named = told.metadata?.refundId;
  const byName = named !== undefined && /^[0-9a-f]{24}$/.test(named) ? await getRefund(tx, named) : null;
  const refund = byName ?? (intent === null ? null : await getRefundOf(tx, 'stripe', intent));
  if (refund !== null) return { outcome: await refundTold(ctx, tx, refund, told), payment };
  if (payment === null) return { outcome: 'not_ours', payment };
  if (told.status !== 'succeeded') return { outcome: 'noted', payment };
  return { outcome: await refundedAtDesk(ctx, tx, payment.id, intent as string, told), payment };
}

/** Somebody gave an entry's fee back at Stripe's desk: the seat follows the money. Parts of it are for people to sort out. */
async function refundedAtDesk(ctx: Context, tx: Tx, paymentId: string, intent: string, told: Stripe.Refund) {
  const payment = await getPaymentByReference(tx, 'stripe', intent);
  if (payment === null || told.amount !== toMinor(payment.amount_micro, 'usd')) {
    ctx.log.error({ paymentId, stripeRefund: told.id }, 'a part of a fee was refunded at Stripe: somebody must look');
    return 'partial_refund';
  }
  if (!(await orderRefund(ctx, tx, paymentId, 'refunded_at_stripe'))) return 'known';
  const refund = await getRefundOf(tx, 'stripe', intent);
  if (refund !== null) await completeRefund(ctx, tx, refund.id, told.id);
  return 'refunded_at_stripe';
}
