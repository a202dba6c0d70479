/** Payments for administrators: what came, what goes back, what Stripe told. A treasurer gives back a few fees a day alone, more with a second person. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type {
  AdminPayment,
  AdminRefund,
  PaymentDetail,
  WebhookEvent,
} from '@cryptotribes/protocol/features/adminMoney';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { walletBytes } from '../auth/wallet.ts';
import { confirmationOf } from '../fairplay/flags.ts';
import {
  type EventRow,
  getNamedPayment,
  getRefundDetail,
  listEvents,
  listEventsOf,
  listPayments,
  type NamedPayment,
  type RefundDetail,
  refundedMicroBy,
} from '../payments/deskQueries.ts';
import { retryRefund } from '../payments/refundQueries.ts';
import { orderRefund } from '../payments/settle.ts';
import { recordAct } from './audit.ts';
import { assertConfirmed } from './confirm.ts';
import { propose } from './proposals.ts';
import { lockAdmin } from './queries.ts';
import { type ActingAdmin, personOf } from './roles.ts';

const DAY_MS = 24 * 3_600_000;
/** What one treasurer may give back alone within 24 hours, in millionths of USDT or USD. */
export const ALONE_MICRO = 100_000_000;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const IdPlace = Type.Tuple([Type.String({ pattern: '^[0-9a-f]{24}$' })]);
const EventPlace = Type.Tuple([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 255 })]);
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

function readSearch(text: string | undefined) {
  const none = { id: null, wallet: null, reference: null };
  if (text === undefined) return none;
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return { ...none, wallet: walletBytes(text) };
  return /^[0-9a-f]{24}$/.test(text) ? { ...none, id: text } : { ...none, reference: text };
}

export async function showPayments(db: Db, query: RouteQuery<'admin.payments'>): Promise<RouteData<'admin.payments'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const filter = {
    ...readSearch(query.search),
    status: query.status ?? null,
    method: query.method ?? null,
    seasonId: query.seasonId ?? null,
  };
  const rows = await listPayments(db, filter, {
    before: readCursor(query.cursor, IdPlace)?.[0] ?? null,
    limit: limit + 1,
  });
  const payments = rows.slice(0, limit).map(paymentOf);
  const last = payments.at(-1);
  return { payments, next: rows.length > limit && last !== undefined ? writeCursor([last.paymentId]) : null };
}

/** PAYMENT_NOT_FOUND. `userId`: for whom it is said whether a refund takes two. */
export async function showPayment(ctx: Context, db: Db, id: string, userId: string): Promise<PaymentDetail> {
  const row = await existing(db, id);
  const refund = await getRefundDetail(db, id);
  return {
    ...paymentOf(row),
    refund: refund === null ? null : refundOf(refund),
    events: (await listEventsOf(db, id)).map(eventOf),
    confirm: confirmationOf(row),
    needsTwo: await needsTwo(ctx, db, userId, row.amount_micro),
  };
}

async function existing(db: Db, id: string): Promise<NamedPayment> {
  const row = await getNamedPayment(db, id);
  if (row === null) throw new AppError('PAYMENT_NOT_FOUND');
  return row;
}

const needsTwo = async (ctx: Context, db: Db, userId: string, amountMicro: number): Promise<boolean> =>
  (await refundedMicroBy(db, userId, ctx.clock.nowMs() - DAY_MS)) + amountMicro > ALONE_MICRO;

interface RefundOrder {
  readonly by: ActingAdmin;
  readonly paymentId: string;
  readonly reason: string;
  readonly confirm: string;
}

