/**
 * News: what the server tells without being asked (SPEC 6.2 and ARCHITECTURE 7).
 * Two streams, each numbered 1, 2, 3 … without gaps: `me` (everything addressed to one player, and the tribe's news of the time as a
 * member; who is no longer one finds `news_withdrawn` in their place) and `season` (public). A client that sees a gap asks GET /v1/events.
 */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  BuildingTypeSchema,
  Cursor,
  FormationSchema,
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
  QueryInteger,
  RoleSchema,
  UnitTypeSchema,
} from '../core/schema.ts';
import { BeaconWait } from './beacon.ts';
import { PayoutUpdate } from './payouts.ts';
import { Standing } from './standing.ts';

const territoryRef = { territoryId: Type.Integer({ minimum: 1, maximum: 50 }), territoryName: Type.String() };
const TribeRef = object({ tribeId: ObjectId, name: Type.String(), tag: Type.String(), ordinal: Type.Integer() });
const nullableTribe = nullable(TribeRef);

/** Event name → data. Names of SPEC 6.2 are kept; `seq`, `stream` and `at` are added on the way. */
export const eventSchemas = {
  // stream "me"
  battle_completed: object({
    battleId: ObjectId,
    role: oneOf(['attacker', 'defender'] as const),
    result: oneOf(['You attacked', 'You were attacked'] as const),
    winner: oneOf(['you', 'opponent'] as const),
    outcome: oneOf(['completed', 'reinforced', 'void'] as const),
    /** It is void because its round of the public beacon never came. */
    roundMissing: Type.Optional(Type.Literal(true)),
    casualties: ArmySchema,
    enemyCasualties: ArmySchema,
    vpGained: Amount,
    opponent: Type.String(),
    territoryTransferred: Type.Boolean(),
    target: oneOf(['territory', 'camp', 'village'] as const),
    /** Null for raids. */
    territoryId: NullableInteger,
    territoryName: NullableText,
    campLevel: NullableInteger,
    /** Gold that the raiders took. */
    goldLooted: Amount,
  }),
  /** Your village was raided successfully. */
  raided: object({
    battleId: ObjectId,
    raider: object({ userId: ObjectId, username: NullableText, tribe: nullableTribe }),
    goldLost: Amount,
    unitsLost: ArmySchema,
    shieldUntil: Instant,
  }),
  territory_lost: object({ ...territoryRef, battleId: nullable(ObjectId), by: nullableTribe }),
  training_completed: object({ queueId: ObjectId, unitType: UnitTypeSchema, quantity: Amount, army: ArmySchema }),
  building_upgraded: object({ buildingType: BuildingTypeSchema, level: Type.Integer() }),
  units_returned: object({ units: ArmySchema, army: ArmySchema }),
  vp_updated: object({ victoryPoints: Amount, gained: Amount, reason: oneOf(['hourly', 'battle'] as const) }),
  gold_updated: object({ gold: Amount, gained: Type.Integer(), reason: oneOf(['income', 'refund', 'loot'] as const) }),
  /** You joined another season, and your commands now mean that one. The socket moves to its room and is greeted anew. */
  season_switched: object({ seasonId: ObjectId, name: Type.String() }),
  tribe_member_joined: object({ tribeId: ObjectId, userId: ObjectId, username: NullableText, role: RoleSchema }),
  tribe_member_left: object({
    tribeId: ObjectId,
    userId: ObjectId,
    username: NullableText,
    reason: oneOf(['left', 'dismissed'] as const),
  }),
  /** One per member whose role changed: handing over the lead tells two. */
  tribe_role_changed: object({ tribeId: ObjectId, userId: ObjectId, username: NullableText, role: RoleSchema }),
  tribe_message: object({
    tribeId: ObjectId,
    messageId: ObjectId,
    number: Type.Integer(),
    userId: ObjectId,
    username: NullableText,
    text: Type.String(),
  }),
  /** A leader of your tribe sent units of yours home. */
  units_recalled: object({
    ...territoryRef,
    units: ArmySchema,
    arrivesAt: Instant,
    by: object({ userId: ObjectId, username: NullableText }),
  }),
  /** In place of your former tribe's news, which are no longer yours to read: keeps the numbers without gaps. */
  news_withdrawn: object({}),
  tribe_battle: object({
    battleId: ObjectId,
    member: nullable(ObjectId),
    username: NullableText,
    action: oneOf(['attacked', 'defended'] as const),
    won: Type.Boolean(),
    ...territoryRef,
  }),
  tribe_invite: object({
    inviteId: ObjectId,
    tribeId: ObjectId,
    tribeName: Type.String(),
    tag: Type.String(),
    expiresAt: Instant,
  }),
  tribe_request: object({ tribeId: ObjectId, userId: ObjectId, username: NullableText }),
  /** A payment of yours is in another state. */
  payment_updated: object({
    paymentId: ObjectId,
    seasonId: ObjectId,
    method: PaymentMethodSchema,
    status: PaymentStatusSchema,
    /** Why it failed or goes back: a word, see docs/API.md; null otherwise. */
    reason: NullableText,
  }),
  /** A prize of yours is in another state; txHash once a transaction pays it. */
  payout_updated: PayoutUpdate,
  /** You were restricted or banned, or that was lifted. `GET /v1/me/standing` says why. */
  standing_changed: object({ standing: Standing }),
  attack_incoming: object({ battleId: ObjectId, attacker: TribeRef, ...territoryRef }),
  // stream "season"
  battle_queued: object({
    battleId: ObjectId,
    ...territoryRef,
    orderNo: Type.Integer(),
    pending: Amount,
    attacker: TribeRef,
    /** The round of the public beacon that it waits for; absent in seasons without one. */
    beacon: Type.Optional(BeaconWait),
  }),
  territory_captured: object({
    ...territoryRef,
    battleId: ObjectId,
    newOwner: TribeRef,
    previousOwner: nullableTribe,
    truceUntil: NullableInstant,
  }),
  /** The public state of one territory after a change: enough to redraw it. */
  territory_updated: object({
    ...territoryRef,
    owner: nullable(object({ ...TribeRef.properties, controlledSince: Instant })),
    units: ArmySchema,
    formation: FormationSchema,
    truceUntil: NullableInstant,
    pending: Amount,
  }),
  saga: object({
    kind: oneOf(['captured', 'held', 'founded', 'dissolved', 'tally', 'joined', 'raided'] as const),
    text: Type.String(),
  }),
  leaderboard_updated: object({ at: Instant }),
  season_started: object({ seasonId: ObjectId, name: Type.String() }),
  season_ending_soon: object({ seasonId: ObjectId, endsAt: Instant }),
  season_ended: object({ seasonId: ObjectId }),
  season_cancelled: object({
    seasonId: ObjectId,
    reason: oneOf(['too_few_players', 'no_tribes', 'operator'] as const),
  }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventData<N extends EventName> = Static<(typeof eventSchemas)[N]>;
export type StreamName = 'me' | 'season';

/** An event as it travels. */
export type News = {
  [N in EventName]: { stream: StreamName; seq: number; type: N; at: string; data: EventData<N> };
}[EventName];

const NewsItem = object({
  stream: oneOf(['me', 'season'] as const),
  seq: Type.Integer(),
  type: Type.Unsafe<EventName>({ type: 'string' }),
  at: Instant,
  data: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
});

/** Notices are the events of the settings' matrix; the rest only refreshes figures and is not counted. */
export const UnreadNews = object({
  /** The last number you have read. */
  readSeq: Amount,
  /** The newest number of your stream. */
  lastSeq: Amount,
  unread: Amount,
  /** Event → how many of it. */
  byType: Type.Record(Type.String(), Amount),
});
export type UnreadNews = Static<typeof UnreadNews>;

/** First message on every socket: where both streams stand, and the server's clock. `reset` = too much was missed, fetch everything anew. */
export interface SocketHello {
  serverTime: string;
  userId: string | null;
  seasonId: string | null;
  seq: { me: number; season: number };
  reset: boolean;
}

/**
 * A message on the socket beside the numbered news: a member of your tribe came or went. Nothing is missed without it; the tribe's page
 * says who is there.
 */
export interface PresenceMessage {
  userId: string;
  online: boolean;
  /** ISO time. */
  at: string;
}

export const eventRoutes = {
  'events.list': route({
    method: 'GET',
    path: '/v1/events',
    access: 'public',
    summary:
      'News after a number. Signed in: your own stream, unless stream=season; without a token: the public stream.',
    query: object({
      after: Type.Optional(QueryInteger),
      limit: Type.Optional(QueryInteger),
      stream: Type.Optional(oneOf(['me', 'season'] as const)),
    }),
    data: object({
      stream: oneOf(['me', 'season'] as const),
      events: Type.Array(NewsItem),
      /** The newest number of the stream. */
      lastSeq: Type.Integer(),
      hasMore: Type.Boolean(),
      /** News after `after` were already cleared away: take a snapshot instead. */
      reset: Type.Boolean(),
    }),
  }),
  'events.unread': route({
    method: 'GET',
    path: '/v1/events/unread',
    access: 'user',
    summary: 'How many notices of your stream you have not read; counted up to 1,000.',
    data: UnreadNews,
  }),
  'events.notices': route({
    method: 'GET',
    path: '/v1/events/notices',
    access: 'user',
    summary:
      'The notices of your stream, newest first: the events of the settings, without those that only refresh figures.',
    query: object({ before: Type.Optional(QueryInteger), limit: Type.Optional(QueryInteger) }),
    data: object({
      notices: Type.Array(NewsItem),
      /** The last number you have read. */
      readSeq: Amount,
      /** The newest number of your stream. */
      lastSeq: Amount,
      /** There are older ones: ask with `before` the number of the last one. */
      hasMore: Type.Boolean(),
    }),
  }),
  'events.read': route({
    method: 'POST',
    path: '/v1/events/read',
    access: 'user',
    summary: 'You have read your stream up to this number. Never goes back.',
    body: object({ upTo: Amount }),
    data: UnreadNews,
  }),
  'saga.list': route({
    method: 'GET',
    path: '/v1/saga',
    access: 'public',
    summary: 'What happened in the season, newest first.',
    query: object({
      seasonId: Type.Optional(ObjectId),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({
      entries: Type.Array(object({ seq: Type.Integer(), at: Instant, ...eventSchemas.saga.properties })),
      /** Cursor of the next page; null at the end. */
      next: NullableText,
    }),
  }),
};
