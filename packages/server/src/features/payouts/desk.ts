/** Payouts as administrators see them. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type {
  AdminPayout,
  ChainAct,
  PayoutDryRun,
  PayoutProcess,
  PayoutSeason,
} from '@cryptotribes/protocol/features/adminPayouts';
import type { ForfeitReason } from '@cryptotribes/protocol/features/payouts';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import { bytesToHex, getAddress } from 'viem';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { openProposals } from '../admin/proposalQueries.ts';
import { personOf } from '../admin/roles.ts';
import { askChain } from '../payments/crypto/chain.ts';
import { listOpenRefunds } from '../payments/refundQueries.ts';
import { getSeason } from '../seasons/queries.ts';
import { type ActRow, type DeskPayout, getProcess, listActsOf, listDeskPayouts } from './deskQueries.ts';
import { forfeitConfirmation } from './forfeits.ts';
import { payoutConfirmation, refuse, reviewEnd, treasuryOf, treeOver } from './planning.ts';
import {
  getPlan,
  listPayoutSeasons,
  type PayoutSeasonRow,
  type PlanRow,
  type StatusSum,
  sumPayouts,
} from './planQueries.ts';
import { vaultSeasonId } from './prizeTree.ts';
import { listForfeits, listObjections, listPayouts } from './queries.ts';
import { settlementFor } from './settlement.ts';
import { hashOrNull } from './show.ts';
import { openChainClient, readVaultSeason, tokenBalance } from './vaultReader.ts';

export const PUBLISH = 'payouts.publish';
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 200;
const Place = Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })]);
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export async function showProcess(db: Db): Promise<PayoutProcess | null> {
  const row = await getProcess(db);
  if (row === null) return null;
  return {
    state: row.state,
    problem: row.problem,
    since: iso(row.since),
    seenAt: iso(row.seen_at),
    signer: getAddress(bytesToHex(row.signer)),
    chainId: row.chain_id,
  };
}

export async function showPayoutSeasons(ctx: Context): Promise<RouteData<'admin.payouts'>> {
  const rows = await listPayoutSeasons(ctx.pool);
  const ids = rows.map(({ id }) => id);
  const sums = await sumPayouts(ctx.pool, ids);
  const proposals = await openProposals(ctx.pool, PUBLISH, ctx.clock.nowMs());
  const seasons = await Promise.all(
    rows.map(async (row) =>
      seasonOf(
        ctx,
        row,
        await getPlan(ctx.pool, row.id),
        sums.filter((sum) => sum.season_id === row.id),
        proposals,
      ),
    ),
  );
  return { seasons, process: await showProcess(ctx.pool) };
}

function seasonOf(
  ctx: Context,
  row: PayoutSeasonRow,
  plan: PlanRow | null,
  sums: readonly StatusSum[],
  proposals: ReadonlyMap<string, string>,
): PayoutSeason {
  const sumMicro = sums.reduce((total, { amount_micro }) => total + amount_micro, 0);
  return {
    seasonId: row.id,
    seasonNumber: row.season_number,
    name: row.name,
    status: row.status,
    endedAt: iso(row.ended_at),
    reviewEndsAt: iso(reviewEnd(row, ctx)),
    poolMicro: row.prize_pool_micro,
    sumMicro,
    matches: sumMicro === row.prize_pool_micro,
    winners: sums.reduce((total, { count }) => total + count, 0),
    byStatus: sums.map(({ status, count, amount_micro: amountMicro }) => ({ status, count, amountMicro })),
    plan: plan && planOf(plan, proposals.get(row.id) ?? null),
    confirm: payoutConfirmation(row),
  };
}

const planOf = (plan: PlanRow, proposalId: string | null): NonNullable<PayoutSeason['plan']> => ({
  status: plan.status,
  totalMicro: plan.total_micro,
  trustMicro: plan.trust_micro,
  root: hashOrNull(plan.root),
  plannedAt: iso(plan.planned_at),
  approvedAt: isoOrNull(plan.approved_at),
  publishedAt: isoOrNull(plan.published_at),
  publishedTx: hashOrNull(plan.published_tx),
  claimDeadline: isoOrNull(plan.claim_deadline),
  batchAskedAt: isoOrNull(plan.batch_asked_at),
  closedAt: isoOrNull(plan.closed_at),
  problem: plan.problem,
  proposalId,
});

/** SEASON_NOT_FOUND. */
export async function showPayoutList(
  ctx: Context,
  seasonId: string,
  query: RouteQuery<'admin.payoutList'>,
): Promise<RouteData<'admin.payoutList'>> {
  if ((await getSeason(ctx.pool, seasonId)) === null) throw new AppError('SEASON_NOT_FOUND');
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const place = readCursor(query.cursor, Place);
  const after = place === null ? null : { tribeRank: place[0], seat: place[1] };
  const rows = await listDeskPayouts(ctx.pool, seasonId, query.status ?? null, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const now = {
    objections: await listObjections(ctx.pool, seasonId),
    forfeits: await listForfeits(ctx.pool, seasonId, ctx.clock.nowMs()),
  };
  return {
    payouts: shown.map((row) => payoutOf(row, now)),
    next: rows.length > limit && last !== undefined ? writeCursor([last.tribe_rank, last.seat]) : null,
    acts: (await listActsOf(ctx.pool, seasonId)).map(actOf),
  };
}

interface Now {
  objections: ReadonlyMap<string, string>;
  forfeits: ReadonlyMap<string, ForfeitReason>;
}
const OVER: readonly string[] = ['paid', 'swept', 'forfeited'];

/** What may be forfeited, why, and what has to be typed for it. */
function forfeitOf(row: DeskPayout, { forfeits }: Now): AdminPayout['forfeit'] {
  const why = forfeits.get(row.user_id);
  return why === undefined ? null : { why, confirm: forfeitConfirmation(row) };
}

const payoutOf = (row: DeskPayout, now: Now): AdminPayout => ({
  person: personOf(row),
  amountMicro: row.amount_micro,
  address: getAddress(bytesToHex(row.address)),
  tribeRank: row.tribe_rank,
  role: row.role,
  status: row.status,
  inTrust: row.in_trust,
  holdReason: row.hold_reason,
  holdNote: row.hold_note,
  claimTx: hashOrNull(row.claim_tx),
  paidTx: hashOrNull(row.paid_tx),
  paidAt: isoOrNull(row.paid_at),
  problem: row.problem,
  objection: OVER.includes(row.status) ? null : (now.objections.get(row.user_id) ?? null),
  forfeit: forfeitOf(row, now),
  forfeitReason: row.forfeit_reason,
});

const actOf = (row: ActRow): ChainAct => ({
  actId: row.id,
  kind: row.kind,
  nonce: row.nonce,
  status: row.status,
  txHash: hashOrNull(row.tx_hash ?? row.newest_hash),
  transactions: row.transactions,
  signedAt: iso(row.signed_at),
  doneAt: isoOrNull(row.done_at),
  problem: row.problem,
});

/** Codes: SEASON_NOT_FOUND, ACT_NOT_POSSIBLE without a plan, PAYMENTS_OFF, PAYMENT_PROVIDER_UNAVAILABLE. */
export async function dryRun(ctx: Context, seasonId: string): Promise<PayoutDryRun> {
  if ((await getSeason(ctx.pool, seasonId)) === null) throw new AppError('SEASON_NOT_FOUND');
  const plan = await getPlan(ctx.pool, seasonId);
  if (plan === null) throw refuse('Make the plan first.');
  const treasury = treasuryOf(ctx);
  const payouts = await listPayouts(ctx.pool, seasonId);
  const { tree, totalMicro, trustMicro, held } = treeOver(seasonId, payouts, treasury);
  const { vault, treasuryMicro } = await askChain(ctx, async ({ settings }) => {
    const client = openChainClient(settings.rpcUrl);
    return {
      vault: await readVaultSeason(client, settings.vault, vaultSeasonId(seasonId)),
      treasuryMicro: await tokenBalance(client, settings, settings.treasury),
    };
  });
  const settlement = settlementFor(vault, BigInt(totalMicro));
  const problems = [
    ...(vault.state === 'cancelled' || vault.state === 'swept' ? [`The season is ${vault.state} in the vault.`] : []),
    ...(vault.state === 'settled' && vault.root !== tree.root ? ['The vault has another root for this season.'] : []),
    ...(settlement === null ? ['The vault has entries that went back here: refund them there first.'] : []),
    ...(vault.state !== 'settled' && settlement !== null && settlement.toFundMicro > treasuryMicro
      ? ['The treasury has too little USDT to fund the vault.']
      : []),
    ...((await listOpenRefunds(ctx.pool, seasonId)).some(({ method }) => method === 'crypto')
      ? ['Refunds in USDT of this season are not done yet.']
      : []),
    ...(plan.status === 'planned' && (await newObjections(ctx.pool, seasonId)) > 0
      ? ['Something new stands against payouts: make the plan once more.']
      : []),
  ];
  return {
    ...{ root: tree.root, totalMicro, trustMicro, winners: payouts.length, held },
    vault: { state: vault.state, heldMicro: Number(vault.heldMicro), entrants: vault.entrants, root: vault.root },
    toFundMicro: Number(settlement?.toFundMicro ?? 0n),
    feeShareMicro: Number(settlement?.feeShareMicro ?? 0n),
    treasuryMicro: Number(treasuryMicro),
    problems,
  };
}

async function newObjections(db: Db, seasonId: string): Promise<number> {
  const objections = await listObjections(db, seasonId);
  return (await listPayouts(db, seasonId)).filter((row) => row.status === 'planned' && objections.has(row.user_id))
    .length;
}
