/**
 * News: what the server tells without being asked (SPEC 6.2 and ARCHITECTURE 7).
 * Two streams, each numbered 1, 2, 3 … without gaps: `me` (everything addressed to one player, the tribe's news included, as membership
 * was at the moment it happened) and `season` (public). A client that sees a gap asks GET /v1/events.
 */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  BuildingTypeSchema,
  FormationSchema,
  Instant,
  NullableInstant,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
  RoleSchema,
  UnitTypeSchema,
} from '../core/schema.ts';

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
    casualties: ArmySchema,
    enemyCasualties: ArmySchema,
    vpGained: Amount,
    opponent: Type.String(),
    territoryTransferred: Type.Boolean(),
    ...territoryRef,
  }),
  territory_lost: object({ ...territoryRef, battleId: nullable(ObjectId), by: nullableTribe }),
  training_completed: object({ queueId: ObjectId, unitType: UnitTypeSchema, quantity: Amount, army: ArmySchema }),
  building_upgraded: object({ buildingType: BuildingTypeSchema, level: Type.Integer() }),
  units_returned: object({ units: ArmySchema, army: ArmySchema }),
  vp_updated: object({ victoryPoints: Amount, gained: Amount, reason: oneOf(['hourly', 'battle'] as const) }),
  gold_updated: object({ gold: Amount, gained: Type.Integer(), reason: oneOf(['income', 'refund', 'loot'] as const) }),
  tribe_member_joined: object({ tribeId: ObjectId, userId: ObjectId, username: NullableText, role: RoleSchema }),
  tribe_member_left: object({ tribeId: ObjectId, userId: ObjectId, username: NullableText }),
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
  attack_incoming: object({ battleId: ObjectId, attacker: TribeRef, ...territoryRef }),
  // stream "season"
  battle_queued: object({
    battleId: ObjectId,
    ...territoryRef,
    orderNo: Type.Integer(),
    pending: Amount,
    attacker: TribeRef,
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
    kind: oneOf(['captured', 'held', 'founded', 'dissolved', 'tally', 'joined'] as const),
    text: Type.String(),
  }),
  leaderboard_updated: object({ at: Instant }),
  season_started: object({ seasonId: ObjectId, name: Type.String() }),
  season_ending_soon: object({ seasonId: ObjectId, endsAt: Instant }),
  season_ended: object({ seasonId: ObjectId }),
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

/** First message on every socket: where both streams stand, and the server's clock. `reset` = too much was missed, fetch everything anew. */
export interface SocketHello {
  serverTime: string;
  userId: string | null;
  seasonId: string | null;
  seq: { me: number; season: number };
  reset: boolean;
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
};
