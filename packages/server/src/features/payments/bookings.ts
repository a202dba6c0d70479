/**
 * What payments mean in the books. 25 USDT: 25 held on the chain, 21.25 to the season's pool, 3.75 to its fee. 25 USD by card: 25 USD held by
 * Stripe, for which we owe 25 USDT in pool and fee; the pair of exchange accounts keeps the difference of currencies until dollars are changed.
 */
import { splitEntryFee } from '@cryptotribes/rules/prizes/entryFee';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Tx } from '../../platform/tx.ts';
import { type Account, accounts } from '../ledger/accounts.ts';
import { type Posting, post } from '../ledger/post.ts';
import type { PaymentMethod, PaymentRow } from './queries.ts';
import type { RefundRow } from './refundQueries.ts';

/** Where money that came this way is held. */
const clearing = (method: PaymentMethod, currency: string): Account =>
  method === 'stripe' ? accounts.stripe(currency) : accounts.chain();

/** Pool and fee against `other`, which is in the payment's currency. `sign` 1 = the fee comes in, -1 = it is taken out again. */
function entryPostings(rules: Pick<Ruleset, 'prizes'>, payment: PaymentRow, other: Account, sign: 1 | -1): Posting[] {
  const { season_id: seasonId, user_id: userId, amount_micro: amountMicro } = payment;
  const { poolMicro, feeMicro } = splitEntryFee(rules, amountMicro);
  return [
    { account: other, amountMicro: -sign * amountMicro, userId },
    ...(payment.currency === 'USD'
      ? [
          { account: accounts.exchange('USD'), amountMicro: sign * amountMicro },
          { account: accounts.exchange('USDT'), amountMicro: -sign * amountMicro },
        ]
      : []),
    { account: accounts.pool(seasonId), amountMicro: sign * poolMicro, userId },
    { account: accounts.fee(seasonId), amountMicro: sign * feeMicro, userId },
  ];
}

const head = (payment: PaymentRow, kind: string, atMs: number) => ({
  kind,
  ref: payment.id,
  seasonId: payment.season_id,
  userId: payment.user_id,
  atMs,
});

/** A fee has made an entry. */
export const bookEntryFee = (tx: Tx, rules: Pick<Ruleset, 'prizes'>, payment: PaymentRow, atMs: number) =>
  post(tx, {
    ...head(payment, 'entry_fee', atMs),
    postings: entryPostings(rules, payment, clearing(payment.method, payment.currency), 1),
  });

/** The fee of an entry is owed to the player again, or, when a bank took it back, missing. Pool and fee shrink by it. */
export const bookEntryReversed = (
  tx: Tx,
  rules: Pick<Ruleset, 'prizes'>,
  payment: PaymentRow,
  to: 'refunds' | 'house',
  atMs: number,
) =>
  post(tx, {
    ...head(payment, 'entry_reversed', atMs),
    postings: entryPostings(
      rules,
      payment,
      to === 'house' ? accounts.house(payment.currency) : accounts.refunds(payment.currency, payment.season_id),
      -1,
    ),
  });

/** The fee of an entry is owed to the player again, and the house bears it: the pool is distributed already. */
export const bookRefundByHouse = (tx: Tx, payment: PaymentRow, atMs: number) =>
  post(tx, {
    ...head(payment, 'refund_by_house', atMs),
    postings: [
      { account: accounts.house(payment.currency), amountMicro: -payment.amount_micro },
      {
        account: accounts.refunds(payment.currency, payment.season_id),
        amountMicro: payment.amount_micro,
        userId: payment.user_id,
      },
    ],
  });

/** Money came that makes no entry: it is owed back. */
export const bookUnaccepted = (tx: Tx, refund: Pick<RefundRow, OwedFields>, atMs: number) =>
  post(tx, {
    kind: 'unaccepted',
    ref: `${refund.method}:${refund.reference}`,
    seasonId: refund.season_id,
    userId: refund.user_id,
    atMs,
    postings: [
      { account: clearing(refund.method, refund.currency), amountMicro: -refund.amount_micro },
      {
        account: accounts.refunds(refund.currency, refund.season_id),
        amountMicro: refund.amount_micro,
        userId: refund.user_id ?? undefined,
      },
    ],
  });
type OwedFields = 'method' | 'reference' | 'season_id' | 'user_id' | 'currency' | 'amount_micro';

/** A refund has left us. */
export const bookRefundPaid = (tx: Tx, refund: RefundRow, atMs: number) =>
  post(tx, {
    kind: 'refund_paid',
    ref: refund.id,
    seasonId: refund.season_id,
    userId: refund.user_id,
    atMs,
    postings: [
      {
        account: accounts.refunds(refund.currency, refund.season_id),
        amountMicro: -refund.amount_micro,
        userId: refund.user_id ?? undefined,
      },
      { account: clearing(refund.method, refund.currency), amountMicro: refund.amount_micro },
    ],
  });

/** The season's pool has become its winners' prizes. */
export const bookPrizes = (
  tx: Tx,
  seasonId: string,
  prizes: readonly { userId: string; amountMicro: number }[],
  atMs: number,
) =>
  post(tx, {
    kind: 'prizes',
    ref: seasonId,
    seasonId,
    atMs,
    postings: [
      { account: accounts.pool(seasonId), amountMicro: -prizes.reduce((sum, prize) => sum + prize.amountMicro, 0) },
      ...prizes.map((prize) => ({
        account: accounts.payouts(seasonId),
        amountMicro: prize.amountMicro,
        userId: prize.userId,
      })),
    ],
  });
