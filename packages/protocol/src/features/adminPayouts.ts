/** Prizes out, as operators and treasurers see and decide them; and money on the chain that fits no fee. Amounts are millionths of USDT. */
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
  RoleSchema,
  WalletAddress,
} from '../core/schema.ts';
import { Confirmation, Person, Reason } from './admin.ts';
import { AdminRefund } from './adminMoney.ts';
import { ForfeitReason, NullableHash, PayoutStatus } from './payouts.ts';
import { SeasonStatus } from './seasons.ts';

/** planned: can be proposed. approved: two people agreed. published: the winners can claim. closed: all is paid, or swept. */
export const PayoutPlan = object({
  status: oneOf(['planned', 'approved', 'published', 'closed'] as const),
  totalMicro: Amount,
  /** Of it, what the treasury keeps for payouts that were held when the root was fixed. */
  trustMicro: Amount,
  root: NullableHash,
  plannedAt: Instant,
  approvedAt: NullableInstant,
  publishedAt: NullableInstant,
  publishedTx: NullableHash,
  claimDeadline: NullableInstant,
  batchAskedAt: NullableInstant,
  closedAt: NullableInstant,
  /** Why the payout process does not go on; "try again" lets it. */
  problem: NullableText,
  /** What waits for a second person; null = nothing. */
  proposalId: NullableText,
});

export const PayoutSeason = object({
  seasonId: ObjectId,
  seasonNumber: Type.Integer(),
  name: Type.String(),
  status: SeasonStatus,
  endedAt: Instant,
  /** Plans can be made from then on. */
  reviewEndsAt: Instant,
  poolMicro: Amount,
  /** Sum of all payouts: must be the pool. */
  sumMicro: Amount,
  matches: Type.Boolean(),
  winners: Amount,
  /** How many payouts and how much, by status; statuses without any are left out. */
  byStatus: Type.Array(object({ status: PayoutStatus, count: Amount, amountMicro: Amount })),
  plan: nullable(PayoutPlan),
  /** Has to be typed to propose or to order a batch. */
  confirm: Type.String(),
});
export type PayoutSeason = Static<typeof PayoutSeason>;

/** quarantine: waits for `ct payouts release`, because the chain knows what the database does not. stopped: the books disagree. */
export const PayoutProcess = object({
  state: oneOf(['quarantine', 'working', 'stopped'] as const),
  problem: NullableText,
  since: Instant,
  seenAt: Instant,
  signer: Type.String(),
  chainId: Type.Integer(),
});
export type PayoutProcess = Static<typeof PayoutProcess>;

export const AdminPayout = object({
  person: Person,
  amountMicro: Amount,
  address: Type.String(),
  tribeRank: Type.Integer(),
  role: RoleSchema,
  status: PayoutStatus,
  inTrust: Type.Boolean(),
  /** open_flag, restricted, disputed, refunded or by_people; null = not held. */
  holdReason: NullableText,
  holdNote: NullableText,
  claimTx: NullableHash,
  paidTx: NullableHash,
  paidAt: NullableInstant,
  problem: NullableText,
  /** What stands against it now, as in `holdReason`; what is signed it no longer stops. Null = nothing, or it is over. */
  objection: NullableText,
  /** Why it may be forfeited, and what has to be typed for it; null = it may not. */
  forfeit: nullable(object({ why: ForfeitReason, confirm: Type.String() })),
  forfeitReason: nullable(ForfeitReason),
});
export type AdminPayout = Static<typeof AdminPayout>;

export const ChainAct = object({
  actId: Type.Integer(),
  kind: Type.String(),
  nonce: Amount,
  status: oneOf(['signed', 'done', 'failed'] as const),
  /** The one that the chain took; while it is on its way, the newest one. */
  txHash: NullableHash,
  transactions: Amount,
  signedAt: Instant,
  doneAt: NullableInstant,
  problem: NullableText,
});
export type ChainAct = Static<typeof ChainAct>;

