/** Payments, refunds and the books, as treasurers see them. Amounts are millionths of the currency. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Cursor,
  Instant,
  NullableInstant,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
} from '../core/schema.ts';
import { Confirmation, Person, Reason } from './admin.ts';

export const PaymentMethodName = oneOf(['stripe', 'crypto'] as const);
export const PaymentState = oneOf([
  'creating',
  'pending',
  'settled',
  'expired',
  'failed',
  'refunding',
  'refunded',
  'disputed',
  'charged_back',
] as const);

export const AdminPayment = object({
  paymentId: ObjectId,
  person: Person,
  seasonId: ObjectId,
  seasonName: Type.String(),
  method: PaymentMethodName,
  currency: Type.String(),
  amountMicro: Amount,
  status: PaymentState,
  /** The other side's name for it. */
  reference: NullableText,
  /** Why it failed or goes back: a word of the program. */
  reason: NullableText,
  createdAt: Instant,
  paidAt: NullableInstant,
});
export type AdminPayment = Static<typeof AdminPayment>;

export const AdminRefund = object({
  refundId: ObjectId,
  amountMicro: Amount,
  currency: Type.String(),
  reason: Type.String(),
  status: oneOf(['due', 'sent', 'done', 'failed'] as const),
  proof: NullableText,
  tries: Amount,
  lastProblem: NullableText,
  orderedAt: Instant,
  doneAt: NullableInstant,
});
export type AdminRefund = Static<typeof AdminRefund>;

export const WebhookEvent = object({
  eventId: Type.String(),
  type: Type.String(),
  /** What it is about at Stripe. */
  about: NullableText,
  paymentId: NullableText,
  livemode: Type.Boolean(),
  createdAt: Instant,
  receivedAt: Instant,
  /** What was done with it. */
  outcome: Type.String(),
});
export type WebhookEvent = Static<typeof WebhookEvent>;

export const PaymentDetail = object({
  ...AdminPayment.properties,
  refund: nullable(AdminRefund),
  events: Type.Array(WebhookEvent),
  /** Has to be typed to give the fee back. */
  confirm: Type.String(),
  /** Whether giving it back takes a second person now. */
  needsTwo: Type.Boolean(),
});
export type PaymentDetail = Static<typeof PaymentDetail>;

export const BookAccount = object({
  account: Type.String(),
  currency: Type.String(),
  debitMicro: Amount,
  creditMicro: Amount,
  /** Positive = owed, negative = held. */
  balanceMicro: Type.Integer(),
});
export type BookAccount = Static<typeof BookAccount>;

export const Books = object({
  accounts: Type.Array(BookAccount),
  /** Debits and credits by currency: equal, or the books are wrong. */
  totals: Type.Array(
    object({ currency: Type.String(), debitMicro: Amount, creditMicro: Amount, balanced: Type.Boolean() }),
  ),
  /** Pool and fee of each open paid season against what its valid entries make. */
  pools: Type.Array(
    object({
      seasonId: ObjectId,
      name: Type.String(),
      validEntries: Amount,
      bookedMicro: Type.Integer(),
      expectedMicro: Amount,
      matches: Type.Boolean(),
    }),
  ),
  /** Open stops of all payouts. */
  stops: Type.Array(
    object({
      stopId: Type.Integer(),
      rule: Type.String(),
      details: Type.Unknown(),
      since: Instant,
      proposalId: NullableText,
    }),
  ),
});
export type Books = Static<typeof Books>;

const paymentParams = object({ paymentId: ObjectId });
const money = ['treasurer', 'operator'] as const;

export const adminMoneyRoutes = {
  'admin.payments': route({
    method: 'GET',
    path: '/v1/admin/payments',
    access: 'admin',
    summary:
      'Payments, newest first. The search finds an id of a payment or player, a wallet, or a reference of the other side.',
    query: object({
      search: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_:.-]+$' })),
      status: Type.Optional(PaymentState),
      method: Type.Optional(PaymentMethodName),
      seasonId: Type.Optional(ObjectId),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ payments: Type.Array(AdminPayment), next: NullableText }),
  }),
  'admin.payment': route({
    method: 'GET',
    path: '/v1/admin/payments/:paymentId',
    access: 'admin',
    summary: 'One payment with its refund and what Stripe told about it.',
    params: paymentParams,
    data: PaymentDetail,
  }),
  'admin.refund': route({
    method: 'POST',
    path: '/v1/admin/payments/:paymentId/refund',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary:
      'Give an entry fee back; the seat ends. Type the name (or wallet) to confirm. Beyond 100 a day by one treasurer it is only proposed.',
    params: paymentParams,
    body: object({ reason: Reason, confirm: Confirmation }),
    /** proposalId: it waits for a second person; null = ordered. */
    data: object({ payment: PaymentDetail, proposalId: NullableText }),
  }),
  'admin.retryRefund': route({
    method: 'POST',
    path: '/v1/admin/refunds/:refundId/retry',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary: 'Try a refund again that has failed.',
    params: object({ refundId: ObjectId }),
    body: object({ reason: Reason }),
    data: object({ refundId: ObjectId, status: Type.Literal('due') }),
  }),
  'admin.webhooks': route({
    method: 'GET',
    path: '/v1/admin/webhooks',
    access: 'admin',
    summary: 'What Stripe told us, newest first, and what was done with it.',
    query: object({ limit: Type.Optional(QueryInteger), cursor: Type.Optional(Cursor) }),
    data: object({ events: Type.Array(WebhookEvent), next: NullableText }),
  }),
  'admin.books': route({
    method: 'GET',
    path: '/v1/admin/books',
    access: 'admin',
    adminRoles: [...money],
    summary: 'The trial balance, the pools against their entries, and what stops payouts.',
    data: Books,
  }),
  'admin.resumePayouts': route({
    method: 'POST',
    path: '/v1/admin/stops/:stopId/lift',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Propose to lift a stop of all payouts. Another operator or treasurer decides.',
    params: object({ stopId: Type.String({ pattern: '^[1-9][0-9]{0,14}$', maxLength: 15 }) }),
    body: object({ reason: Reason }),
    data: object({ proposalId: ObjectId }),
  }),
};
