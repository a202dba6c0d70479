/**
 * How a fee becomes an entry. Cards and USDT go the same way:
 *
 * 1. `openPayment` (request): our row first, status `creating`, at most one live row per player, season and method. Its id is the key under
 *    which the other side is asked, so asking again asks for the same.
 * 2. `settleEntry` (webhook, watcher, reconciliation): money has come, finally as far as that way to pay knows finality. In one transaction
 *    either the payment is settled, booked (25 → 21.25 pool, 3.75 fee), the entry and the village are made; or the money is owed back, and
 *    one refund order says so. May be called any number of times, at once, in any order: the first call decides.
 * 3. `orderRefund` (cancellation, administrators) gives an entry's fee back; `completeRefund` (refunds.ts) when it has arrived.
 *
 * Amounts are millionths: 25 USDT or 25 USD are 25_000_000. `reference` is the other side's name of the money: Stripe's PaymentIntent, or
 * "<chain>:<transaction hash>:<log index>" in lower case; the same money is never counted twice.
 * Locks: the season's row, then the payment's. Nothing else is held by a payment.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { entering } from '../seasons/entering.ts';
import { getSeason, lockSeason, type SeasonRow } from '../seasons/queries.ts';
import { insertVillage } from '../villages/queries.ts';
import { bookEntryFee, bookEntryReversed, bookRefundByHouse } from './bookings.ts';
import { findEntry } from './entries.ts';
import {
  countSeats,
  getLivePayment,
  getPayment,
  holdEntry,
  insertPaidEntry,
  insertPayment,
  listChargedBack,
  listSettled,
  lockPayment,
  lookAtOthers,
  movePayment,
  type PaymentMethod,
  type PaymentRow,
} from './queries.ts';
import { owe } from './refunds.ts';
import { tellPayment } from './tell.ts';

export interface Opening {
  seasonId: string;
  userId: string;
  method: PaymentMethod;
  /** When the program looks at the row by itself, in case nobody came back to it; null = never. */
  nextLookMs: number | null;
}

/**
 * The player's live request for the fee, made now unless there is one. Terms and country are asked by the caller before (eligibility.ts).
 * Codes: PAYMENTS_OFF, SEASON_NOT_FOUND, SEASON_IS_FREE, ALREADY_ENTERED, ENTRY_SUSPENDED, SEASON_NOT_ACTIVE, SEASON_FULL.
 */
