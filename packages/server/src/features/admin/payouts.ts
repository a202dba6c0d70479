/** What administrators decide about prizes, and about money on the chain that fits no fee. The work is in the features payouts and payments. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { OpenRefund, QuarantinedDeposit } from '@cryptotribes/protocol/features/adminPayouts';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import type { Address } from 'viem';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { type Deposit, type DepositKey, listQuarantined } from '../payments/crypto/depositQueries.ts';
import { readReference, referenceOf } from '../payments/crypto/reference.ts';
import { creditDeposit, DepositRefusal, dismissDeposit, refundDeposit } from '../payments/crypto/resolveDeposit.ts';
import { listAllOpenRefunds, type NamedRefund } from '../payments/deskQueries.ts';
import { getRefund } from '../payments/refundQueries.ts';
import { completeRefund } from '../payments/refunds.ts';
import { PUBLISH } from '../payouts/desk.ts';
import { orderOpening } from '../payouts/deskQueries.ts';
import { FORFEIT, forfeitablePayout, forfeitConfirmation, payoutTarget } from '../payouts/forfeits.ts';
import { payloadOf, payoutConfirmation, payoutSeason, refuse } from '../payouts/planning.ts';
import { askForBatch, lockPlan, setPlanProblem } from '../payouts/planQueries.ts';
import { getSeason } from '../seasons/queries.ts';
import { recordAct } from './audit.ts';
import { assertConfirmed } from './confirm.ts';
import { propose } from './proposals.ts';
import { type ActingAdmin, personOf } from './roles.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
interface Order {
  readonly seasonId: string;
  readonly by: ActingAdmin;
  readonly reason: string;
}

/** Codes: SEASON_NOT_FOUND, CONFIRMATION_MISMATCH, ACT_NOT_POSSIBLE, ALREADY_PROPOSED, PAYMENTS_OFF. */
export async function proposePublication(
  ctx: Context,
  tx: Tx,
  { seasonId, by, reason, confirm }: Order & { confirm: string },
): Promise<RouteData<'admin.proposePayouts'>> {
  const season = await payoutSeason(tx, seasonId);
  assertConfirmed(confirm, payoutConfirmation(season));
  const payload = await payloadOf(ctx, tx, seasonId);
  const proposalId = await propose(ctx, tx, by, {
    kind: PUBLISH,
    target: { kind: 'season', id: seasonId },
    title: `Season ${season.season_number}: ${payload.totalMicro / 1e6} USDT to ${payload.winners} winners`,
    payload,
    confirm: payoutConfirmation(season),
    reason,
  });
  return { proposalId, root: payload.root };
}

/** Codes: PAYOUT_NOT_FOUND, CONFIRMATION_MISMATCH, ALREADY_PROPOSED; ACT_NOT_POSSIBLE unless the prize can never be paid. */
export async function proposeForfeit(
  ctx: Context,
  tx: Tx,
  { seasonId, userId, by, reason, confirm }: Order & { userId: string; confirm: string },
): Promise<RouteData<'admin.forfeitPayout'>> {
  const { payout, why } = await forfeitablePayout(ctx, tx, seasonId, userId);
  assertConfirmed(confirm, forfeitConfirmation(payout));
  const proposalId = await propose(ctx, tx, by, {
    kind: FORFEIT,
    target: payoutTarget(payout),
    title: `A prize of ${payout.amount_micro / 1e6} USDT goes into the next pool`,
    payload: { why, userId, seasonId, amountMicro: payout.amount_micro },
    confirm: forfeitConfirmation(payout),
    reason,
  });
  return { proposalId };
}

/** ACT_NOT_POSSIBLE unless the plan met a problem. */
export async function retryPlan(
  ctx: Context,
  tx: Tx,
  { seasonId, by, reason }: Order,
): Promise<RouteData<'admin.retryPlan'>> {
  const plan = await lockPlan(tx, seasonId);
  if (plan === null || plan.problem === null) throw refuse('There is no plan that met a problem.');
  await setPlanProblem(tx, seasonId, null);
  await recordAct(tx, ctx.clock.nowMs(), {
    ...{ by, action: 'payouts.retry', target: { kind: 'season', id: seasonId }, reason },
    before: { problem: plan.problem },
  });
  return { seasonId, status: plan.status };
}

/** Codes: SEASON_NOT_FOUND, CONFIRMATION_MISMATCH, ACT_NOT_POSSIBLE unless prizes can be claimed. */
export async function orderBatch(
  ctx: Context,
  tx: Tx,
  { seasonId, by, reason, confirm }: Order & { confirm: string },
): Promise<RouteData<'admin.batchPayouts'>> {
  assertConfirmed(confirm, payoutConfirmation(await payoutSeason(tx, seasonId)));
  const plan = await lockPlan(tx, seasonId);
  if (plan?.status !== 'published') throw refuse('The prizes of this season cannot be claimed at present.');
  const nowMs = ctx.clock.nowMs();
  await askForBatch(tx, seasonId, nowMs);
  await recordAct(tx, nowMs, { ...{ by, action: 'payouts.batch', target: { kind: 'season', id: seasonId }, reason } });
  return { seasonId, status: plan.status };
}

