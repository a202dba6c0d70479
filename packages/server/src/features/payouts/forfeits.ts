/**
 * Prizes that can never be paid: the entry fee went back for good, the player is excluded, or the wallet cannot be paid. Two people forfeit
 * such a prize, and it goes into the pool of the paid season that ends next; never to the house. So every season is paid out one day.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { ForfeitReason } from '@cryptotribes/protocol/features/payouts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { type Actor, recordAct } from '../admin/audit.ts';
import { bookPayoutForfeited } from './bookings.ts';
import { refuse } from './planning.ts';
import { lockPlan } from './planQueries.ts';
import { listForfeits, lockPayout, markForfeited, type PayoutRow } from './queries.ts';
import { tellPayout } from './tell.ts';

export const FORFEIT = 'payout.forfeit';

/** What has to be typed. */
export const forfeitConfirmation = (payout: Pick<PayoutRow, 'amount_micro'>): string =>
  `forfeit ${payout.amount_micro / 1e6}`;

export const payoutTarget = (payout: Pick<PayoutRow, 'season_id' | 'user_id'>): { kind: 'payout'; id: string } => ({
  kind: 'payout',
  id: `${payout.season_id}:${payout.user_id}`,
});

/** The payout, locked, and why it may be forfeited. PAYOUT_NOT_FOUND; ACT_NOT_POSSIBLE when it may not. */
export async function forfeitablePayout(
  desk: Pick<Context, 'clock'>,
  tx: Tx,
  seasonId: string,
  userId: string,
): Promise<{ payout: PayoutRow; why: ForfeitReason }> {
  await lockPlan(tx, seasonId);
  const payout = await lockPayout(tx, seasonId, userId);
  if (payout === null) throw new AppError('PAYOUT_NOT_FOUND');
  const why = (await listForfeits(tx, seasonId, desk.clock.nowMs())).get(userId);
  if (why === undefined)
    throw refuse(
      'This prize is not lost: the fee must be gone for good, the ban must stand after its appeal or 14 days, or the wallet must be impossible to pay.',
      { status: payout.status },
    );
  return { payout, why };
}

/** Forfeits it, once a second person has approved. ACT_NOT_POSSIBLE when it may no longer be. */
export async function forfeitPayout(
  desk: Pick<Context, 'clock'>,
  tx: Tx,
  approved: { target: string; proposalId: string; by: Actor; reason: string },
): Promise<void> {
  const [seasonId = '', userId = ''] = approved.target.split(':');
  const { payout, why } = await forfeitablePayout(desk, tx, seasonId, userId);
  const nowMs = desk.clock.nowMs();
  await markForfeited(tx, payout, { why, proposalId: approved.proposalId }, nowMs);
  await bookPayoutForfeited(tx, payout, nowMs);
  await recordAct(tx, nowMs, {
    ...{ by: approved.by, action: FORFEIT, target: payoutTarget(payout), reason: approved.reason },
    before: { status: payout.status, holdReason: payout.hold_reason },
    after: { status: 'forfeited', why },
    details: { userId, amountMicro: payout.amount_micro, proposalId: approved.proposalId },
  });
  tellPayout(tx, payout, 'forfeited', nowMs);
}