export async function openPayment(ctx: Context, tx: Tx, opening: Opening): Promise<PaymentRow> {
  const { seasonId, userId, method } = opening;
  const season = await getSeason(tx, seasonId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  await assertMayPay(ctx, tx, season, userId, method);
  const nowMs = ctx.clock.nowMs();
  for (;;) {
    const live = await getLivePayment(tx, seasonId, userId, method);
    if (live !== null) return live;
    const id = ctx.newId();
    const row = {
      id,
      season_id: seasonId,
      user_id: userId,
      method,
      currency: method === 'stripe' ? ('USD' as const) : ('USDT' as const),
      amount_micro: season.entry_fee_micro,
    };
    if (await insertPayment(tx, row, nowMs, opening.nextLookMs)) return (await getPayment(tx, id)) as PaymentRow;
  }
}

async function assertMayPay(ctx: Context, tx: Tx, season: SeasonRow, userId: string, method: PaymentMethod) {
  if (season.entry_fee_micro === 0) throw new AppError('SEASON_IS_FREE', { join: `/v1/seasons/${season.id}/join` });
  if (ctx.config.payments[method] === null) throw new AppError('PAYMENTS_OFF', { method });
  const entry = await findEntry(tx, season.id, userId);
  if (entry?.hold) throw new AppError('ENTRY_SUSPENDED', { seasonId: season.id, hold: entry.hold });
  if (entry !== null) throw new AppError('ALREADY_ENTERED', { seasonId: season.id });
  const nowMs = ctx.clock.nowMs();
  if (season.status !== 'registration' || nowMs < season.registration_start || nowMs >= season.registration_end) {
    throw new AppError('SEASON_NOT_ACTIVE', {
      status: season.status,
      registrationStart: new Date(season.registration_start).toISOString(),
      registrationEnd: new Date(season.registration_end).toISOString(),
    });
  }
  if (await isFull(tx, season)) throw new AppError('SEASON_FULL', { seats: season.max_players });
}

const isFull = async (tx: Tx, season: SeasonRow): Promise<boolean> =>
  season.max_players !== null && (await countSeats(tx, season.id)) >= season.max_players;

/** Money that came for a payment. */
export interface Receipt {
  paymentId: string;
  reference: string;
  /** What came, in the payment's currency. */
  receivedMicro: number;
  /** When the player paid, by the other side's clock: decides whether it was in time, however late we hear of it. */
  paidAtMs: number;
}
/** Why money that came makes no entry. */
export type Refusal =
  | 'wrong_amount'
  | 'already_entered'
  | 'season_cancelled'
  | 'season_over'
  | 'paid_too_late'
  | 'season_full';
/** entered: the player is in. refunding: the money goes back. known: this money was dealt with before. */
export type Settlement =
  | { outcome: 'entered' }
  | { outcome: 'refunding'; reason: Refusal }
  | { outcome: 'known'; status: PaymentRow['status'] };

/** Nothing has come for it yet; late money still may. */
export const UNPAID: readonly PaymentRow['status'][] = ['creating', 'pending', 'expired', 'failed'];

/** Decides about money that has come. Throws when there is no such payment. */
export async function settleEntry(ctx: Context, tx: Tx, receipt: Receipt): Promise<Settlement> {
  const found = await getPayment(tx, receipt.paymentId);
  const season = found === null ? null : await lockSeason(tx, found.season_id);
  const payment = found === null ? null : await lockPayment(tx, receipt.paymentId);
  if (season === null || payment === null) throw new Error(`there is no payment ${receipt.paymentId}`);
  const nowMs = ctx.clock.nowMs();
  const unpaid = UNPAID.includes(payment.status);
  if (!unpaid && payment.reference === receipt.reference) return { outcome: 'known', status: payment.status };
  await failpoint('settle.locked');
  const reason = unpaid ? await whyNot(tx, season, payment, receipt) : 'already_entered';
  if (reason !== null) {
    const owed = await sendBack(ctx, tx, payment, { ...receipt, currency: payment.currency }, reason);
    return owed ? { outcome: 'refunding', reason } : { outcome: 'known', status: payment.status };
  }
  const paid = { reference: receipt.reference, paidAtMs: receipt.paidAtMs };
  await movePayment(tx, payment.id, { status: 'settled', ...paid }, nowMs);
  await failpoint('settle.moved');
  const rules = rulesetById(season.ruleset_id);
  await entering(tx, payment.user_id, nowMs, async () => {
    await insertPaidEntry(tx, payment, nowMs);
    await insertVillage(tx, rules, season.id, payment.user_id, nowMs);
  });
  await failpoint('settle.entered');
  await bookEntryFee(tx, rules, payment, nowMs);
  await lookAtOthers(tx, payment, nowMs);
  await failpoint('settle.booked');
  ctx.metrics.payments.inc({ outcome: 'entered' });
  tellPayment(tx, { ...payment, status: 'settled', reason: null }, nowMs);
  return { outcome: 'entered' };
}

/** The season is held: of several who pay for the last seat one gets it. */
async function whyNot(tx: Tx, season: SeasonRow, payment: PaymentRow, receipt: Receipt): Promise<Refusal | null> {
  if (receipt.receivedMicro !== payment.amount_micro) return 'wrong_amount';
  if (season.status === 'cancelled') return 'season_cancelled';
  if (season.status === 'ended' || season.status === 'paid_out') return 'season_over';
  if ((await findEntry(tx, season.id, payment.user_id)) !== null) return 'already_entered';
  if (receipt.paidAtMs >= season.registration_end) return 'paid_too_late';
  return (await isFull(tx, season)) ? 'season_full' : null;
}

type Money = Omit<Receipt, 'paymentId'> & { currency: string };

/** The order to return money that came for a payment. */
const moneyOf = (payment: PaymentRow, money: Pick<Money, 'reference' | 'currency' | 'receivedMicro'>) => ({
  method: payment.method,
  reference: money.reference,
  season_id: payment.season_id,
  user_id: payment.user_id,
  currency: money.currency,
  amount_micro: money.receivedMicro,
});

/** False when this money goes back already. The caller holds season and payment. */
async function sendBack(ctx: Context, tx: Tx, payment: PaymentRow, money: Money, reason: string): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  // A request that was paid before keeps what it was: the second money alone goes back.
  const first = UNPAID.includes(payment.status);
  const order = { ...moneyOf(payment, money), payment_id: first ? payment.id : null };
  if (!(await owe(ctx, tx, order, reason, nowMs))) return false;
  ctx.metrics.payments.inc({ outcome: reason });
  if (first) {
    const to = { status: 'refunding' as const, reason, reference: money.reference, paidAtMs: money.paidAtMs };
    await movePayment(tx, payment.id, to, nowMs);
    tellPayment(tx, { ...payment, ...to }, nowMs);
  }
  return true;
}

