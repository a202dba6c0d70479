/**
 * Asking Stripe for an entry fee. Our row is committed first; Stripe is asked under its id, so that whatever was lost on the way is asked for
 * again and not a second time. A player gets the secret of one intent per seat; an intent whose secret nobody ever got cannot be paid.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type Stripe from 'stripe';
import type { StripeConfig } from '../../../config/payments.ts';
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { assertEligible } from '../eligibility.ts';
import { lockPayment, movePayment, type PaymentRow } from '../queries.ts';
import { openPayment } from '../settle.ts';
import { isTransient, problemText } from './client.ts';
import { findIntent, learn } from './look.ts';
import { toMinor } from './money.ts';

const RETRY_LOOK_MS = 60_000;
/** Stripe forgets keys after a day: by then the same key would be a new request (RELIABILITY T10). */
const KEY_LIFE_MS = 23 * 3_600_000;
const MAX_ROUNDS = 3;

/**
 * What Stripe's form needs to take the fee. Codes: those of `openPayment` and `assertEligible`; PAYMENT_PROVIDER_UNAVAILABLE when Stripe does
 * not answer (try again); PAYMENT_FAILED when it refuses.
 */
export async function askForFee(
  ctx: Context,
  userId: string,
  seasonId: string,
  country: string | null,
): Promise<RouteData<'payments.createEntryFee'>> {
  const config = ctx.config.payments.stripe;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const payment = await inTransaction(ctx, async (tx) => {
      await assertEligible(ctx, tx, userId, country);
      const nextLookMs = ctx.clock.nowMs() + RETRY_LOOK_MS;
      return openPayment(ctx, tx, { seasonId, userId, method: 'stripe', nextLookMs });
    });
    await failpoint('payment.opened');
    const intent = await intentFor(ctx, payment);
    // Whatever it is by now was written down: the next round says so, or opens a new one.
    if (intent !== null && config !== null) return answer(config, payment, intent);
  }
  throw new AppError('PAYMENT_PROVIDER_UNAVAILABLE', { retryAfterSeconds: 5 });
}

function answer(config: StripeConfig, payment: PaymentRow, intent: Stripe.PaymentIntent) {
  if (intent.client_secret === null) throw new AppError('PAYMENT_PROVIDER_UNAVAILABLE', { retryAfterSeconds: 5 });
  return {
    paymentId: payment.id,
    seasonId: payment.season_id,
    clientSecret: intent.client_secret,
    publishableKey: config.publishableKey,
    amount: intent.amount,
    amountMicro: payment.amount_micro,
    currency: 'usd' as const,
  };
}

/** The intent that waits to be paid; null when this payment is not one to wait for any more. */
async function intentFor(ctx: Context, payment: PaymentRow): Promise<Stripe.PaymentIntent | null> {
  try {
    const intent = payment.status === 'creating' ? await createIntent(ctx, payment) : await findIntent(ctx, payment);
    if (intent === null) return null;
    await failpoint('payment.created');
    await learn(ctx, intent);
    await failpoint('payment.noted');
    return intent.status === 'succeeded' || intent.status === 'canceled' ? null : intent;
  } catch (error) {
    if (error instanceof AppError) throw error;
    ctx.log.warn({ paymentId: payment.id, problem: problemText(error) }, 'Stripe did not give what was asked for');
    if (isTransient(error)) throw new AppError('PAYMENT_PROVIDER_UNAVAILABLE', { retryAfterSeconds: 5 });
    await giveUp(ctx, payment.id, 'refused_by_stripe');
    throw new AppError('PAYMENT_FAILED', { paymentId: payment.id });
  }
}

async function createIntent(ctx: Context, payment: PaymentRow): Promise<Stripe.PaymentIntent | null> {
  const { stripe } = ctx;
  if (stripe === null) return null;
  const ageMs = ctx.clock.nowMs() - payment.created_at;
  // An answer that was lost: what Stripe knows comes before asking again.
  const known = ageMs > RETRY_LOOK_MS ? await findIntent(ctx, payment) : null;
  if (known !== null) return known;
  if (ageMs > KEY_LIFE_MS) {
    await giveUp(ctx, payment.id, 'never_created');
    return null;
  }
  const { id: paymentId, user_id: userId, season_id: seasonId } = payment;
  try {
    return await stripe.paymentIntents.create(
      {
        amount: toMinor(payment.amount_micro, 'usd'),
        currency: 'usd',
        allowed_payment_method_types: ['card'],
        description: 'CryptoTribes entry fee',
        metadata: { paymentId, userId, seasonId, type: 'entry_fee' },
      },
      { idempotencyKey: paymentId },
    );
  } catch (error) {
    // Stripe keeps its own failures under the key, too: after a while another key is the only way on. Nobody has the first one's secret.
    if (ageMs > RETRY_LOOK_MS && isTransient(error) && (error as { statusCode?: number }).statusCode === 500) {
      await giveUp(ctx, payment.id, 'failed_at_stripe');
      return null;
    }
    throw error;
  }
}

/** The request is over without an intent that anybody could pay. */
async function giveUp(ctx: Context, paymentId: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await lockPayment(tx, paymentId);
    if (row?.status !== 'creating' && row?.status !== 'pending') return;
    await movePayment(tx, paymentId, { status: 'failed', reason }, ctx.clock.nowMs());
  });
}
