import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  Instant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
  RoleSchema,
} from '../core/schema.ts';

export const TribeMember = object({
  userId: ObjectId,
  username: NullableText,
  victoryPoints: Amount,
  joinedAt: Instant,
});
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
  /** Whether you have an open request to this tribe. */
  requestedByMe: Type.Boolean(),
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

const tribeParams = object({ tribeId: ObjectId });
const joined = object({ tribeId: ObjectId, role: RoleSchema, seat: Type.Integer({ minimum: 1, maximum: 12 }) });

export const tribeRoutes = {
  'tribes.list': route({
    method: 'GET',
    path: '/v1/tribes',
    access: 'public',
    summary: 'Tribes of the current season, best first; search matches name and tag.',
    query: object({
      search: Type.Optional(Type.String({ maxLength: 30 })),
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
    summary: 'Invite a player; valid for 24 hours.',
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
};