/**
 * Money that came for a payment but is not what was asked for, e.g. in another currency: it goes back, with the reason. False when that was
 * known. Throws when there is no such payment.
 */
export async function refuseMoney(
  ctx: Context,
  tx: Tx,
  paymentId: string,
  money: Money,
  reason: string,
): Promise<boolean> {
  const found = await getPayment(tx, paymentId);
  if (found === null) throw new Error(`there is no payment ${paymentId}`);
  await lockSeason(tx, found.season_id);
  const payment = (await lockPayment(tx, paymentId)) as PaymentRow;
  if (!UNPAID.includes(payment.status) && payment.reference === money.reference) return false;
  return sendBack(ctx, tx, payment, money, reason);
}

/**
 * Gives the fee of an entry back: the seat is no longer valid, pool and fee shrink by it; after the season's end the house bears it. Done
 * once: false when the payment is not settled (any more). A disputed payment is not refunded: the bank decides about it.
 */
export async function orderRefund(ctx: Context, tx: Tx, paymentId: string, reason: string): Promise<boolean> {
  const found = await getPayment(tx, paymentId);
  const season = found === null ? null : await lockSeason(tx, found.season_id);
  const payment = found === null ? null : await lockPayment(tx, paymentId);
  if (season === null || payment === null || payment.status !== 'settled') return false;
  const nowMs = ctx.clock.nowMs();
  await movePayment(tx, payment.id, { status: 'refunding', reason }, nowMs);
  await holdEntry(tx, payment.id, 'refunded', nowMs);
  if (season.status === 'ended' || season.status === 'paid_out') await bookRefundByHouse(tx, payment, nowMs);
  else await bookEntryReversed(tx, rulesetById(season.ruleset_id), payment, 'refunds', nowMs);
  const reference = payment.reference ?? payment.id;
  const money = moneyOf(payment, { reference, currency: payment.currency, receivedMicro: payment.amount_micro });
  await owe(ctx, tx, { ...money, payment_id: payment.id }, reason, nowMs, 'booked');
  await failpoint('refund.ordered');
  ctx.metrics.payments.inc({ outcome: 'refund_ordered' });
  tellPayment(tx, { ...payment, status: 'refunding', reason }, nowMs);
  return true;
}

const REFUNDS_PER_TRANSACTION = 50;

/**
 * Orders the refunds of a cancelled season, some per transaction: a crash in between leaves the rest to the next call. Gives how many it
 * ordered now.
 */
export async function refundCancelledSeason(
  ctx: Context,
  seasonId: string,
  inTransaction: (work: (tx: Tx) => Promise<number>) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const ordered = await inTransaction(async (tx) => {
      const season = await lockSeason(tx, seasonId);
      if (season === null || season.status !== 'cancelled') return 0;
      let count = 0;
      for (const id of await listSettled(tx, seasonId, REFUNDS_PER_TRANSACTION)) {
        if (await orderRefund(ctx, tx, id, 'season_cancelled')) count++;
      }
      return count;
    });
    total += ordered;
    if (ordered < REFUNDS_PER_TRANSACTION) break;
  }
  await inTransaction((tx) => releaseChargedBack(ctx, tx, seasonId));
  return total;
}

/** What a lost dispute left in the pool of a season that was cancelled afterwards covers the house's loss. */
async function releaseChargedBack(ctx: Context, tx: Tx, seasonId: string): Promise<number> {
  const season = await lockSeason(tx, seasonId);
  if (season === null || season.status !== 'cancelled') return 0;
  const payments = await listChargedBack(tx, seasonId);
  for (const payment of payments)
    await bookEntryReversed(tx, rulesetById(season.ruleset_id), payment, 'house', ctx.clock.nowMs());
  return payments.length;
}
