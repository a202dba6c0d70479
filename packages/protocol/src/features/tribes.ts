import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
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
  QueryInteger,
  RoleSchema,
  SearchText,
  TierSchema,
} from '../core/schema.ts';

export const TribeMember = object({
  userId: ObjectId,
  username: NullableText,
  victoryPoints: Amount,
  joinedAt: Instant,
  /** Whether the player is connected now; null unless you are a member. */
  online: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
  /** When the player was connected or signed in last; null unless you are a member. */
  lastSeen: NullableInstant,
  /** Units at home, fit to march; null unless you are a member. */
  unitsHome: NullableInteger,
  /** Until then the member cannot write in the council; null = can, or you do not lead the tribe. */
  mutedUntil: NullableInstant,
});
export type TribeMember = Static<typeof TribeMember>;
export const TribeSummary = object({
  id: ObjectId,
  name: Type.String(),
  tag: Type.String(),
  ordinal: Type.Integer(),
  emblem: Type.String(),
  memberCount: Amount,
  totalVP: Amount,
  tribeRank: NullableInteger,
  territoriesControlled: Amount,
  /** Whether you have an open request to this tribe. */
  requestedByMe: Type.Boolean(),
});
export type TribeSummary = Static<typeof TribeSummary>;
export const Tribe = object({
  ...TribeSummary.properties,
  members: object({
    chieftain: nullable(TribeMember),
    captains: Type.Array(TribeMember),
    warriors: Type.Array(TribeMember),
  }),
  /** Share of the pool at the present rank, in USDT; 0 in free seasons. */
  prizePool: Type.Number(),
  createdAt: Instant,
  /** Open requests to join; shown to the tribe's leaders only. */
  requests: Type.Array(object({ userId: ObjectId, username: NullableText, createdAt: Instant })),
  /** Open invitations; shown to the tribe's leaders only. */
  invites: Type.Array(
    object({
      inviteId: ObjectId,
      userId: ObjectId,
      username: NullableText,
      role: RoleSchema,
      createdAt: Instant,
      expiresAt: Instant,
    }),
  ),
  /** Messages of others in the council that you have not read, up to 1,000; null unless you are a member. */
  unreadMessages: NullableInteger,
});
export type Tribe = Static<typeof Tribe>;

export const TribeInvite = object({
  inviteId: ObjectId,
  tribeId: ObjectId,
  tribeName: Type.String(),
  tag: Type.String(),
  ordinal: Type.Integer(),
  role: RoleSchema,
  createdAt: Instant,
  expiresAt: Instant,
});
export type TribeInvite = Static<typeof TribeInvite>;

/** What stands in one territory of the tribe, member by member. */
export const TribeGarrison = object({
  id: ObjectId,
  /** 1 to 50: the place on the map. */
  territoryId: Type.Integer(),
  name: Type.String(),
  tier: TierSchema,
  controlledSince: Instant,
  truceUntil: NullableInstant,
  formation: FormationSchema,
  units: ArmySchema,
  /** Places of the garrison (cavalry takes two), and how many are taken. */
  capacity: Amount,
  placesTaken: Amount,
  pendingOrders: Amount,
  /** In the order in which they came. */
  members: Type.Array(object({ userId: ObjectId, units: ArmySchema, goldPerHour: Type.Number() })),
});
export type TribeGarrison = Static<typeof TribeGarrison>;
/** What a member has in all garrisons together. */
export const GarrisonTotals = object({
  userId: ObjectId,
  username: NullableText,
  role: RoleSchema,
  territories: Amount,
  units: ArmySchema,
  /** Gold an hour of game time from these territories. */
  goldPerHour: Type.Number(),
});
export type GarrisonTotals = Static<typeof GarrisonTotals>;

/** A player that a leader may look for. */
export const FoundPlayer = object({
  userId: ObjectId,
  username: NullableText,
  victoryPoints: Amount,
  /** The tribe the player belongs to; null = none. */
  tribe: nullable(object({ tribeId: ObjectId, name: Type.String(), tag: Type.String(), ordinal: Type.Integer() })),
  /** Whether your tribe's invitation is open. */
  invited: Type.Boolean(),
});
export type FoundPlayer = Static<typeof FoundPlayer>;

/** One change of membership. */
export const TribeLogEntry = object({
  at: Instant,
  kind: oneOf(['founded', 'joined', 'left', 'dismissed', 'role'] as const),
  userId: ObjectId,
  username: NullableText,
  /** The role from then on; null for those who went. */
  role: nullable(RoleSchema),
  /** Who did it; null = the player. */
  by: nullable(object({ userId: ObjectId, username: NullableText })),
});
export type TribeLogEntry = Static<typeof TribeLogEntry>;

const tribeParams = object({ tribeId: ObjectId });
const memberParams = object({ tribeId: ObjectId, userId: ObjectId });
const joined = object({ tribeId: ObjectId, role: RoleSchema, seat: Type.Integer({ minimum: 1, maximum: 12 }) });

