/**
 * From a closed season to a root that two people agreed to. Closing writes the payouts (review). When the review is over, somebody makes the
 * plan: what an objection stands against is held, the rest is planned. The root over them is proposed as it is, and approved as it was
 * proposed: whoever holds or releases a payout in between makes the proposal void. From then on the payout process carries it out.
 *
 * Locks: season, plan, payouts by player.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { type Address, bytesToHex, type Hex, hexToBytes } from 'viem';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { type Actor, recordAct } from '../admin/audit.ts';
import { getSeason, lockSeason, type SeasonRow } from '../seasons/queries.ts';
import {
  approvePlan,
  endedAt,
  getPlan,
  insertPlan,
  isRootSigned,
  lockPlan,
  type PlanRow,
  takePlanBack,
} from './planQueries.ts';
import { buildPrizeTree, type Prize, type PrizeTree, prizeLeaf } from './prizeTree.ts';
import {
  holdPayouts,
  listObjections,
  lockPayouts,
  type PayoutRow,
  planPayouts,
  putInTrust,
  takeOutOfTrust,
  writeLeaves,
  writeProofs,
} from './queries.ts';
import { tellPayout } from './tell.ts';

type Desk = Pick<Context, 'clock' | 'config'>;
export const refuse = (message: string, details: Record<string, unknown> = {}): AppError =>
  new AppError('ACT_NOT_POSSIBLE', details, message);

/** What has to be typed to publish a season's prizes, or to pay them in batches. */
export const payoutConfirmation = (season: Pick<SeasonRow, 'season_number'>): string =>
  `pay season ${season.season_number}`;

/** When people's time to object is over, in milliseconds. */
export const reviewEnd = (season: { ended_at: number | null }, desk: Desk): number =>
  (season.ended_at ?? 0) + desk.config.payments.payoutReviewMs;

