/** Acts that take two people: one proposes, another one of a fitting role decides. */
import Type, { type Static } from 'typebox';
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
import { AdminRoleSchema, Confirmation, Person, Reason } from './admin.ts';

export const ProposalStatus = oneOf(['open', 'approved', 'declined', 'withdrawn', 'expired'] as const);
export const Proposal = object({
  proposalId: ObjectId,
  /** What is proposed, e.g. "season.cancel". */
  kind: Type.String(),
  target: object({ kind: Type.String(), id: Type.String() }),
  /** What it is about, for people. */
  title: Type.String(),
  payload: Type.Unknown(),
  reason: Type.String(),
  proposedBy: Person,
  proposedRole: AdminRoleSchema,
  proposedAt: Instant,
  expiresAt: Instant,
  status: ProposalStatus,
  decidedBy: nullable(Person),
  decidedAt: NullableInstant,
  note: NullableText,
  /** Has to be typed to approve. */
  confirm: Type.String(),
  /** Who may approve: whoever holds one of these and did not propose it. */
  approvers: Type.Array(AdminRoleSchema),
  /** Whether you may. */
  mayDecide: Type.Boolean(),
  mine: Type.Boolean(),
});
export type Proposal = Static<typeof Proposal>;

const params = object({ proposalId: ObjectId });
const decided = object({ proposalId: ObjectId, status: ProposalStatus });

export const adminProposalRoutes = {
  'admin.proposals': route({
    method: 'GET',
    path: '/v1/admin/proposals',
    access: 'admin',
    summary: 'What was proposed, newest first. Proposals that nobody decides expire after 48 hours.',
    query: object({
      status: Type.Optional(ProposalStatus),
      limit: Type.Optional(QueryInteger),
      cursor: Type.Optional(Cursor),
    }),
    data: object({ proposals: Type.Array(Proposal), next: NullableText }),
  }),
  'admin.approve': route({
    method: 'POST',
    path: '/v1/admin/proposals/:proposalId/approve',
    access: 'admin',
    summary: 'Approve what another administrator proposed, and do it. Needs a role that the proposal names.',
    params,
    body: object({ confirm: Confirmation }),
    data: decided,
  }),
  'admin.decline': route({
    method: 'POST',
    path: '/v1/admin/proposals/:proposalId/decline',
    access: 'admin',
    summary: 'Decline what another administrator proposed. Needs a role that the proposal names.',
    params,
    body: object({ reason: Reason }),
    data: decided,
  }),
  'admin.withdraw': route({
    method: 'POST',
    path: '/v1/admin/proposals/:proposalId/withdraw',
    access: 'admin',
    summary: 'Take back your own proposal.',
    params,
    data: decided,
  }),
};
