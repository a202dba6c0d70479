/** Entry fees: what is offered, what a player confirms, asking for a payment, what became of it (SPEC 8.1). */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
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
  'payments.mine': route({
    method: 'GET',
    path: '/v1/payments/me',
    access: 'user',
    summary: 'Your payments of all seasons, newest first, at most 100.',
    data: object({ payments: Type.Array(Payment) }),
  }),
};
