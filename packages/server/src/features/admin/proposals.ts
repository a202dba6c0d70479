/**
 * The two-person rule. One administrator proposes an act; another one, of a role that the kind names, approves it, and it is done in that
 * very transaction. Nobody approves what he proposed himself, nothing is approved twice, what nobody decides expires. The proposer must
 * still hold the role when it is approved. The table refuses the same person and a second decision, too.
 */
import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { Proposal } from '@cryptotribes/protocol/features/adminProposals';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { uniqueViolation } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { recordAct } from './audit.ts';
import { assertConfirmed } from './confirm.ts';
import { kindOf } from './proposalKinds.ts';
import {
  decideProposal,
  expireProposals,
  insertProposal,
  listProposals,
  lockProposal,
  type NamedProposal,
  type ProposalRow,
} from './proposalQueries.ts';
import { type ActingAdmin, actingAdmin, personOf, rolesOf } from './roles.ts';

export const PROPOSAL_LIFE_MS = 48 * 3_600_000;

export interface NewProposal {
  readonly kind: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** What it is about, for people. */
  readonly title: string;
  /** Everything that is needed to do it later; nothing else is asked for. */
  readonly payload: Record<string, unknown>;
  /** Has to be typed to approve. */
  readonly confirm: string;
  readonly reason: string;
}

/** Puts an act before a second person; gives the proposal's id. ALREADY_PROPOSED when the same waits for the same target. */
export async function propose(
  ctx: Pick<Context, 'clock' | 'newId'>,
  tx: Tx,
  by: ActingAdmin,
  proposal: NewProposal,
): Promise<string> {
  const kind = kindOf(proposal.kind);
  if (!kind.proposers.includes(by.role)) throw new AppError('FORBIDDEN', { needs: kind.proposers.join(' or ') });
  const nowMs = ctx.clock.nowMs();
  await expireProposals(tx, nowMs);
  const id = ctx.newId();
  try {
    await insertProposal(tx, {
      id,
      kind: proposal.kind,
      target_kind: proposal.target.kind,
      target_id: proposal.target.id,
      title: proposal.title,
      payload: proposal.payload,
      confirm: proposal.confirm,
      reason: proposal.reason,
      proposed_by: by.userId,
      proposed_role: by.role,
      proposed_at: nowMs,
      expires_at: nowMs + PROPOSAL_LIFE_MS,
    });
  } catch (error) {
    if (uniqueViolation(error) === 'admin_proposals_open') throw new AppError('ALREADY_PROPOSED');
    throw error;
  }
  await recordAct(tx, nowMs, {
    by,
    action: 'proposal.make',
    target: { kind: 'proposal', id },
    reason: proposal.reason,
    details: { kind: proposal.kind, target: proposal.target, payload: proposal.payload },
  });
  return id;
}

/** Does what was proposed. Codes: PROPOSAL_NOT_FOUND, PROPOSAL_NOT_OPEN, SECOND_PERSON_REQUIRED, FORBIDDEN, CONFIRMATION_MISMATCH. */
export async function approve(
  ctx: Context,
  tx: Tx,
  userId: string,
  id: string,
  confirm: string,
): Promise<RouteData<'admin.approve'>> {
  const { proposal, by } = await openFor(ctx, tx, userId, id);
  assertConfirmed(confirm, proposal.confirm);
  const kind = kindOf(proposal.kind);
  if (!(await rolesOf(tx, proposal.proposed_by)).some((role) => kind.proposers.includes(role))) {
    throw new AppError(
      'ACT_NOT_POSSIBLE',
      {},
      'Whoever proposed this no longer holds the role for it. Propose it anew.',
    );
  }
  await decideProposal(tx, id, 'approved', by, ctx.clock.nowMs(), null);
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'proposal.approve',
    target: { kind: 'proposal', id },
    reason: proposal.reason,
    details: { kind: proposal.kind, proposedBy: proposal.proposed_by },
  });
  await kind.execute(ctx, tx, { proposal, by });
  return { proposalId: id, status: 'approved' };
}

