/**
 * What a PaymentIntent means for us. Stripe's events, its answers and the hourly comparison all come here; what counts is the intent's state,
 * so that events may come twice, in any order, before or after our own answer was written down.
 * Nothing is believed that does not agree with our own row: player, season, amount, currency, kind of money.
 */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../platform/tx.ts';
import { getSeason, lockSeason } from '../../seasons/queries.ts';
import { getPayment, getPaymentByReference, lockPayment, movePayment, type PaymentRow } from '../queries.ts';
import { owe } from '../refunds.ts';
import { refuseMoney, settleEntry, UNPAID } from '../settle.ts';
import { tellPayment } from '../tell.ts';
import { applyDisputes } from './disputes.ts';
import { currencyName, toMicro, toMinor } from './money.ts';

/** A word for the record of events. */
export type Outcome = string;

const idOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? value : null;

/** The payment that the intent says it is for, or that knows it by its id. */
export async function paymentOf(
  tx: Pick<Tx, 'query'>,
  intent: Pick<Stripe.PaymentIntent, 'id' | 'metadata'>,
): Promise<PaymentRow | null> {
  const named = idOf(intent.metadata?.paymentId);
  const byName = named === null ? null : await getPayment(tx, named);
  return byName?.method === 'stripe' ? byName : getPaymentByReference(tx, 'stripe', intent.id);
}

/** Money has come. `paidAtMs`: when, by Stripe's clock. */
export async function intentSucceeded(
  ctx: Context,
  tx: Tx,
  intent: Stripe.PaymentIntent,
  paidAtMs: number,
): Promise<{ outcome: Outcome; payment: PaymentRow | null }> {
  const payment = await paymentOf(tx, intent);
  if (intent.status !== 'succeeded') return { outcome: 'not_paid', payment };
  if (payment === null) return { outcome: await strangersMoney(ctx, tx, intent), payment };
  const reason = mismatch(ctx, payment, intent);
  const receivedMicro = toMicro(intent.amount_received, intent.currency);
  if (reason === 'other_mode') {
    ctx.log.error({ paymentId: payment.id, intent: intent.id }, 'a payment of the other mode (live, test) was ignored');
    return { outcome: reason, payment };
  }
  if (reason !== null) {
    ctx.log.error(
      { paymentId: payment.id, intent: intent.id, reason },
      'a card payment is not as asked for: it goes back',
    );
    const money = { reference: intent.id, currency: currencyName(intent.currency), receivedMicro, paidAtMs };
    const owed = await refuseMoney(ctx, tx, payment.id, money, reason);
    return { outcome: owed ? reason : 'known', payment };
  }
  const settlement = await settleEntry(ctx, tx, {
    paymentId: payment.id,
    reference: intent.id,
    receivedMicro,
    paidAtMs,
  });
  if (settlement.outcome === 'entered') await applyDisputes(ctx, tx, payment.id);
  return { outcome: settlement.outcome === 'refunding' ? settlement.reason : settlement.outcome, payment };
}

function mismatch(ctx: Context, payment: PaymentRow, intent: Stripe.PaymentIntent): string | null {
  if (intent.livemode !== ctx.config.payments.stripe?.livemode) return 'other_mode';
  if (intent.currency !== 'usd') return 'wrong_currency';
  const cents = toMinor(payment.amount_micro, 'usd');
  if (intent.amount !== cents || intent.amount_received !== cents) return 'wrong_amount';
  const { userId, seasonId, type } = intent.metadata;
  return userId === payment.user_id && seasonId === payment.season_id && type === 'entry_fee' ? null : 'wrong_details';
}

/** Money that says it is an entry fee, of a season of ours, but that we never asked for: it goes back. Other money is not ours to touch. */
async function strangersMoney(ctx: Context, tx: Tx, intent: Stripe.PaymentIntent): Promise<Outcome> {
  const seasonId = idOf(intent.metadata?.seasonId);
  if (intent.livemode !== ctx.config.payments.stripe?.livemode) return 'other_mode';
  if (intent.metadata?.type !== 'entry_fee' || seasonId === null || (await getSeason(tx, seasonId)) === null)
    return 'not_ours';
  ctx.log.error({ intent: intent.id }, 'a card payment that nobody asked for goes back');
  const owed = await owe(
    ctx,
    tx,
    {
      method: 'stripe',
      reference: intent.id,
      payment_id: null,
      season_id: seasonId,
      user_id: null,
      currency: currencyName(intent.currency),
      amount_micro: toMicro(intent.amount_received, intent.currency),
    },
    'unknown_payment',
    ctx.clock.nowMs(),
  );
  return owed ? 'unknown_payment' : 'known';
}

/** The intent was taken back: nobody can pay it any more. */
export async function intentCanceled(ctx: Context, tx: Tx, intent: Stripe.PaymentIntent) {
  const payment = await closeUnpaid(ctx, tx, intent, 'expired', null);
  return { outcome: payment.moved ? 'expired' : 'known', payment: payment.row };
}

/** A card was declined; the player may try another one with the same intent. */
export async function intentDeclined(ctx: Context, tx: Tx, intent: Stripe.PaymentIntent) {
  const found = await paymentOf(tx, intent);
  const payment = found === null ? null : await lockPayment(tx, found.id);
  if (payment === null || (payment.status !== 'creating' && payment.status !== 'pending'))
    return { outcome: 'known', payment: found };
  const nowMs = ctx.clock.nowMs();
  const to = {
    status: 'pending' as const,
    reference: intent.id,
    reason: 'card_declined',
    nextLookMs: nowMs + PENDING_LOOK_MS,
  };
  await movePayment(tx, payment.id, to, nowMs);
  tellPayment(tx, { ...payment, ...to }, nowMs);
  return { outcome: 'declined', payment };
}

/** How long after the last word about an unpaid intent the program asks Stripe by itself. */
export const PENDING_LOOK_MS = 10 * 60_000;

async function closeUnpaid(
  ctx: Context,
  tx: Tx,
  intent: Pick<Stripe.PaymentIntent, 'id' | 'metadata'>,
  status: 'expired' | 'failed',
  reason: string | null,
): Promise<{ moved: boolean; row: PaymentRow | null }> {
  const found = await paymentOf(tx, intent);
  if (found === null) return { moved: false, row: null };
  await lockSeason(tx, found.season_id);
  const row = await lockPayment(tx, found.id);
  // An intent that was replaced says nothing about its payment.
  if (row === null || !UNPAID.includes(row.status) || row.status === status) return { moved: false, row };
  if (row.reference !== null && row.reference !== intent.id) return { moved: false, row };
  const nowMs = ctx.clock.nowMs();
  await movePayment(tx, row.id, { status, reference: intent.id, reason }, nowMs);
  tellPayment(tx, { ...row, status, reason }, nowMs);
  return { moved: true, row };
}
