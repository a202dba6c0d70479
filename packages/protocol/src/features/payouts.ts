/** Prizes on their way to the winners. Amounts are millionths of USDT. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Instant,
  NullableInstant,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  RoleSchema,
} from '../core/schema.ts';

/**
 * review: people may object to it. held: somebody looks at it. planned: waits for the approval. claimable: you can fetch it from the contract.
 * due, sent: is being transferred to you. failed: a transfer failed, people look at it. paid: is in your wallet, finally. swept: was not
 * fetched in time. forfeited: can never be paid, and went into the pool of the next paid season.
 */
export const PayoutStatus = oneOf([
  'review',
  'held',
  'planned',
  'claimable',
  'due',
  'sent',
  'failed',
  'paid',
  'swept',
  'forfeited',
] as const);
export type PayoutStatus = Static<typeof PayoutStatus>;

/** fee_returned: the entry fee went back. banned: the player is excluded. unpayable: the wallet cannot be paid. */
export const ForfeitReason = oneOf(['fee_returned', 'banned', 'unpayable'] as const);
export type ForfeitReason = Static<typeof ForfeitReason>;

const Hash = Type.String({ pattern: '^0x[0-9a-f]{64}$' });
export const NullableHash = nullable(Hash);
const Address = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' });

/** What `claim(season, account, amount, proof)` of the contract is called with. Anybody may call it; only `account` is paid. */
export const ClaimData = object({
  chainId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  contract: Address,
  /** The season's number in the contract, in decimal digits. */
  season: Type.String({ pattern: '^[0-9]{1,29}$' }),
  account: Address,
  amountMicro: Amount,
  proof: Type.Array(Hash),
  /** The transaction must be in a block before then. */
  claimBefore: Instant,
});
export type ClaimData = Static<typeof ClaimData>;

export const Payout = object({
  seasonId: ObjectId,
  seasonNumber: Type.Integer(),
  seasonName: Type.String(),
  tribeRank: Type.Integer(),
  role: RoleSchema,
  amountMicro: Amount,
  /** The wallet that is paid. */
  address: Address,
  status: PayoutStatus,
  /** Until then people may object. */
  reviewEndsAt: Instant,
  /** What the contract pays for; null before it is published, and when the prize is transferred instead. */
  claim: nullable(ClaimData),
  /** Why it is forfeited; null unless it is. */
  forfeitReason: nullable(ForfeitReason),
  /** The transaction that you said fetches it; null = you said none. */
  claimTx: NullableHash,
  /** The transaction that paid it, once that is final. */
  paidTx: NullableHash,
  paidAt: NullableInstant,
  updatedAt: Instant,
});
export type Payout = Static<typeof Payout>;

export const payoutRoutes = {
  'payouts.mine': route({
    method: 'GET',
    path: '/v1/payouts/me',
    access: 'user',
    summary: 'Your prizes of all seasons, newest first, with what fetches them from the contract.',
    data: object({ payouts: Type.Array(Payout) }),
  }),
  'payouts.claim': route({
    method: 'POST',
    path: '/v1/payouts/:seasonId/claim',
    access: 'user',
    summary:
      'Say which transaction fetches your prize, so that it is shown as on its way. Not needed, only nicer: payments are found anyway.',
    params: object({ seasonId: ObjectId }),
    body: object({ txHash: Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' }) }),
    data: Payout,
  }),
};

/** What `payout_updated` tells; the transaction is null until one pays it. */
export const PayoutUpdate = object({
  seasonId: ObjectId,
  status: PayoutStatus,
  amountMicro: Amount,
  txHash: NullableText,
});