/** Codes: PAYMENT_NOT_FOUND, CONFIRMATION_MISMATCH, ACT_NOT_POSSIBLE (not settled), ALREADY_PROPOSED. */
export async function refundByAdmin(ctx: Context, tx: Tx, order: RefundOrder): Promise<RouteData<'admin.refund'>> {
  const { by, paymentId, reason } = order;
  const payment = await existing(tx, paymentId);
  assertConfirmed(order.confirm, confirmationOf(payment));
  if (payment.status !== 'settled') throw notSettled(payment);
  // What was given back today is counted by one order of this person after the other.
  await lockAdmin(tx, by.userId);
  let proposalId: string | null = null;
  if (await needsTwo(ctx, tx, by.userId, payment.amount_micro)) {
    proposalId = await propose(ctx, tx, by, {
      kind: 'payment.refund',
      target: { kind: 'payment', id: paymentId },
      title: `${confirmationOf(payment)}, ${payment.season_name}`,
      payload: { amountMicro: payment.amount_micro, currency: payment.currency, userId: payment.user_id },
      confirm: confirmationOf(payment),
      reason,
    });
  } else await giveBack(ctx, tx, { paymentId, by, reason });
  return { payment: await showPayment(ctx, tx, paymentId, by.userId), proposalId };
}

const notSettled = (payment: { status: string }): AppError =>
  new AppError(
    'ACT_NOT_POSSIBLE',
    { status: payment.status },
    `The payment is ${payment.status}: it cannot be given back.`,
  );

/** Orders the refund and records it. `proposalId`: a second person has approved it. */
export async function giveBack(
  ctx: Context,
  tx: Tx,
  act: { paymentId: string; by: ActingAdmin; reason: string; proposalId?: string },
): Promise<void> {
  const { paymentId, by, reason, proposalId } = act;
  if (!(await orderRefund(ctx, tx, paymentId, 'administrator'))) throw notSettled(await existing(tx, paymentId));
  const payment = await existing(tx, paymentId);
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'payment.refund',
    target: { kind: 'payment', id: paymentId },
    reason,
    before: { status: 'settled' },
    after: { status: payment.status },
    details: {
      amountMicro: payment.amount_micro,
      currency: payment.currency,
      userId: payment.user_id,
      ...(proposalId === undefined ? {} : { proposalId }),
    },
  });
}

/** ACT_NOT_POSSIBLE unless the refund has failed. */
export async function retryByAdmin(
  ctx: Context,
  tx: Tx,
  { by, refundId, reason }: { by: ActingAdmin; refundId: string; reason: string },
): Promise<RouteData<'admin.retryRefund'>> {
  const nowMs = ctx.clock.nowMs();
  if (!(await retryRefund(tx, refundId, nowMs)))
    throw new AppError('ACT_NOT_POSSIBLE', {}, 'There is no such refund that has failed.');
  await recordAct(tx, nowMs, {
    by,
    action: 'refund.retry',
    target: { kind: 'refund', id: refundId },
    reason,
    before: { status: 'failed' },
    after: { status: 'due' },
  });
  return { refundId, status: 'due' };
}

export async function showWebhooks(db: Db, query: RouteQuery<'admin.webhooks'>): Promise<RouteData<'admin.webhooks'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const place = readCursor(query.cursor, EventPlace);
  const rows = await listEvents(db, place === null ? null : { receivedMs: place[0], id: place[1] }, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    events: shown.map(eventOf),
    next: rows.length > limit && last !== undefined ? writeCursor([last.received_at, last.id]) : null,
  };
}

const paymentOf = (row: NamedPayment): AdminPayment => ({
  paymentId: row.id,
  person: personOf(row),
  seasonId: row.season_id,
  seasonName: row.season_name,
  method: row.method,
  currency: row.currency,
  amountMicro: row.amount_micro,
  status: row.status,
  reference: row.reference,
  reason: row.reason,
  createdAt: iso(row.created_at),
  paidAt: isoOrNull(row.paid_at),
});

const refundOf = (row: RefundDetail): AdminRefund => ({
  refundId: row.id,
  amountMicro: row.amount_micro,
  currency: row.currency,
  reason: row.reason,
  status: row.status,
  proof: row.proof,
  tries: row.tries,
  lastProblem: row.last_problem,
  orderedAt: iso(row.ordered_at),
  doneAt: isoOrNull(row.done_at),
});

const eventOf = (row: EventRow): WebhookEvent => ({
  eventId: row.id,
  type: row.type,
  about: row.object_id,
  paymentId: row.payment_id,
  livemode: row.livemode,
  createdAt: iso(row.created_at),
  receivedAt: iso(row.received_at),
  outcome: row.outcome,
});
