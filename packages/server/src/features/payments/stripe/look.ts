/** Asking Stripe itself about an intent, and writing down what it says. */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { noteCard } from '../../fairplay/cards.ts';
import { getSeason } from '../../seasons/queries.ts';
import { findEntry } from '../entries.ts';
import { lockPayment, movePayment, type PaymentRow, setNextLook, takeDueLook } from '../queries.ts';
import { isTransient, problemText, stripeCode } from './client.ts';
import { intentCanceled, intentSucceeded, PENDING_LOOK_MS, paymentOf } from './intents.ts';

const LEASE_MS = 60_000;
/** How long after a payment was begun Stripe may still tell of an intent that we never heard of. */
const LOST_AFTER_MS = 24 * 3_600_000;
/** Stripe's clock and ours may differ by this. */
const CLOCK_SLACK_S = 600;

/** Stripe's intent of a payment, asked for by its id or, when that never reached us, looked for in Stripe's list; null = there is none. */
export async function findIntent(ctx: Context, payment: PaymentRow): Promise<Stripe.PaymentIntent | null> {
  const { stripe } = ctx;
  if (stripe === null) return null;
  const expand = ['latest_charge'];
  if (payment.reference !== null) return stripe.paymentIntents.retrieve(payment.reference, { expand });
  const from = Math.floor(payment.created_at / 1000) - CLOCK_SLACK_S;
  const list = stripe.paymentIntents.list({
    created: { gte: from, lte: from + LOST_AFTER_MS / 1000 + 2 * CLOCK_SLACK_S },
    limit: 100,
    expand: ['data.latest_charge'],
  });
  for await (const intent of list) if (intent.metadata.paymentId === payment.id) return intent;
  return null;
}

/** When the player paid, by Stripe's clock. */
export function paidAtMsOf(intent: Stripe.PaymentIntent, fallbackMs: number): number {
  const charge = intent.latest_charge;
  return typeof charge === 'object' && charge !== null ? charge.created * 1000 : fallbackMs;
}

/** Writes down what Stripe says of an intent; false when that was known. Safe to repeat. */
export async function learn(ctx: Context, intent: Stripe.PaymentIntent): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if (intent.status === 'succeeded') {
      const paidAtMs = paidAtMsOf(intent, ctx.clock.nowMs());
      const { outcome, payment } = await intentSucceeded(ctx, tx, intent, paidAtMs);
      if (payment !== null && typeof intent.latest_charge === 'object' && intent.latest_charge !== null)
        await noteCard(ctx, tx, payment, intent.latest_charge);
      return outcome !== 'known' && outcome !== 'not_ours' && outcome !== 'other_mode';
    }
    if (intent.status === 'canceled') return (await intentCanceled(ctx, tx, intent)).outcome !== 'known';
    const found = await paymentOf(tx, intent);
    const payment = found === null ? null : await lockPayment(tx, found.id);
    if (payment?.status !== 'creating') return false;
    const nowMs = ctx.clock.nowMs();
    const to = { status: 'pending' as const, reference: intent.id, nextLookMs: nowMs + PENDING_LOOK_MS };
    await movePayment(tx, payment.id, to, nowMs);
    return true;
  });
}

/** Looks at the next card payment that is due; false when there is none. */
export async function lookAtNext(ctx: Context): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  const payment = await takeDueLook(ctx.pool, nowMs, nowMs + LEASE_MS);
  if (payment === null) return false;
  if (payment.status !== 'creating' && payment.status !== 'pending') {
    await setNextLook(ctx.pool, payment.id, null);
    return true;
  }
  try {
    await lookAt(ctx, payment);
  } catch (error) {
    ctx.log.warn({ paymentId: payment.id, problem: problemText(error) }, 'Stripe could not be asked about a payment');
    if (!isTransient(error)) await setNextLook(ctx.pool, payment.id, nowMs + PENDING_LOOK_MS);
  }
  return true;
}

async function lookAt(ctx: Context, payment: PaymentRow): Promise<void> {
  const intent = await findIntent(ctx, payment);
  const nowMs = ctx.clock.nowMs();
  if (intent === null) {
    // Nothing there: whoever asked may ask again, under the same key, until Stripe forgets it.
    if (nowMs - payment.created_at < LOST_AFTER_MS) await setNextLook(ctx.pool, payment.id, nowMs + PENDING_LOOK_MS);
    else await fail(ctx, payment.id);
    return;
  }
  await learn(ctx, intent);
  if (intent.status === 'succeeded' || intent.status === 'canceled') return;
  if (await isOver(ctx, payment, nowMs)) await cancelIntent(ctx, intent);
  else await setNextLook(ctx.pool, payment.id, nowMs + PENDING_LOOK_MS);
}

/** Nobody should pay this any more: the player is in, or the season takes no more payments. */
async function isOver(ctx: Context, payment: PaymentRow, nowMs: number): Promise<boolean> {
  if ((await findEntry(ctx.pool, payment.season_id, payment.user_id)) !== null) return true;
  const season = await getSeason(ctx.pool, payment.season_id);
  return season === null || season.status !== 'registration' || nowMs >= season.registration_end;
}

async function cancelIntent(ctx: Context, intent: Stripe.PaymentIntent): Promise<void> {
  if (ctx.stripe === null) return;
  try {
    await learn(ctx, await ctx.stripe.paymentIntents.cancel(intent.id));
  } catch (error) {
    // It was paid at this very moment: then that is what counts.
    if (stripeCode(error) !== 'payment_intent_unexpected_state') throw error;
    await learn(ctx, await ctx.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] }));
  }
}

async function fail(ctx: Context, paymentId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await lockPayment(tx, paymentId);
    if (row?.status !== 'creating') return;
    await movePayment(tx, paymentId, { status: 'failed', reason: 'never_created' }, ctx.clock.nowMs());
  });
}
