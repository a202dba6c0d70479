/** Players as support sees them: who they are, sessions, standing, flags. */
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
  SearchText,
} from '../core/schema.ts';
import { AdminRoleSchema, AuditEntry, Confirmation, Person, Reason } from './admin.ts';
import { SeasonStatus } from './seasons.ts';
import { Standing } from './standing.ts';

export const PlayerRow = object({
  person: Person,
  createdAt: Instant,
  lastActiveAt: Instant,
  online: Type.Boolean(),
  standing: Standing,
  openFlags: Amount,
});
export type PlayerRow = Static<typeof PlayerRow>;

export const FlagStatus = oneOf(['open', 'cleared', 'restricted', 'banned'] as const);
export const Flag = object({
  flagId: ObjectId,
  person: Person,
  standing: Standing,
  seasonId: NullableText,
  /** What was noticed, e.g. "feeding"; "manual" when an administrator did. */
  kind: Type.String(),
  /** 0 to 100; null when a person noticed it. */
  score: NullableInteger,
  evidence: Type.Unknown(),
  raisedAt: Instant,
  updatedAt: Instant,
  status: FlagStatus,
  note: NullableText,
  decidedBy: nullable(Person),
  decidedAt: NullableInstant,
});
export type Flag = Static<typeof Flag>;

const SessionRow = object({
  sessionId: ObjectId,
  kind: oneOf(['token', 'cookie'] as const),
  createdAt: Instant,
  expiresAt: Instant,
  endedAt: NullableInstant,
});

export const PlayerDetail = object({
  ...PlayerRow.properties,
  sanction: nullable(object({ reason: Type.String(), since: Instant })),
  roles: Type.Array(AdminRoleSchema),
  /** The newest 50. */
  sessions: Type.Array(SessionRow),
  seasons: Type.Array(
    object({
      seasonId: ObjectId,
      seasonNumber: Type.Integer(),
      name: Type.String(),
      status: SeasonStatus,
      source: Type.String(),
      enteredAt: Instant,
      victoryPoints: Amount,
      tribe: nullable(object({ tribeId: ObjectId, name: Type.String(), tag: Type.String(), role: Type.String() })),
    }),
  ),
  flags: Type.Array(Flag),
  /** The newest 20 entries of the audit log about this player. */
  history: Type.Array(AuditEntry),
  /** Has to be typed to ban the player. */
  confirm: Type.String(),
});
export type PlayerDetail = Static<typeof PlayerDetail>;

const params = object({ userId: ObjectId });
const flagParams = object({ flagId: ObjectId });

export const adminPlayerRoutes = {
  'admin.users': route({
    method: 'GET',
    path: '/v1/admin/users',
    access: 'admin',
    summary:
      'Players whose name begins like the search text (look-alikes included), or with this wallet or id; newest first.',
    query: object({
      search: Type.Optional(SearchText(60)),
      standing: Type.Optional(Standing),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ users: Type.Array(PlayerRow), next: NullableText }),
  }),
  'admin.user': route({
    method: 'GET',
    path: '/v1/admin/users/:userId',
    access: 'admin',
    summary: 'One player: sessions, seasons, flags and what was done.',
    params,
    data: PlayerDetail,
  }),
  'admin.endSessions': route({
    method: 'POST',
    path: '/v1/admin/users/:userId/end-sessions',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Sign a player out everywhere, at once. Signing in again is possible.',
    params,
    body: object({ reason: Reason }),
    data: object({ userId: ObjectId, endedSessions: Amount }),
  }),
  'admin.ban': route({
    method: 'POST',
    path: '/v1/admin/users/:userId/ban',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary:
      'Ban a player: sessions and sockets end at once, signing in is refused. Type the name (or wallet) to confirm.',
    params,
    body: object({ reason: Reason, confirm: Confirmation }),
    data: object({ userId: ObjectId, standing: Standing, endedSessions: Amount }),
  }),
  'admin.restrict': route({
    method: 'POST',
    path: '/v1/admin/users/:userId/restrict',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Restrict a player: plays on, gets no prize meanwhile.',
    params,
    body: object({ reason: Reason }),
    data: object({ userId: ObjectId, standing: Standing }),
  }),
  'admin.lift': route({
    method: 'POST',
    path: '/v1/admin/users/:userId/lift',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Lift a ban or a restriction.',
    params,
    body: object({ reason: Reason }),
    data: object({ userId: ObjectId, standing: Standing }),
  }),
  'admin.flags': route({
    method: 'GET',
    path: '/v1/admin/flags',
    access: 'admin',
    summary: 'Signs that somebody may not play fairly, newest first. They are no verdict.',
    query: object({
      status: Type.Optional(FlagStatus),
      kind: Type.Optional(Type.String({ pattern: '^[a-z_]{3,40}$', maxLength: 40 })),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ flags: Type.Array(Flag), next: NullableText }),
  }),
  'admin.raiseFlag': route({
    method: 'POST',
    path: '/v1/admin/flags',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary: 'Flag a player by hand, for something that no detector sees.',
    body: object({ userId: ObjectId, reason: Reason }),
    data: Flag,
  }),
  'admin.decideFlag': route({
    method: 'POST',
    path: '/v1/admin/flags/:flagId/decide',
    access: 'admin',
    adminRoles: ['support', 'operator'],
    summary:
      'Decide an open flag. restricted and banned do that to the player; banned needs the name (or wallet) typed.',
    params: flagParams,
    body: object({
      decision: oneOf(['cleared', 'restricted', 'banned'] as const),
      note: Reason,
      confirm: Type.Optional(Confirmation),
    }),
    data: Flag,
  }),
};
