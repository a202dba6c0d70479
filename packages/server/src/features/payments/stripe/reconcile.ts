/**
 * Every hour our books are laid beside Stripe's: what it knows and we do not is made up for, its fees and payouts to our bank are booked, and
 * then both balances must be the same to the cent. If they are not, payouts stop (RELIABILITY MO14). One process does it at a time.
 * The Stripe account must serve nothing else.
 */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import { maybeOne, one, run, statement, timestamp } from '../../../platform/db.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { accounts } from '../../ledger/accounts.ts';
import { balanceOf } from '../../ledger/balances.ts';
import { freezePayouts } from '../../ledger/freeze.ts';
import { type Posting, post } from '../../ledger/post.ts';
import { getPayment } from '../queries.ts';
import { disputeTold } from './disputes.ts';
import { learn } from './look.ts';
import { currencyName, toMicro } from './money.ts';
import { refundEvent } from './refunding.ts';

const EVERY_MS = 3_600_000;
/** Looked at again each time: what was on its way at the last look. */
const OVERLAP_MS = 48 * 3_600_000;
const RULE = 'our balance at Stripe is what the books say';

const hold = statement('reconcile.hold', 'select pg_advisory_xact_lock(7203118445)');
const last = statement(
  'reconcile.last',
  `select (select max(started_at) from stripe_reconciliations) as started,
     (select max(started_at) from stripe_reconciliations where finished_at is not null) as complete`,
);
const begin = statement('reconcile.begin', 'insert into stripe_reconciliations (started_at) values ($1) returning id');
const finish = statement(
  'reconcile.finish',
  'update stripe_reconciliations set finished_at = $2, repaired = $3, stripe_micro = $4, ledger_micro = $5 where id = $1',
);
const unsettled = statement(
  'reconcile.oldestOpen',
  `select min(created_at) as at from payments where method = 'stripe'`,
);

export interface Reconciliation {
  repaired: number;
  stripeMicro: number;
  ledgerMicro: number;
}

/** Does it when an hour has passed since the last time, or now if `force`; null when it is not due (or another process is at it). */
export async function reconcileStripe(ctx: Context, force = false): Promise<Reconciliation | null> {
  const { stripe } = ctx;
  if (stripe === null) return null;
  const turn = await inTransaction(ctx, async (tx) => {
    await run(tx, hold);
    const nowMs = ctx.clock.nowMs();
    const { started, complete } = await one<{ started: number | null; complete: number | null }>(tx, last);
    if (!force && started !== null && nowMs < started + EVERY_MS) return null;
    const oldest = (await maybeOne<{ at: number | null }>(tx, unsettled))?.at ?? nowMs;
    const sinceMs = Math.min(complete ?? oldest, nowMs) - OVERLAP_MS;
    return { id: (await one<{ id: number }>(tx, begin, [timestamp(nowMs)])).id, sinceMs };
  });
  if (turn === null) return null;
  let repaired = await makeUp(ctx, stripe, turn.sinceMs);
  let balances = await compare(ctx, stripe);
  if (balances.stripeMicro !== balances.ledgerMicro) {
    // Something may have happened between the two looks: a second pass settles that.
    repaired += await makeUp(ctx, stripe, turn.sinceMs);
    balances = await compare(ctx, stripe);
  }
  await settleResult(ctx, balances);
  const { stripeMicro, ledgerMicro } = balances;
  await run(ctx.pool, finish, [turn.id, timestamp(ctx.clock.nowMs()), repaired, stripeMicro, ledgerMicro]);
  return { repaired, stripeMicro, ledgerMicro };
}

async function settleResult(ctx: Context, { stripeMicro, ledgerMicro }: { stripeMicro: number; ledgerMicro: number }) {
  if (stripeMicro === ledgerMicro) return;
  ctx.log.error({ stripeMicro, ledgerMicro }, 'our balance at Stripe is not what the books say: payouts are stopped');
  await freezePayouts(ctx.pool, [{ rule: RULE, found: [{ stripeMicro, ledgerMicro }] }], ctx.clock.nowMs());
}

