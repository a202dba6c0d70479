/**
 * A player's bank takes the fee back. While that is open the seat is suspended and a prize waits; won, everything is as before; lost, the
 * house bears the loss and the seat is worth nothing. The pool of the others is never touched. What is booked depends on what happened, not
 * on the order in which Stripe tells it.
 */

import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../../platform/db.ts';
import type { Tx } from '../../../platform/tx.ts';
import { accounts } from '../../ledger/accounts.ts';
import { type Posting, post } from '../../ledger/post.ts';
import { lockSeason } from '../../seasons/queries.ts';
import { bookEntryReversed } from '../bookings.ts';
import { getPaymentByReference, holdEntry, lockPayment, movePayment, type PaymentRow } from '../queries.ts';
import { getRefundOf, lockRefund, markRefundDone } from '../refundQueries.ts';
import { tellPayment } from '../tell.ts';
import { currencyName, toMicro } from './money.ts';

interface DisputeRow {
  id: string;
  payment_id: string;
  status: 'open' | 'won' | 'lost';
}
const upsert = statement(
  'disputes.upsert',
  `insert into stripe_disputes (id, payment_id, status, reason, opened_at) values ($1, $2, 'open', $3, $4) on conflict do nothing`,
);
// Taken after the payment's row.
const close = statement(
  'disputes.close',
  `update stripe_disputes set status = $2, closed_at = $3 where id = $1 and status = 'open'`,
);
const withdrawn = statement('disputes.withdrawn', 'update stripe_disputes set withdrawn = $2 where id = $1');
const read = statement('disputes.read', 'select id, payment_id, status from stripe_disputes where id = $1');
const ofPayment = statement(
  'disputes.ofPayment',
  'select id, payment_id, status from stripe_disputes where payment_id = $1 order by opened_at desc',
);
const listDisputes = (db: Db, paymentId: string): Promise<DisputeRow[]> => many(db, ofPayment, [paymentId]);

/** What an event says beside the dispute's state. */
export type DisputeNews = 'told' | 'withdrawn' | 'reinstated';

const refOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

export async function disputeTold(ctx: Context, tx: Tx, dispute: Stripe.Dispute, news: DisputeNews) {
  const intent = refOf(dispute.payment_intent);
  const found = intent === null ? null : await getPaymentByReference(tx, 'stripe', intent);
  if (found === null) return { outcome: 'not_ours', payment: null };
  // The bank only asks: no money moves.
  if (dispute.status.startsWith('warning_') && news === 'told') return { outcome: 'inquiry', payment: found };
  await lockSeason(tx, found.season_id);
  const payment = (await lockPayment(tx, found.id)) as PaymentRow;
  const nowMs = ctx.clock.nowMs();
  await run(tx, upsert, [
    dispute.id,
    payment.id,
    dispute.reason?.slice(0, 100) ?? null,
    timestamp(dispute.created * 1000),
  ]);
  const money = { amountMicro: toMicro(dispute.amount, dispute.currency), currency: currencyName(dispute.currency) };
  if (news === 'withdrawn') await bookWithdrawn(tx, payment, dispute.id, money, nowMs);
  if (news === 'reinstated') await bookReinstated(tx, payment, dispute.id, money, nowMs);
  const final = dispute.status === 'won' || dispute.status === 'lost' ? dispute.status : null;
  if (final !== null && (await run(tx, close, [dispute.id, final, timestamp(nowMs)])) === 1) {
    if (final === 'lost') await bearLoss(ctx, tx, payment, dispute.id, money, nowMs);
  }
  await applyDisputes(ctx, tx, payment.id);
  const { status } = await one<DisputeRow>(tx, read, [dispute.id]);
  ctx.log.warn({ paymentId: payment.id, dispute: dispute.id, status }, 'a card payment is disputed');
  return { outcome: `dispute_${news === 'told' ? status : news}`, payment };
}