/** What publishing would do now, without doing it. */
export const PayoutDryRun = object({
  root: Type.String({ pattern: '^0x[0-9a-f]{64}$' }),
  totalMicro: Amount,
  trustMicro: Amount,
  winners: Amount,
  held: Amount,
  vault: object({
    state: oneOf(['none', 'open', 'settled', 'cancelled', 'swept'] as const),
    heldMicro: Amount,
    entrants: Amount,
    root: NullableHash,
  }),
  /** What the treasury has to add to the vault. */
  toFundMicro: Amount,
  /** What the treasury may take out of it as fee. */
  feeShareMicro: Amount,
  treasuryMicro: Amount,
  /** What stands against publishing, in sentences; empty = nothing. */
  problems: Type.Array(Type.String()),
});
export type PayoutDryRun = Static<typeof PayoutDryRun>;

export const QuarantinedDeposit = object({
  /** "<chain>:<transaction>:<log>" */
  reference: Type.String(),
  kind: oneOf(['transfer', 'entered'] as const),
  payer: Type.String(),
  /** For whom the vault's entry is. */
  player: NullableText,
  /** Decimal digits: a log can hold any number. */
  amountMicro: Type.String(),
  reason: NullableText,
  seenAt: Instant,
  /** Set once somebody took it for a fee: it is being decided. */
  paymentId: NullableText,
});
export type QuarantinedDeposit = Static<typeof QuarantinedDeposit>;

export const OpenRefund = object({
  ...AdminRefund.properties,
  method: oneOf(['stripe', 'crypto'] as const),
  person: nullable(Person),
});
export type OpenRefund = Static<typeof OpenRefund>;

const seasonParams = object({ seasonId: ObjectId });
const payoutParams = object({ seasonId: ObjectId, userId: ObjectId });
const money = ['treasurer', 'operator'] as const;
const Done = object({ seasonId: ObjectId, userId: ObjectId, status: PayoutStatus });
const PlanDone = object({ seasonId: ObjectId, status: PayoutPlan.properties.status });