/** Codes: SEASON_NOT_FOUND, SEASON_IS_FREE, PAYMENTS_OFF; ACT_NOT_POSSIBLE when entries are over. */
export async function openInVault(
  ctx: Context,
  tx: Tx,
  { seasonId, by, reason }: Order,
): Promise<RouteData<'admin.openVault'>> {
  if (ctx.config.payments.crypto === null) throw new AppError('PAYMENTS_OFF', { method: 'crypto' });
  const season = await getSeason(tx, seasonId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  if (season.entry_fee_micro === 0) throw new AppError('SEASON_IS_FREE');
  const nowMs = ctx.clock.nowMs();
  if (season.status !== 'registration' || nowMs >= season.registration_end)
    throw refuse('Entries of this season are over.');
  const ordered = await orderOpening(tx, seasonId, by.userId, nowMs);
  if (ordered)
    await recordAct(tx, nowMs, { by, action: 'season.open_vault', target: { kind: 'season', id: seasonId }, reason });
  return { seasonId, ordered };
}

export async function showDeposits(db: Db): Promise<RouteData<'admin.deposits'>> {
  return { deposits: (await listQuarantined(db)).map(depositOf) };
}

const depositOf = (deposit: Deposit): QuarantinedDeposit => ({
  reference: referenceOf(deposit),
  kind: deposit.kind,
  payer: deposit.payer,
  player: deposit.player,
  amountMicro: deposit.amountMicro.toString(),
  reason: deposit.reason,
  seenAt: iso(deposit.seenAtMs),
  paymentId: deposit.paymentId,
});

/** VALIDATION_FAILED when something is missing; ACT_NOT_POSSIBLE with what stands against it. */
export async function decideDepositByAdmin(
  ctx: Context,
  tx: Tx,
  by: ActingAdmin,
  body: RouteBody<'admin.decideDeposit'>,
): Promise<RouteData<'admin.decideDeposit'>> {
  const key = readReference(body.reference.toLowerCase());
  if (key === null)
    throw new AppError('VALIDATION_FAILED', { part: 'body', issues: [{ field: '/reference', problem: 'is none' }] });
  try {
    await decide(ctx, tx, key, by, body);
  } catch (error) {
    if (!(error instanceof DepositRefusal)) throw error;
    throw refuse(`${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
  return { reference: referenceOf(key), decision: body.decision };
}

async function decide(ctx: Context, tx: Tx, key: DepositKey, by: ActingAdmin, body: RouteBody<'admin.decideDeposit'>) {
  const deciding = { by, reason: body.reason };
  const lower = (address: string): Address => address.toLowerCase() as Address;
  if (body.decision === 'dismiss') return dismissDeposit(ctx, tx, key, deciding);
  if (body.decision === 'refund')
    return refundDeposit(ctx, tx, key, body.to === undefined ? null : lower(body.to), deciding);
  const { walletAddress, seasonId } = body;
  if (walletAddress === undefined || seasonId === undefined)
    throw new DepositRefusal('say which player and which season');
  return creditDeposit(ctx, tx, key, { wallet: lower(walletAddress), seasonId }, deciding);
}

export async function showOpenRefunds(db: Db): Promise<RouteData<'admin.refunds'>> {
  return { refunds: (await listAllOpenRefunds(db, 200)).map(refundOf) };
}

const refundOf = (row: NamedRefund): OpenRefund => ({
  refundId: row.id,
  method: row.method,
  person:
    row.user_id === null || row.wallet === null
      ? null
      : personOf({ user_id: row.user_id, username: row.username, wallet: row.wallet }),
  amountMicro: row.amount_micro,
  currency: row.currency,
  reason: row.reason,
  status: row.status,
  proof: row.proof,
  tries: row.tries,
  lastProblem: row.last_problem,
  orderedAt: iso(row.ordered_at),
  doneAt: null,
});

export const REFUND_PAID = 'refund.paid';

/** ACT_NOT_POSSIBLE unless the refund has failed; ALREADY_PROPOSED. */
export async function proposeRefundPaid(
  ctx: Context,
  tx: Tx,
  { by, refundId, proof, reason }: { by: ActingAdmin; refundId: string; proof: string; reason: string },
): Promise<RouteData<'admin.markRefundPaid'>> {
  const refund = await getRefund(tx, refundId);
  if (refund?.status !== 'failed') throw refuse('There is no such refund that has failed.');
  const proposalId = await propose(ctx, tx, by, {
    kind: REFUND_PAID,
    target: { kind: 'refund', id: refundId },
    title: `${refund.amount_micro / 1e6} ${refund.currency} paid back by hand`,
    payload: { proof, amountMicro: refund.amount_micro, currency: refund.currency, userId: refund.user_id },
    confirm: `paid ${refund.amount_micro / 1e6}`,
    reason,
  });
  return { proposalId };
}

/** Notes it as paid, once a second person has approved. */
export async function noteRefundPaid(
  ctx: Context,
  tx: Tx,
  act: { refundId: string; proof: unknown; by: ActingAdmin; reason: string; proposalId: string },
): Promise<void> {
  const { refundId, proof, by, reason, proposalId } = act;
  if (typeof proof !== 'string') throw refuse('The proposal names no proof.');
  if ((await getRefund(tx, refundId))?.status !== 'failed') throw refuse('The refund has not failed any more.');
  if (!(await completeRefund(ctx, tx, refundId, proof))) throw refuse('The refund is done already.');
  await recordAct(tx, ctx.clock.nowMs(), {
    ...{ by, action: REFUND_PAID, target: { kind: 'refund', id: refundId }, reason },
    ...{ before: { status: 'failed' }, after: { status: 'done', proof }, details: { proposalId } },
  });
}