interface Money {
  amountMicro: number;
  currency: string;
}
const book = (tx: Tx, payment: PaymentRow, kind: string, ref: string, postings: Posting[], atMs: number) =>
  post(tx, { kind, ref, seasonId: payment.season_id, userId: payment.user_id, atMs, postings });

async function bookWithdrawn(tx: Tx, payment: PaymentRow, id: string, { amountMicro, currency }: Money, atMs: number) {
  await run(tx, withdrawn, [id, true]);
  const postings = [
    { account: accounts.stripe(currency), amountMicro },
    { account: accounts.disputes(currency), amountMicro: -amountMicro },
  ];
  await book(tx, payment, 'dispute_withdrawn', id, postings, atMs);
}

async function bookReinstated(tx: Tx, payment: PaymentRow, id: string, { amountMicro, currency }: Money, atMs: number) {
  await run(tx, withdrawn, [id, false]);
  const postings = [
    { account: accounts.stripe(currency), amountMicro: -amountMicro },
    { account: accounts.disputes(currency), amountMicro },
  ];
  await book(tx, payment, 'dispute_reinstated', id, postings, atMs);
}

/** The money is gone for good. Was it owed to the player anyway, the bank has paid the refund; else it is the house's loss. */
async function bearLoss(
  ctx: Context,
  tx: Tx,
  payment: PaymentRow,
  id: string,
  { amountMicro, currency }: Money,
  atMs: number,
): Promise<void> {
  const reference = payment.reference ?? '';
  const order = await getRefundOf(tx, 'stripe', reference);
  const refund = order === null ? null : await lockRefund(tx, order.id);
  const owed = refund !== null && refund.status !== 'done' && refund.currency === currency;
  await book(
    tx,
    payment,
    'dispute_lost',
    id,
    [
      { account: accounts.disputes(currency), amountMicro },
      ...(owed ? [{ account: accounts.refunds(currency, refund.season_id), amountMicro: -refund.amount_micro }] : []),
      { account: accounts.house(currency), amountMicro: (owed ? refund.amount_micro : 0) - amountMicro },
    ],
    atMs,
  );
  if (owed) {
    await markRefundDone(tx, refund.id, id, atMs);
    await movePayment(tx, payment.id, { status: 'refunded', reason: payment.reason }, atMs);
    tellPayment(tx, { ...payment, status: 'refunded' }, atMs);
  } else ctx.metrics.payments.inc({ outcome: 'dispute_lost' });
}

/** Brings payment and seat into the state that the payment's disputes ask for. The caller holds season and payment. */
export async function applyDisputes(ctx: Context, tx: Tx, paymentId: string): Promise<void> {
  const payment = await lockPayment(tx, paymentId);
  if (payment === null || (payment.status !== 'settled' && payment.status !== 'disputed')) return;
  const disputes = await listDisputes(tx, paymentId);
  const status = disputes.some((item) => item.status === 'lost')
    ? 'charged_back'
    : disputes.some((item) => item.status === 'open')
      ? 'disputed'
      : 'settled';
  if (status === payment.status) return;
  const nowMs = ctx.clock.nowMs();
  await movePayment(tx, paymentId, { status, reason: null }, nowMs);
  await holdEntry(tx, paymentId, status === 'settled' ? null : status, nowMs);
  if (status === 'charged_back') await releaseCancelled(tx, payment, nowMs);
  tellPayment(tx, { ...payment, status, reason: null }, nowMs);
}

const cancelledRules = statement(
  'disputes.cancelledRules',
  `select ruleset_id from seasons where id = $1 and status = 'cancelled'`,
);
/** In a cancelled season nobody waits for this part of the pool: it covers the house's loss. */
async function releaseCancelled(tx: Tx, payment: PaymentRow, nowMs: number): Promise<void> {
  const season = await maybeOne<{ ruleset_id: string }>(tx, cancelledRules, [payment.season_id]);
  if (season !== null) await bookEntryReversed(tx, rulesetById(season.ruleset_id), payment, 'house', nowMs);
}