/** Everything that Stripe knows since then, through the same handlers as its events. Gives how much of it was news. */
async function makeUp(ctx: Context, stripe: Stripe, sinceMs: number): Promise<number> {
  const created = { gte: Math.floor(sinceMs / 1000) };
  let news = 0;
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100, expand: ['data.latest_charge'] })) {
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      if (await learn(ctx, intent)) news++;
    } else if (await isOrphan(ctx, intent)) await stripe.paymentIntents.cancel(intent.id);
  }
  for await (const refund of stripe.refunds.list({ created, limit: 100 })) {
    const { outcome } = await inTransaction(ctx, (tx) => refundEvent(ctx, tx, refund));
    if (outcome === 'refunded' || outcome === 'refunded_at_stripe') news++;
  }
  for await (const dispute of stripe.disputes.list({ created, limit: 100 })) {
    await inTransaction(ctx, (tx) => disputeTold(ctx, tx, dispute, 'told'));
  }
  for await (const entry of stripe.balanceTransactions.list({ created, limit: 100 }))
    await bookEntry(ctx, stripe, entry);
  return news;
}

/** An intent of ours whose secret nobody got: its payment is over without it. */
async function isOrphan(ctx: Context, intent: Stripe.PaymentIntent): Promise<boolean> {
  const id = intent.metadata.paymentId;
  if (id === undefined || !/^[0-9a-f]{24}$/.test(id)) return false;
  const payment = await getPayment(ctx.pool, id);
  return payment?.status === 'failed' && payment.reference !== intent.id;
}

/** Stripe's fees are the house's cost; what it pays out to us is in the bank; a dispute's money comes and goes with its own entries. */
async function bookEntry(ctx: Context, stripe: Stripe, entry: Stripe.BalanceTransaction): Promise<void> {
  const currency = currencyName(entry.currency);
  const feeMicro = toMicro(entry.fee, entry.currency);
  const amountMicro = toMicro(entry.amount, entry.currency);
  const postings: Posting[] = [
    { account: accounts.stripe(currency), amountMicro: feeMicro },
    { account: accounts.house(currency), amountMicro: -feeMicro },
  ];
  if (entry.type === 'payout' || entry.type === 'payout_cancel' || entry.type === 'payout_failure') {
    postings.push(
      { account: accounts.stripe(currency), amountMicro: -amountMicro },
      { account: accounts.bank(currency), amountMicro },
    );
  } else if (entry.type === 'stripe_fee') {
    postings.push(
      { account: accounts.stripe(currency), amountMicro: -amountMicro },
      { account: accounts.house(currency), amountMicro },
    );
  } else if (entry.type === 'adjustment' && typeof entry.source === 'string' && /^(dp|du)_/.test(entry.source)) {
    const dispute = await stripe.disputes.retrieve(entry.source);
    await inTransaction(ctx, (tx) => disputeTold(ctx, tx, dispute, entry.amount < 0 ? 'withdrawn' : 'reinstated'));
  }
  if (postings.every((line) => line.amountMicro === 0)) return;
  const head = { kind: 'stripe_entry', ref: entry.id, atMs: entry.created * 1000 };
  await inTransaction(ctx, (tx) => post(tx, { ...head, postings }));
}

/** Both balances in millionths of a dollar, as what we hold. */
async function compare(ctx: Context, stripe: Stripe): Promise<{ stripeMicro: number; ledgerMicro: number }> {
  const { available, pending } = await stripe.balance.retrieve();
  const cents = [...available, ...pending]
    .filter((part) => part.currency === 'usd')
    .reduce((sum, part) => sum + part.amount, 0);
  return { stripeMicro: toMicro(cents, 'usd'), ledgerMicro: -(await balanceOf(ctx.pool, accounts.stripe())) };
}