export const tribeRoutes = {
  'tribes.list': route({
    method: 'GET',
    path: '/v1/tribes',
    access: 'public',
    summary: 'Tribes of the current season, best first; search matches name and tag.',
    query: object({
      search: Type.Optional(Type.String({ ...SearchText(30), minLength: 0 })),
      limit: Type.Optional(QueryInteger),
      seasonId: Type.Optional(ObjectId),
    }),
    data: object({ tribes: Type.Array(TribeSummary) }),
  }),
  'tribes.get': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId',
    access: 'public',
    summary: 'A tribe and its members.',
    params: tribeParams,
    data: Tribe,
  }),
  'tribes.create': route({
    method: 'POST',
    path: '/v1/tribes/create',
    access: 'entrant',
    summary: 'Found a tribe; you become its chieftain.',
    body: object({
      name: Type.String({ minLength: 1, maxLength: 120 }),
      tag: Type.String({ pattern: '^[A-Z]{3}$', maxLength: 3 }),
    }),
    data: object({
      tribeId: ObjectId,
      name: Type.String(),
      tag: Type.String(),
      chieftain: ObjectId,
      ordinal: Type.Integer(),
    }),
  }),
  'tribes.invite': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/invite',
    access: 'leader',
    summary: 'Invite a player; valid for 24 hours of game time, or as the season’s ruleset says.',
    params: tribeParams,
    body: object({ userId: ObjectId, role: oneOf(['captain', 'warrior'] as const) }),
    data: object({ inviteId: ObjectId, expiresAt: Instant }),
  }),
  'tribes.invites': route({
    method: 'GET',
    path: '/v1/tribes/invites',
    access: 'entrant',
    summary: 'Your open invitations.',
    data: object({ invites: Type.Array(TribeInvite) }),
  }),
  'tribes.acceptInvite': route({
    method: 'POST',
    path: '/v1/tribes/invites/:inviteId/accept',
    access: 'entrant',
    summary: 'Take a seat in the tribe that invited you.',
    params: object({ inviteId: ObjectId }),
    data: joined,
  }),
  'tribes.declineInvite': route({
    method: 'POST',
    path: '/v1/tribes/invites/:inviteId/decline',
    access: 'entrant',
    summary: 'Turn an invitation down.',
    params: object({ inviteId: ObjectId }),
    data: object({ declined: Type.Literal(true) }),
  }),
  'tribes.request': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/requests',
    access: 'entrant',
    summary: 'Ask to join a tribe.',
    params: tribeParams,
    data: object({ tribeId: ObjectId, createdAt: Instant }),
  }),
  'tribes.acceptRequest': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/requests/:userId/accept',
    access: 'leader',
    summary: 'Let a player who asked to join take a seat as warrior.',
    params: object({ tribeId: ObjectId, userId: ObjectId }),
    data: joined,
  }),
  'tribes.declineRequest': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/requests/:userId/decline',
    access: 'leader',
    summary: 'Turn a request to join down.',
    params: object({ tribeId: ObjectId, userId: ObjectId }),
    data: object({ declined: Type.Literal(true) }),
  }),
  'tribes.leave': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/leave',
    access: 'member',
    summary: 'Leave your tribe; your units in its garrisons go home. The last one to leave dissolves it.',
    params: tribeParams,
    data: object({ left: Type.Literal(true), dissolved: Type.Boolean() }),
  }),
  'tribes.withdrawInvite': route({
    method: 'DELETE',
    path: '/v1/tribes/:tribeId/invites/:inviteId',
    access: 'leader',
    summary: 'Take an open invitation back.',
    params: object({ tribeId: ObjectId, inviteId: ObjectId }),
    data: object({ withdrawn: Type.Literal(true) }),
  }),
  'tribes.setRole': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/members/:userId/role',
    access: 'chieftain',
    summary: 'Appoint a captain, make a captain a warrior again, or hand over the lead: then the two change seats.',
    params: memberParams,
    body: object({ role: RoleSchema }),
    data: object({ userId: ObjectId, role: RoleSchema, seat: Type.Integer({ minimum: 1, maximum: 12 }) }),
  }),
  'tribes.dismiss': route({
    method: 'DELETE',
    path: '/v1/tribes/:tribeId/members/:userId',
    access: 'chieftain',
    summary: 'Dismiss a member, in the first half of the season only; the units in the garrisons go home.',
    params: memberParams,
    data: object({ dismissed: Type.Literal(true) }),
  }),
  'tribes.sendHome': route({
    method: 'POST',
    path: '/v1/tribes/:tribeId/members/:userId/send-home',
    access: 'leader',
    summary: "Send a member's units home from a garrison of the tribe; they arrive after 30 minutes of game time.",
    params: memberParams,
    body: object({ territoryId: ObjectId, units: ArmySchema }),
    data: object({ territoryId: Type.Integer(), userId: ObjectId, unitsLeft: ArmySchema, arrivesAt: Instant }),
  }),
  'tribes.garrisons': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/garrisons',
    access: 'member',
    summary: 'Who of your tribe stands where, and what it earns.',
    params: tribeParams,
    data: object({ territories: Type.Array(TribeGarrison), members: Type.Array(GarrisonTotals) }),
  }),
  'tribes.findPlayers': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/players',
    access: 'leader',
    summary:
      'Players of the season to invite: by the beginning of a name, or by a whole wallet address or id; at most 10.',
    params: tribeParams,
    query: object({ search: SearchText(60) }),
    data: object({ players: Type.Array(FoundPlayer) }),
  }),
  'tribes.log': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/log',
    access: 'member',
    summary: 'Who came, went and rose in your tribe, newest first.',
    params: tribeParams,
    query: object({ cursor: Type.Optional(Cursor), limit: Type.Optional(QueryInteger) }),
    data: object({
      entries: Type.Array(TribeLogEntry),
      /** Cursor of the next page; null at the end. */
      next: NullableText,
    }),
  }),
  'tribes.card': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/card.png',
    access: 'public',
    summary: 'The picture that other sites show for a link to the tribe, 1200 x 630.',
    produces: ['image/png'],
    params: tribeParams,
    data: Type.String(),
  }),
  'tribes.emblem': route({
    method: 'GET',
    path: '/v1/tribes/:tribeId/emblem.svg',
    access: 'public',
    summary: 'The shield of a tribe as a picture; also of dissolved tribes. It never changes.',
    produces: ['image/svg+xml'],
    params: tribeParams,
    data: Type.String(),
  }),
};
