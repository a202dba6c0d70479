/** Fair play for support: who was noticed, everything that speaks for and against it on one page, and the appeals. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Cursor,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
} from '../core/schema.ts';
import { Person, Reason } from './admin.ts';
import { Flag } from './adminPlayers.ts';
import { AppealStatus } from './appeals.ts';
import { Standing } from './standing.ts';

export const SignalKindSchema = oneOf([
  'shared_card',
  'shared_funding',
  'shared_place',
  'feeding_gives',
  'feeding_takes',
  'one_sided',
  'sleepless',
  'regular',
  'young_wallet',
] as const);
export type SignalName = Static<typeof SignalKindSchema>;

const Score = Type.Integer({ minimum: 0, maximum: 100 });
const SeasonName = object({ seasonId: ObjectId, name: Type.String() });

export const FairPlayRow = object({
  person: Person,
  standing: Standing,
  score: Score,
  signals: Type.Array(SignalKindSchema),
  /** Waits for a decision. */
  isOpen: Type.Boolean(),
  computedAt: Instant,
});
export type FairPlayRow = Static<typeof FairPlayRow>;

const SignalSeen = object({
  kind: SignalKindSchema,
  points: Type.Integer(),
  others: Type.Array(Person),
  /** What was counted, by name. */
  figures: Type.Record(Type.String(), Type.Number()),
});
export type SignalSeen = Static<typeof SignalSeen>;

export const AdminAppeal = object({
  appealId: ObjectId,
  person: Person,
  sanction: Standing,
  sanctionSince: Instant,
  sanctionedBy: Person,
  /** Why, as the player read it; null when the sanction is gone. */
  reason: NullableText,
  text: Type.String(),
  writtenAt: Instant,
  status: AppealStatus,
  answer: NullableText,
  decidedBy: nullable(Person),
  decidedAt: NullableInstant,
});
export type AdminAppeal = Static<typeof AdminAppeal>;

export const FairPlayEvidence = object({
  person: Person,
  standing: Standing,
  /** Has to be typed to ban the player. */
  confirm: Type.String(),
  /** The season that the rest is about; null when nothing was noticed in any. */
  season: nullable(SeasonName),
  score: Score,
  /** From this score on a person has to look. */
  reviewScore: Type.Integer(),
  computedAt: NullableInstant,
  signals: Type.Array(SignalSeen),
  /** The newest 30 battles with the players that the signals name. */
  battles: Type.Array(
    object({
      battleId: ObjectId,
      at: Instant,
      attacker: Person,
      other: Person,
      target: oneOf(['territory', 'village'] as const),
      territoryId: NullableInteger,
      attackerPower: NullableInteger,
      defenderPower: NullableInteger,
      winner: oneOf(['attacker', 'defender'] as const),
      vp: Amount,
      gold: Amount,
    }),
  ),
  /** The last 14 days with commands: bit n of hours = hour n, UTC. */
  days: Type.Array(object({ day: Type.String(), hours: Type.Integer(), commands: Amount })),
  wallet: nullable(
    object({
      state: oneOf(['known', 'contract', 'unknown'] as const),
      transactions: NullableInteger,
      isAged: nullable(Type.Boolean()),
      checkedAt: Instant,
    }),
  ),
  /** Why the prize waits; empty = it does not. */
  holds: Type.Array(oneOf(['disputed', 'refunded', 'charged_back', 'restricted', 'banned', 'appeal', 'flag'] as const)),
  flags: Type.Array(Flag),
  appeals: Type.Array(AdminAppeal),
});
export type FairPlayEvidence = Static<typeof FairPlayEvidence>;

export const adminFairPlayRoutes = {
  'admin.fairPlay': route({
    method: 'GET',
    path: '/v1/admin/fair-play',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Players of a season for whom something was noticed, the highest score first. No verdict.',
    query: object({
      seasonId: Type.Optional(ObjectId),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({
      /** Seasons in which something was noticed, newest first. */
      seasons: Type.Array(SeasonName),
      /** The one shown; the newest unless asked for. */
      seasonId: NullableText,
      reviewScore: Type.Integer(),
      openAppeals: Amount,
      players: Type.Array(FairPlayRow),
      next: NullableText,
    }),
  }),
  'admin.fairPlayPlayer': route({
    method: 'GET',
    path: '/v1/admin/fair-play/:userId',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'All that was noticed about a player in a season, on one page; the newest season unless asked for.',
    params: object({ userId: ObjectId }),
    query: object({ seasonId: Type.Optional(ObjectId) }),
    data: FairPlayEvidence,
  }),
  'admin.appeals': route({
    method: 'GET',
    path: '/v1/admin/appeals',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Appeals; those that wait come oldest first, answered ones newest first.',
    query: object({
      status: Type.Optional(oneOf(['open', 'answered'] as const)),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ appeals: Type.Array(AdminAppeal), next: NullableText }),
  }),
  'admin.answerAppeal': route({
    method: 'POST',
    path: '/v1/admin/appeals/:appealId/answer',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary:
      'Answer an appeal: lifted takes the restriction or ban back, kept leaves it and takes another administrator than the one who decided it.',
    params: object({ appealId: ObjectId }),
    body: object({ decision: oneOf(['kept', 'lifted'] as const), answer: Reason }),
    data: AdminAppeal,
  }),
};
