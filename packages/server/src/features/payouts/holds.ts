/** What people do about a single payout. Each act is recorded with who and why. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { type Actor, recordAct } from '../admin/audit.ts';
import { refuse } from './planning.ts';
import { lockPlan } from './planQueries.ts';
import { holdPayouts, listObjections, lockPayout, movePayout, type PayoutRow } from './queries.ts';
import { tellPayout } from './tell.ts';

type Desk = Pick<Context, 'clock'>;
export interface PayoutOrder {
  readonly seasonId: string;
  readonly userId: string;
  readonly by: Actor;
  readonly reason: string;
}

async function held(tx: Tx, { seasonId, userId }: PayoutOrder) {
  const plan = await lockPlan(tx, seasonId);
  const payout = await lockPayout(tx, seasonId, userId);
  if (payout === null) throw new AppError('PAYOUT_NOT_FOUND');
  return { plan, payout };
}

const record = (tx: Tx, order: PayoutOrder, verb: string, before: PayoutRow, after: string, nowMs: number) =>
  recordAct(tx, nowMs, {
    ...{ by: order.by, action: `payout.${verb}`, target: { kind: 'payout', id: `${order.seasonId}:${order.userId}` } },
    ...{
      reason: order.reason,
      before: { status: before.status, holdReason: before.hold_reason },
      after: { status: after },
    },
    details: { userId: order.userId, amountMicro: before.amount_micro },
  });

/**
 * PAYOUT_NOT_FOUND; ACT_NOT_POSSIBLE once the root gives it to the winner, or its transfer is signed: nothing stops what is signed.
 */
export async function holdPayout(desk: Desk, tx: Tx, order: PayoutOrder): Promise<'held'> {
  const { plan, payout } = await held(tx, order);
  if (payout.status === 'sent') throw refuse('The transfer is signed: it can no longer be stopped.');
  if (payout.status !== 'due') {
    if (plan !== null && plan.status !== 'planned')
      throw refuse('The root is approved: what it gives to winners can no longer be held.');
    if (payout.status !== 'review' && payout.status !== 'planned') throw refuse(`The payout is ${payout.status}.`);
  }
  const nowMs = desk.clock.nowMs();
  await holdPayouts(tx, order.seasonId, [order.userId], { reason: 'by_people', note: order.reason }, nowMs);
  await record(tx, order, 'hold', payout, 'held', nowMs);
  tellPayout(tx, payout, 'held', nowMs);
  return 'held';
}

/**
 * Nothing stands against it any more: it goes on with the plan, or, after the root was approved without it, is transferred. PAYOUT_NOT_FOUND;
 * ACT_NOT_POSSIBLE while a flag, a sanction or a dispute is open.
 */
export async function releasePayout(desk: Desk, tx: Tx, order: PayoutOrder): Promise<PayoutRow['status']> {
  const { plan, payout } = await held(tx, order);
  if (payout.status !== 'held') throw refuse(`The payout is ${payout.status}: it is not held.`);
  const objection = (await listObjections(tx, order.seasonId)).get(order.userId);
  if (objection !== undefined) throw refuse(`Decide about what stands against it first: ${objection}.`, { objection });
  const nowMs = desk.clock.nowMs();
  const status = plan === null ? 'review' : plan.status === 'planned' ? 'planned' : 'due';
  await movePayout(tx, payout, status, nowMs);
  await record(tx, order, 'release', payout, status, nowMs);
  tellPayout(tx, payout, status, nowMs);
  return status;
}

/** PAYOUT_NOT_FOUND; ACT_NOT_POSSIBLE unless its transfer has failed. */
export async function retryPayout(desk: Desk, tx: Tx, order: PayoutOrder): Promise<'due'> {
  const { payout } = await held(tx, order);
  if (payout.status !== 'failed') throw refuse(`The payout is ${payout.status}: nothing has failed.`);
  const nowMs = desk.clock.nowMs();
  await movePayout(tx, payout, 'due', nowMs);
  await record(tx, order, 'retry', payout, 'due', nowMs);
  tellPayout(tx, payout, 'due', nowMs);
  return 'due';
}