async function endedSeason(tx: Tx, seasonId: string): Promise<SeasonRow> {
  const season = await lockSeason(tx, seasonId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  if (season.status !== 'ended') throw refuse(`The season is ${season.status}: it has no payouts to plan.`);
  return season;
}

/**
 * Makes the plan, or, while it is not approved, looks for objections once more. SEASON_NOT_FOUND; ACT_NOT_POSSIBLE before the end of the
 * review, and when the root is approved already.
 */
export async function planSeasonPayouts(
  desk: Desk,
  tx: Tx,
  { seasonId, by, reason }: { seasonId: string; by: Actor; reason: string },
): Promise<PlanRow> {
  await endedSeason(tx, seasonId);
  const nowMs = desk.clock.nowMs();
  const endsMs = reviewEnd({ ended_at: await endedAt(tx, seasonId) }, desk);
  if (nowMs < endsMs)
    throw refuse('The time to object is not over yet.', { reviewEndsAt: new Date(endsMs).toISOString() });
  const before = await lockPlan(tx, seasonId);
  if (before !== null && before.status !== 'planned') throw refuse(`The plan is ${before.status} already.`);
  const payouts = await lockPayouts(tx, seasonId);
  if (payouts.length === 0) throw refuse('The season has no prizes.');
  const totalMicro = payouts.reduce((sum, payout) => sum + payout.amount_micro, 0);
  if (before === null) await insertPlan(tx, seasonId, totalMicro, nowMs);
  const held = await holdObjected(tx, seasonId, payouts, nowMs);
  await writeLeaves(
    tx,
    seasonId,
    payouts
      .filter((payout) => payout.status !== 'forfeited')
      .map((payout) => ({ userId: payout.user_id, leaf: prizeLeaf(seasonId, prizeOf(payout)) })),
  );
  await planPayouts(tx, seasonId, nowMs);
  await recordAct(tx, nowMs, {
    ...{ by, action: 'payouts.plan', target: { kind: 'season', id: seasonId }, reason },
    details: { totalMicro, winners: payouts.length, held },
  });
  await failpoint('payout.planned');
  return (await getPlan(tx, seasonId)) as PlanRow;
}

/** Holds what something stands against; gives how many it holds now because of that. */
async function holdObjected(tx: Tx, seasonId: string, payouts: readonly PayoutRow[], nowMs: number): Promise<number> {
  const objections = await listObjections(tx, seasonId);
  for (const payout of payouts) {
    const reason = objections.get(payout.user_id);
    if (reason === undefined || (payout.status !== 'review' && payout.status !== 'planned')) continue;
    await holdPayouts(tx, seasonId, [payout.user_id], { reason, note: null }, nowMs);
    tellPayout(tx, payout, 'held', nowMs);
  }
  return objections.size;
}

const prizeOf = (payout: PayoutRow): Prize => ({
  account: bytesToHex(payout.address),
  amountMicro: BigInt(payout.amount_micro),
});

/** Not the winner's to fetch. */
const isKept = ({ status }: PayoutRow): boolean => status === 'held' || status === 'forfeited';

export interface PlannedTree {
  readonly tree: PrizeTree;
  readonly totalMicro: number;
  /** Held or forfeited: the root gives it to the treasury. */
  readonly trustMicro: number;
  readonly held: number;
}

/** The tree over a season's payouts as they are: each winner's prize, and the sum of what is held for the treasury. */
export function treeOver(seasonId: string, payouts: readonly PayoutRow[], treasury: Address): PlannedTree {
  const isHeld = (payout: PayoutRow): boolean => isKept(payout) || payout.in_trust;
  const held = payouts.filter(isHeld);
  const sum = (rows: readonly PayoutRow[]): number => rows.reduce((total, row) => total + row.amount_micro, 0);
  const trustMicro = sum(held);
  const prizes = payouts.filter((payout) => !isHeld(payout)).map(prizeOf);
  if (trustMicro > 0) prizes.push({ account: treasury, amountMicro: BigInt(trustMicro) });
  return { tree: buildPrizeTree(seasonId, prizes), totalMicro: sum(payouts), trustMicro, held: held.length };
}

export function treasuryOf(desk: Desk): Address {
  const { crypto } = desk.config.payments;
  if (crypto === null) throw new AppError('PAYMENTS_OFF', { method: 'crypto' });
  return crypto.treasuryAddress.toLowerCase() as Address;
}

/** What is proposed: nothing else may be approved. */
export interface PublishPayload extends Record<string, unknown> {
  root: Hex;
  totalMicro: number;
  trustMicro: number;
  winners: number;
  held: number;
}

/** ACT_NOT_POSSIBLE without a plan that is still open. */
export async function payloadOf(desk: Desk, tx: Tx, seasonId: string): Promise<PublishPayload> {
  await assertPlanned(tx, seasonId);
  const payouts = await lockPayouts(tx, seasonId);
  const { tree, totalMicro, trustMicro, held } = treeOver(seasonId, payouts, treasuryOf(desk));
  return { root: tree.root, totalMicro, trustMicro, winners: payouts.length, held };
}

async function assertPlanned(tx: Tx, seasonId: string): Promise<void> {
  const plan = await lockPlan(tx, seasonId);
  if (plan === null) throw refuse('Make the plan first.');
  if (plan.status !== 'planned') throw refuse(`The plan is ${plan.status} already.`);
}

/** Fixes the root that two people agreed to. ACT_NOT_POSSIBLE when it is not the same any more, or something new stands against it. */
export async function approvePublication(
  desk: Desk,
  tx: Tx,
  approved: { seasonId: string; proposalId: string; root: unknown; by: Actor; reason: string },
): Promise<void> {
  const { seasonId, proposalId, by, reason } = approved;
  await endedSeason(tx, seasonId);
  await assertPlanned(tx, seasonId);
  const payouts = await lockPayouts(tx, seasonId);
  const objections = await listObjections(tx, seasonId);
  if (payouts.some((payout) => !isKept(payout) && objections.has(payout.user_id)))
    throw refuse('Something new stands against a payout. Make the plan once more, and propose it anew.');
  const { tree, totalMicro, trustMicro, held } = treeOver(seasonId, payouts, treasuryOf(desk));
  if (tree.root !== approved.root) throw refuse('Payouts have changed since this was proposed. Propose it anew.');
  const nowMs = desk.clock.nowMs();
  await writeProofs(
    tx,
    seasonId,
    payouts
      .filter((payout) => !isKept(payout))
      .map((payout) => ({ userId: payout.user_id, proof: tree.proofOf(bytesToHex(payout.address)) ?? [] })),
    nowMs,
  );
  await putInTrust(tx, seasonId, nowMs);
  await approvePlan(tx, seasonId, { root: Buffer.from(hexToBytes(tree.root)), trustMicro, proposalId }, nowMs);
  await recordAct(tx, nowMs, {
    ...{ by, action: 'payouts.publish', target: { kind: 'season', id: seasonId }, reason },
    details: { proposalId, root: tree.root, totalMicro, trustMicro, winners: payouts.length, held },
  });
  await failpoint('payout.approved');
}

/**
 * Takes the approval back, as long as no root was signed: for what came to light in between. It is planned and approved anew. Codes:
 * SEASON_NOT_FOUND, ACT_NOT_POSSIBLE.
 */
export async function takeApprovalBack(
  desk: Desk,
  tx: Tx,
  { seasonId, by, reason }: { seasonId: string; by: Actor; reason: string },
): Promise<PlanRow> {
  await endedSeason(tx, seasonId);
  const before = await lockPlan(tx, seasonId);
  if (before?.status !== 'approved') throw refuse('There is no approved plan that is not published.');
  if (await isRootSigned(tx, seasonId)) throw refuse('The root is signed: it can no longer be stopped.');
  const nowMs = desk.clock.nowMs();
  await takePlanBack(tx, seasonId);
  await lockPayouts(tx, seasonId);
  await takeOutOfTrust(tx, seasonId, nowMs);
  await recordAct(tx, nowMs, {
    ...{ by, action: 'payouts.take_back', target: { kind: 'season', id: seasonId }, reason },
    before: { status: before.status, root: before.root && bytesToHex(before.root) },
    after: { status: 'planned' },
  });
  return (await getPlan(tx, seasonId)) as PlanRow;
}

/** The season, or SEASON_NOT_FOUND. */
export async function payoutSeason(tx: Tx, seasonId: string): Promise<SeasonRow> {
  const season = await getSeason(tx, seasonId);
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  return season;
}
