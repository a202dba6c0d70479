/** What everybody who runs the game may read: who one is, who else there is, and what was done. Acts are in the files beside this one. */
import Type, { type Static } from 'typebox';
import { ADMIN_ROLES } from '../core/adminRoles.ts';
import { route } from '../core/route.ts';
import {
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

export const AdminRoleSchema = oneOf(ADMIN_ROLES);

/** Why something is done: for the audit log. */
export const Reason = Type.String({
  minLength: 5,
  maxLength: 500,
  pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$',
});
/** What has to be typed before something that cannot be undone: exactly the text that the page shows. */
export const Confirmation = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });

/** A person as administrators see one. */
export const Person = object({ userId: ObjectId, username: NullableText, walletAddress: Type.String() });
export type Person = Static<typeof Person>;

/** system: the program by itself; console: somebody at the command line of the server; admin: somebody signed in. */
export const AuditActor = oneOf(['system', 'console', 'admin'] as const);
export const AuditEntry = object({
  entryId: Type.Integer(),
  at: Instant,
  actor: AuditActor,
  /** The administrator; of what the program did, the player concerned. */
  person: nullable(Person),
  role: nullable(AdminRoleSchema),
  /** What was done, e.g. "season.cancel". */
  action: Type.String(),
  /** What it was done to; null = nothing in particular. */
  target: nullable(object({ kind: Type.String(), id: Type.String() })),
  reason: NullableText,
  before: Type.Unknown(),
  after: Type.Unknown(),
  details: Type.Unknown(),
});
export type AuditEntry = Static<typeof AuditEntry>;

const auditFilters = {
  actor: Type.Optional(AuditActor),
  /** Who did it. */
  userId: Type.Optional(ObjectId),
  /** A whole action ("season.cancel") or its first word ("season"). */
  action: Type.Optional(Type.String({ pattern: '^[a-z_]+([.][a-z_]+)?$', maxLength: 60 })),
  /** Id of what it was done to. */
  target: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.:-]+$', minLength: 1, maxLength: 100 })),
  since: Type.Optional(Instant),
  before: Type.Optional(Instant),
};

export const adminRoutes = {
  'admin.me': route({
    method: 'GET',
    path: '/v1/admin/me',
    access: 'admin',
    summary: 'Which administrator roles you hold.',
    data: object({ userId: ObjectId, username: NullableText, roles: Type.Array(AdminRoleSchema) }),
  }),
  'admin.admins': route({
    method: 'GET',
    path: '/v1/admin/admins',
    access: 'admin',
    summary:
      'Who holds which administrator role. Roles are granted and revoked at the command line of the server only.',
    data: object({
      admins: Type.Array(
        object({ person: Person, role: AdminRoleSchema, grantedAt: Instant, lastActiveAt: NullableInstant }),
      ),
    }),
  }),
  'admin.audit': route({
    method: 'GET',
    path: '/v1/admin/audit',
    access: 'admin',
    summary: 'What was done, by whom and why, newest first.',
    query: object({ limit: Type.Optional(QueryInteger), cursor: Type.Optional(Cursor), ...auditFilters }),
    data: object({ entries: Type.Array(AuditEntry), next: NullableText }),
  }),
  'admin.auditExport': route({
    method: 'GET',
    path: '/v1/admin/audit/export',
    access: 'admin',
    summary:
      'The audit log as a file (CSV unless format=json), newest first, at most 100,000 entries. The same filters as the list.',
    produces: ['text/csv', 'application/json'],
    query: object({ format: Type.Optional(oneOf(['csv', 'json'] as const)), ...auditFilters }),
    data: Type.String(),
  }),
};
