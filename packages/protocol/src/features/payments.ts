/** Entry fees: what is offered, what a player confirms, asking for a payment, what became of it (SPEC 8.1). */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  PaymentMethodSchema,
  PaymentStatusSchema,
} from '../core/schema.ts';

export const Payment = object({
  paymentId: ObjectId,
  seasonId: ObjectId,
  type: oneOf(['entry_fee'] as const),
  method: PaymentMethodSchema,
  currency: oneOf(['USD', 'USDT'] as const),
  /** In the currency. */
  amount: Type.Number(),
  /** Millionths: exact. */
  amountMicro: Amount,
  status: PaymentStatusSchema,
  /** Why it failed or goes back, e.g. season_full, paid_too_late, already_entered, season_cancelled, wrong_amount; null otherwise. */
  reason: NullableText,
  /** Stripe's PaymentIntent, or chain, transaction and log of a transfer. */
  reference: NullableText,
  createdAt: Instant,
  updatedAt: Instant,
  paidAt: NullableInstant,
  settledAt: NullableInstant,
});
export type Payment = Static<typeof Payment>;

const Address = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' });
/** The season's number in the contract, in decimal digits. */
const VaultSeason = Type.String({ pattern: '^[0-9]{1,29}$' });

export const ChainDeposit = object({
  logIndex: Amount,
  /** transfer: to the treasury; entered: through the contract. */
  kind: oneOf(['transfer', 'entered'] as const),
  /**
   * seen: in a block that is not final yet. vanished: in no block any more. final: about to be decided. credited: you are in. refunding: goes
   * back. quarantined: people look at it. dismissed: no fee.
   */
  status: oneOf(['seen', 'vanished', 'final', 'credited', 'refunding', 'quarantined', 'dismissed'] as const),
  /** Why it goes back or waits, e.g. wrong_amount, no_quote, already_entered; null otherwise. */
  reason: NullableText,
  /** Decimal digits: a log can hold any number. */
  amountMicro: Type.String({ pattern: '^[0-9]{1,78}$' }),
  paymentId: nullable(ObjectId),
});
export type ChainDeposit = Static<typeof ChainDeposit>;

export const paymentRoutes = {
  'payments.options': route({
    method: 'GET',
    path: '/v1/payments/options',
    access: 'public',
    summary:
      'How the entry fee of a season can be paid, and what stands against it: country, terms, seats. Without an id: the current season.',
    query: object({ seasonId: Type.Optional(ObjectId) }),
    data: object({
      seasonId: ObjectId,
      /** USDT, or US dollars by card. */
      entryFee: Type.Number(),
      amountMicro: Amount,
      methods: Type.Array(PaymentMethodSchema),
      /** For Stripe's form; null without cards. */
      publishableKey: NullableText,
      /** Address of the script that draws Stripe's form; null without cards. */
      stripeScript: NullableText,
      /** Two letters, as the proxy says; null = not known. */
      country: NullableText,
      countryAllowed: Type.Boolean(),
      terms: object({
        version: Type.String(),
        minimumAge: Type.Integer(),
        /** When you confirmed this version; null = not yet, or not signed in. */
        confirmedAt: NullableInstant,
      }),
      /** Null = no limit. */
      seatsLeft: NullableInteger,
      /** Whether the season takes payments at this moment. */
      open: Type.Boolean(),
    }),
  }),
  'payments.confirmTerms': route({
    method: 'POST',
    path: '/v1/payments/eligibility',
    access: 'user',
    summary: 'Confirm the terms and to be of age. Needed once per version of the terms, before paying.',
    body: object({
      termsVersion: Type.String({ minLength: 1, maxLength: 40 }),
      adult: Type.Literal(true),
    }),
    data: object({ termsVersion: Type.String(), confirmedAt: Instant }),
  }),
  'payments.createEntryFee': route({
    method: 'POST',
    path: '/v1/payments/create-entry-fee',
    access: 'user',
    summary:
      "Ask for the entry fee by card; gives what Stripe's form needs. Asking again gives the same payment until it is paid or has expired.",
    body: object({ seasonId: ObjectId }),
    data: object({
      paymentId: ObjectId,
      seasonId: ObjectId,
      clientSecret: Type.String(),
      publishableKey: Type.String(),
      /** US cents. */
      amount: Amount,
      amountMicro: Amount,
      currency: oneOf(['usd'] as const),
    }),
  }),
  'payments.cryptoQuote': route({
    method: 'POST',
    path: '/v1/payments/crypto/quote',
    access: 'user',
    summary:
      'Ask for the entry fee in USDT; gives what to pay, from which wallet and where to. Asking again gives the same request. Pay only after asking.',
    body: object({ seasonId: ObjectId }),
    data: object({
      paymentId: ObjectId,
      seasonId: ObjectId,
      /** Exactly this much of the token's smallest unit. */
      amountMicro: Amount,
      currency: oneOf(['USDT'] as const),
      decimals: Type.Integer(),
      chainId: Type.Integer(),
      token: Address,
      /** Yours: a transfer from another one is not recognised. */
      wallet: Address,
      /** Where a plain transfer goes. */
      treasury: Address,
      /** The way over the contract; null while it takes no entries of this season. */
      vault: nullable(object({ address: Address, season: VaultSeason })),
      /** The transaction must be in a block before then. */
      payBefore: Instant,
    }),
  }),
  'payments.cryptoConfirm': route({
    method: 'POST',
    path: '/v1/payments/crypto/confirm',
    access: 'user',
    summary:
      'Name the transaction that paid; gives your deposits in it as they are now. Not needed, only quicker: payments are found anyway.',
    body: object({ txHash: Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' }) }),
    data: object({
      txHash: Type.String(),
      /** Empty while the transaction is in no block, or holds no deposit of your wallet. */
      deposits: Type.Array(ChainDeposit),
      /**
       * How deep the transaction lies, while it is in a block that is not final: blocks on top, and how many are needed (null = until the
       * chain itself calls the block final). Null otherwise, or when the chain does not answer.
       */
      confirmations: nullable(object({ count: Amount, needed: NullableInteger })),
    }),
  }),
  'payments.mine': route({
    method: 'GET',
    path: '/v1/payments/me',
    access: 'user',
    summary: 'Your payments of all seasons, newest first, at most 100.',
    data: object({ payments: Type.Array(Payment) }),
  }),
};