export const adminPayoutRoutes = {
  'admin.payouts': route({
    method: 'GET',
    path: '/v1/admin/payouts',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Seasons with prizes, newest first, how far their payouts are, and how the payout process is.',
    data: object({ seasons: Type.Array(PayoutSeason), process: nullable(PayoutProcess) }),
  }),
  'admin.payoutList': route({
    method: 'GET',
    path: '/v1/admin/payouts/:seasonId',
    access: 'admin',
    adminRoles: [...money],
    summary: 'The payouts of a season in the order of the division, and what the payout process did on the chain.',
    params: seasonParams,
    query: object({
      status: Type.Optional(PayoutStatus),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ payouts: Type.Array(AdminPayout), next: NullableText, acts: Type.Array(ChainAct) }),
  }),
  'admin.planPayouts': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/plan',
    access: 'admin',
    adminRoles: [...money],
    summary:
      'Make the plan of a season whose review is over. Payouts of players with open flags, sanctions or disputes are held.',
    params: seasonParams,
    body: object({ reason: Reason }),
    data: PlanDone,
  }),
  'admin.payoutDryRun': route({
    method: 'GET',
    path: '/v1/admin/payouts/:seasonId/dry-run',
    access: 'admin',
    adminRoles: [...money],
    summary:
      'What publishing the plan would do now: root, sums, what the vault has and needs, and what stands against it.',
    params: seasonParams,
    data: PayoutDryRun,
  }),
  'admin.proposePayouts': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/propose',
    access: 'admin',
    adminRoles: [...money],
    summary:
      'Propose to publish the plan as it is now. Another operator or treasurer approves; then the payout process carries it out.',
    params: seasonParams,
    body: object({ reason: Reason, confirm: Confirmation }),
    data: object({ proposalId: ObjectId, root: Type.String() }),
  }),
  'admin.holdPayout': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/:userId/hold',
    access: 'admin',
    summary:
      'Hold one payout, with a note. Possible until the root that pays it is approved, or its transfer is signed: nothing stops what is signed.',
    params: payoutParams,
    body: object({ reason: Reason }),
    data: Done,
  }),
  'admin.releasePayout': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/:userId/release',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Release a payout that is held. After the root was published it is transferred from the treasury.',
    params: payoutParams,
    body: object({ reason: Reason }),
    data: Done,
  }),
  'admin.retryPayout': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/:userId/retry',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary: 'Try a transfer again that has failed.',
    params: payoutParams,
    body: object({ reason: Reason }),
    data: Done,
  }),
  'admin.forfeitPayout': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/:userId/forfeit',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary:
      'Propose that a prize which can never be paid goes into the pool of the paid season that ends next: the fee went back, the player is banned and was heard, or the wallet cannot be paid. Another person decides.',
    params: payoutParams,
    body: object({ reason: Reason, confirm: Confirmation }),
    data: object({ proposalId: ObjectId }),
  }),
  'admin.takeBackPlan': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/take-back',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Take the approval of a plan back, as long as its root is not signed. It has to be proposed anew.',
    params: seasonParams,
    body: object({ reason: Reason }),
    data: PlanDone,
  }),
  'admin.retryPlan': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/retry',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Let the payout process go on with a plan that met a problem.',
    params: seasonParams,
    body: object({ reason: Reason }),
    data: PlanDone,
  }),
  'admin.batchPayouts': route({
    method: 'POST',
    path: '/v1/admin/payouts/:seasonId/batch',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary:
      'Pay what was not claimed yet in batches, at our cost. Only the accounts of the approved root can be paid.',
    params: seasonParams,
    body: object({ reason: Reason, confirm: Confirmation }),
    data: PlanDone,
  }),
  'admin.openVault': route({
    method: 'POST',
    path: '/v1/admin/seasons/:seasonId/open-vault',
    access: 'admin',
    adminRoles: ['operator'],
    summary: 'Have a season with an entry fee opened in the vault by the payout process.',
    params: seasonParams,
    body: object({ reason: Reason }),
    data: object({ seasonId: ObjectId, ordered: Type.Boolean() }),
  }),
  'admin.deposits': route({
    method: 'GET',
    path: '/v1/admin/deposits',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Money on the chain that fits no fee and waits for a decision.',
    data: object({ deposits: Type.Array(QuarantinedDeposit) }),
  }),
  'admin.decideDeposit': route({
    method: 'POST',
    path: '/v1/admin/deposits/decide',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary:
      'credit: it is the fee of this player for this season. refund: it goes back to the payer, or to `to`. dismiss: it is nobody’s fee and stays.',
    body: object({
      reference: Type.String({ pattern: '^[1-9][0-9]{0,15}:0x[0-9a-fA-F]{64}:(0|[1-9][0-9]{0,8})$' }),
      decision: oneOf(['credit', 'refund', 'dismiss'] as const),
      walletAddress: Type.Optional(WalletAddress),
      seasonId: Type.Optional(ObjectId),
      to: Type.Optional(WalletAddress),
      reason: Reason,
    }),
    data: object({ reference: Type.String(), decision: Type.String() }),
  }),
  'admin.refunds': route({
    method: 'GET',
    path: '/v1/admin/refunds',
    access: 'admin',
    adminRoles: [...money],
    summary: 'Refunds that are not done, oldest first, at most 200; failed ones need people.',
    data: object({ refunds: Type.Array(OpenRefund) }),
  }),
  'admin.markRefundPaid': route({
    method: 'POST',
    path: '/v1/admin/refunds/:refundId/paid',
    access: 'admin',
    adminRoles: ['treasurer'],
    summary:
      'Propose to note a failed refund as paid by hand; `proof` names the transaction or Stripe’s refund. Another person decides.',
    params: object({ refundId: ObjectId }),
    body: object({
      proof: Type.String({ minLength: 3, maxLength: 200, pattern: '^[A-Za-z0-9_:.-]+$' }),
      reason: Reason,
    }),
    data: object({ proposalId: ObjectId }),
  }),
};
