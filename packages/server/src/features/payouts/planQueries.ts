import type { PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

/** How a season's payouts are carried out; times in milliseconds. */
export interface PlanRow {
  season_id: string;
  status: 'planned' | 'approved' | 'published' | 'closed';
  total_micro: number;
  trust_micro: number;
  root: Buffer | null;
  planned_at: number;
  approved_at: number | null;
  proposal_id: string | null;
  chain_id: number | null;
  vault: Buffer | null;
  claim_deadline: number | null;
  published_at: number | null;
  published_tx: Buffer | null;
  batch_asked_at: number | null;
  closed_at: number | null;
  problem: string | null;
}
const columns = `season_id, status, total_micro, trust_micro, root, planned_at, approved_at, proposal_id, chain_id, vault, claim_deadline,
  published_at, published_tx, batch_asked_at, closed_at, problem`;

const insert = statement(
  'plans.insert',
  'insert into payout_plans (season_id, status, total_micro, planned_at) values ($1, $2, $3, $4) on conflict do nothing',
);
/** False when there is one already. */
export async function insertPlan(db: Db, seasonId: string, totalMicro: number, nowMs: number): Promise<boolean> {
  return (await run(db, insert, [seasonId, 'planned', totalMicro, timestamp(nowMs)])) === 1;
}

// Taken before the payouts' rows.
const lock = statement('plans.lock', `select ${columns} from payout_plans where season_id = $1 for update`);
export const lockPlan = (db: Db, seasonId: string): Promise<PlanRow | null> => maybeOne(db, lock, [seasonId]);

const get = statement('plans.get', `select ${columns} from payout_plans where season_id = $1`);
export const getPlan = (db: Db, seasonId: string): Promise<PlanRow | null> => maybeOne(db, get, [seasonId]);

const open = statement(
  'plans.open',
  `select ${columns} from payout_plans where status in ('approved', 'published') order by season_id`,
);
/** Plans that the payout process works on. */
export const listOpenPlans = (db: Db): Promise<PlanRow[]> => many(db, open);

const approve = statement(
  'plans.approve',
  `update payout_plans set status = 'approved', root = $2, trust_micro = $3, proposal_id = $4, approved_at = $5 where season_id = $1`,
);
export const approvePlan = (
  db: Db,
  seasonId: string,
  approved: { root: Buffer; trustMicro: number; proposalId: string },
  nowMs: number,
): Promise<number> =>
  run(db, approve, [seasonId, approved.root, approved.trustMicro, approved.proposalId, timestamp(nowMs)]);

const takeBack = statement(
  'plans.takeBack',
  `update payout_plans set status = 'planned', root = null, trust_micro = 0, proposal_id = null, approved_at = null, problem = null
   where season_id = $1 and status = 'approved'`,
);
/** The approval no longer counts; the database refuses it once a root was signed. */
export const takePlanBack = (db: Db, seasonId: string): Promise<number> => run(db, takeBack, [seasonId]);

const rootSigned = statement(
  'plans.rootSigned',
  `select exists (select 1 from payout_acts where season_id = $1 and kind = 'set_root' and status <> 'failed') as signed`,
);
/** Whether the root may be on its way to the vault. */
export const isRootSigned = async (db: Db, seasonId: string): Promise<boolean> =>
  (await one<{ signed: boolean }>(db, rootSigned, [seasonId])).signed;

const publish = statement(
  'plans.publish',
  `update payout_plans set status = 'published', chain_id = $2, vault = $3, claim_deadline = $4, published_tx = $5, published_at = $6,
     problem = null where season_id = $1 and status = 'approved'`,
);
export interface Publication {
  chainId: number;
  vault: Buffer;
  claimDeadlineMs: number;
  /** Null when the transaction is not known any more: the root was found in the vault. */
  txHash: Buffer | null;
}
export async function publishPlan(db: Db, seasonId: string, at: Publication, nowMs: number): Promise<boolean> {
  const values = [seasonId, at.chainId, at.vault, timestamp(at.claimDeadlineMs), at.txHash, timestamp(nowMs)];
  return (await run(db, publish, values)) === 1;
}
const claimable = statement(
  'plans.claimable',
  `update payouts set status = 'claimable', updated_at = $2 where season_id = $1 and status = 'planned' returning user_id, amount_micro`,
);
/** The payouts of the published root; gives whose. */
export const makeClaimable = (
  db: Db,
  seasonId: string,
  nowMs: number,
): Promise<{ user_id: string; amount_micro: number }[]> => many(db, claimable, [seasonId, timestamp(nowMs)]);

const problem = statement('plans.problem', 'update payout_plans set problem = $2 where season_id = $1');
/** Why it does not go on; null = it may. */
export const setPlanProblem = (db: Db, seasonId: string, text: string | null): Promise<number> =>
  run(db, problem, [seasonId, text?.slice(0, 500) ?? null]);

const batch = statement(
  'plans.batch',
  'update payout_plans set batch_asked_at = $2, problem = null where season_id = $1',
);
export const askForBatch = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, batch, [seasonId, timestamp(nowMs)]);

const close = statement(
  'plans.close',
  `update payout_plans set status = 'closed', closed_at = $2, problem = null where season_id = $1 and status = 'published'
     and not exists (select 1 from payouts p where p.season_id = $1 and p.status not in ('paid', 'swept', 'forfeited'))`,
);
/** False while something is not paid. */
export async function closePlan(db: Db, seasonId: string, nowMs: number): Promise<boolean> {
  return (await run(db, close, [seasonId, timestamp(nowMs)])) === 1;
}
const paidOut = statement(
  'plans.paidOut',
  `update seasons set status = 'paid_out', prize_distribution_date = $2 where id = $1 and status = 'ended'`,
);
export const markPaidOut = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, paidOut, [seasonId, timestamp(nowMs)]);

export interface PayoutSeasonRow {
  id: string;
  season_number: number;
  name: string;
  status: 'registration' | 'active' | 'ended' | 'paid_out' | 'cancelled';
  ended_at: number;
  prize_pool_micro: number;
}
const seasons = statement(
  'plans.seasons',
  `select id, season_number, name, status, ended_at, prize_pool_micro from seasons s
   where status in ('ended', 'paid_out') and exists (select 1 from payouts p where p.season_id = s.id) order by season_number desc limit 50`,
);
/** Seasons that have payouts, newest first. */
export const listPayoutSeasons = (db: Db): Promise<PayoutSeasonRow[]> => many(db, seasons);

const sums = statement(
  'plans.sums',
  `select season_id, status, count(*)::int as count, sum(amount_micro)::bigint as amount_micro from payouts where season_id = any($1)
   group by 1, 2 order by 1, 2`,
);
export interface StatusSum {
  season_id: string;
  status: PayoutStatus;
  count: number;
  amount_micro: number;
}
export const sumPayouts = (db: Db, seasonIds: readonly string[]): Promise<StatusSum[]> => many(db, sums, [seasonIds]);

const ended = statement('plans.endedAt', 'select ended_at from seasons where id = $1');
/** When the season was closed; null before. */
export async function endedAt(db: Db, seasonId: string): Promise<number | null> {
  return (await maybeOne<{ ended_at: number | null }>(db, ended, [seasonId]))?.ended_at ?? null;
}