/** Codes: PROPOSAL_NOT_FOUND, PROPOSAL_NOT_OPEN, SECOND_PERSON_REQUIRED, FORBIDDEN. */
export async function decline(
  ctx: Context,
  tx: Tx,
  userId: string,
  id: string,
  reason: string,
): Promise<RouteData<'admin.decline'>> {
  const { proposal, by } = await openFor(ctx, tx, userId, id);
  await decideProposal(tx, id, 'declined', by, ctx.clock.nowMs(), reason);
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'proposal.decline',
    target: { kind: 'proposal', id },
    reason,
    details: { kind: proposal.kind, proposedBy: proposal.proposed_by },
  });
  return { proposalId: id, status: 'declined' };
}

/** Takes back one's own proposal. PROPOSAL_NOT_FOUND, PROPOSAL_NOT_OPEN, FORBIDDEN. */
export async function withdraw(ctx: Context, tx: Tx, userId: string, id: string): Promise<RouteData<'admin.withdraw'>> {
  const proposal = await held(ctx, tx, id);
  if (proposal.proposed_by !== userId) throw new AppError('FORBIDDEN', { needs: 'the one who proposed it' });
  const by = await actingAdmin(tx, userId);
  await decideProposal(tx, id, 'withdrawn', by, ctx.clock.nowMs(), null);
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'proposal.withdraw',
    target: { kind: 'proposal', id },
    details: { kind: proposal.kind },
  });
  return { proposalId: id, status: 'withdrawn' };
}

/** The proposal, locked and open, and the second person who may decide it. */
async function openFor(
  ctx: Context,
  tx: Tx,
  userId: string,
  id: string,
): Promise<{ proposal: ProposalRow; by: ActingAdmin }> {
  const proposal = await held(ctx, tx, id);
  if (proposal.proposed_by === userId) throw new AppError('SECOND_PERSON_REQUIRED');
  return { proposal, by: await actingAdmin(tx, userId, kindOf(proposal.kind).approvers) };
}

async function held(ctx: Context, tx: Tx, id: string): Promise<ProposalRow> {
  const proposal = await lockProposal(tx, id);
  if (proposal === null) throw new AppError('PROPOSAL_NOT_FOUND');
  const status = statusAt(proposal, ctx.clock.nowMs());
  if (status !== 'open') throw new AppError('PROPOSAL_NOT_OPEN', { status });
  return proposal;
}

const statusAt = (proposal: ProposalRow, nowMs: number): ProposalRow['status'] =>
  proposal.status === 'open' && nowMs >= proposal.expires_at ? 'expired' : proposal.status;

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const Place = Type.Tuple([Type.String({ pattern: '^[0-9a-f]{24}$' })]);

export async function showProposals(
  ctx: Context,
  userId: string,
  query: RouteQuery<'admin.proposals'>,
): Promise<RouteData<'admin.proposals'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const before = readCursor(query.cursor, Place)?.[0] ?? null;
  const nowMs = ctx.clock.nowMs();
  const rows = await listProposals(ctx.pool, query.status ?? null, { before, limit: limit + 1 }, nowMs);
  const roles = await rolesOf(ctx.pool, userId);
  const proposals = rows.slice(0, limit).map((row) => proposalFor(row, { userId, roles }, nowMs));
  const last = proposals.at(-1);
  return { proposals, next: rows.length > limit && last !== undefined ? writeCursor([last.proposalId]) : null };
}

function proposalFor(row: NamedProposal, me: { userId: string; roles: readonly AdminRole[] }, nowMs: number): Proposal {
  const { approvers } = kindOf(row.kind);
  const status = statusAt(row, nowMs);
  const mine = row.proposed_by === me.userId;
  return {
    proposalId: row.id,
    kind: row.kind,
    target: { kind: row.target_kind, id: row.target_id },
    title: row.title,
    payload: row.payload,
    reason: row.reason,
    proposedBy: personOf({ user_id: row.proposed_by, username: row.proposer_name, wallet: row.proposer_wallet }),
    proposedRole: row.proposed_role,
    proposedAt: new Date(row.proposed_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
    status,
    decidedBy:
      row.decided_by === null || row.decider_wallet === null
        ? null
        : personOf({ user_id: row.decided_by, username: row.decider_name, wallet: row.decider_wallet }),
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
    note: row.note,
    confirm: row.confirm,
    approvers: [...approvers],
    mayDecide: status === 'open' && !mine && me.roles.some((role) => approvers.includes(role)),
    mine,
  };
}
