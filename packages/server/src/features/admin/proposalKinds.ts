/** What takes two people: who may propose it, who may approve it, and how it is done. A new kind is a line here. */
import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { PUBLISH } from '../payouts/desk.ts';
import { FORFEIT, forfeitPayout } from '../payouts/forfeits.ts';
import { approvePublication } from '../payouts/planning.ts';
import { cancel } from '../seasons/manage.ts';
import { resume } from './books.ts';
import { giveBack } from './payments.ts';
import { noteRefundPaid, REFUND_PAID } from './payouts.ts';
import type { ProposalRow } from './proposalQueries.ts';
import type { ActingAdmin } from './roles.ts';
import { asRefusal } from './seasonRefusal.ts';

export interface ProposalKind {
  readonly proposers: readonly AdminRole[];
  readonly approvers: readonly AdminRole[];
  /** Runs in the transaction of the approval, with the proposal locked. What it throws undoes the approval. */
  execute(ctx: Context, tx: Tx, approved: { proposal: ProposalRow; by: ActingAdmin }): Promise<void>;
}

const KINDS: Readonly<Record<string, ProposalKind>> = {
  /** A season with an entry fee: those who paid get their money back. */
  'season.cancel': {
    proposers: ['operator'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      asRefusal(() => cancel(ctx, tx, proposal.target_id, { by, reason: proposal.reason })),
  },
  /** An entry fee, when the treasurer has given back much today. */
  'payment.refund': {
    proposers: ['treasurer'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      giveBack(ctx, tx, { paymentId: proposal.target_id, by, reason: proposal.reason, proposalId: proposal.id }),
  },
  /** Payouts were stopped because the books disagreed. */
  'payouts.resume': {
    proposers: ['treasurer', 'operator'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      resume(ctx, tx, { stopId: proposal.target_id, by, reason: proposal.reason, proposalId: proposal.id }),
  },
  /** The prizes of a season: this very root. */
  [PUBLISH]: {
    proposers: ['treasurer', 'operator'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      approvePublication(ctx, tx, {
        ...{ seasonId: proposal.target_id, proposalId: proposal.id, root: proposal.payload.root },
        ...{ by, reason: proposal.reason },
      }),
  },
  /** A prize that can never be paid goes into the next pool. */
  [FORFEIT]: {
    proposers: ['treasurer'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      forfeitPayout(ctx, tx, {
        ...{ target: proposal.target_id, proposalId: proposal.id },
        ...{ by, reason: proposal.reason },
      }),
  },
  /** A refund that the program could not send was paid by hand. */
  [REFUND_PAID]: {
    proposers: ['treasurer'],
    approvers: ['treasurer', 'operator'],
    execute: (ctx, tx, { proposal, by }) =>
      noteRefundPaid(ctx, tx, {
        ...{ refundId: proposal.target_id, proof: proposal.payload.proof, proposalId: proposal.id },
        ...{ by, reason: proposal.reason },
      }),
  },
};

export function kindOf(name: string): ProposalKind {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) throw new Error(`there is no kind of proposal "${name}"`);
  return kind;
}
