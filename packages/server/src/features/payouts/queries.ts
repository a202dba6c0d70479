import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { ForfeitReason, PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import type { Hex } from 'viem';
import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';

/** What a winner is owed; times in milliseconds. */
export interface PayoutRow {
  season_id: string;
  user_id: string;
  amount_micro: number;
  address: Buffer;
  proof: Buffer[] | null;
  status: PayoutStatus;
  in_trust: boolean;
  hold_reason: string | null;
  hold_note: string | null;
  claim_tx: Buffer | null;
  paid_tx: Buffer | null;
  paid_at: number | null;
  problem: string | null;
  forfeit_reason: ForfeitReason | null;
  updated_at: number;
}
const columns = `p.season_id, p.user_id, p.amount_micro, p.address, p.proof, p.status, p.in_trust, p.hold_reason, p.hold_note, p.claim_tx,
  p.paid_tx, p.paid_at, p.problem, p.forfeit_reason, p.updated_at`;

const open = statement(
  'payouts.open',
  `insert into payouts (season_id, user_id, amount_micro, address, created_at, updated_at)
   select p.season_id, p.user_id, p.amount_micro, u.wallet, $2, $2 from season_prizes p join users u on u.id = p.user_id
   where p.season_id = $1 and p.amount_micro > 0`,
);
/** A payout for every prize of the season, under review. */
export const openPayouts = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, open, [seasonId, timestamp(nowMs)]);

// Taken after the plan's row; in one order, so that two who take several do not wait for each other in a circle.
const lockAll = statement(
  'payouts.lockAll',
  `select ${columns} from payouts p where p.season_id = $1 order by p.user_id for update`,
);
export const lockPayouts = (db: Db, seasonId: string): Promise<PayoutRow[]> => many(db, lockAll, [seasonId]);

const listAll = statement(
  'payouts.listAll',
  `select ${columns} from payouts p where p.season_id = $1 order by p.user_id`,
);
export const listPayouts = (db: Db, seasonId: string): Promise<PayoutRow[]> => many(db, listAll, [seasonId]);

const lockOne = statement(
  'payouts.lock',
  `select ${columns} from payouts p where p.season_id = $1 and p.user_id = $2 for update`,
);
export const lockPayout = (db: Db, seasonId: string, userId: string): Promise<PayoutRow | null> =>
  maybeOne(db, lockOne, [seasonId, userId]);

// What stands against paying somebody is fair play's to say; the most serious of it counts.
const objections = statement(
  'payouts.objections',
  `select distinct on (p.user_id) p.user_id, case h.why when 'charged_back' then 'refunded' when 'banned' then 'restricted'
       when 'appeal' then 'restricted' when 'flag' then 'open_flag' else h.why end as reason
   from payout_holds($1) h join payouts p on p.season_id = $1 and p.user_id = h.user_id
   order by p.user_id, array_position(array['disputed', 'refunded', 'charged_back', 'banned', 'restricted', 'appeal', 'flag'], h.why)`,
);
/** Whom something stands against, and what. */
export async function listObjections(db: Db, seasonId: string): Promise<Map<string, string>> {
  const rows = await many<{ user_id: string; reason: string }>(db, objections, [seasonId]);
  return new Map(rows.map((row) => [row.user_id, row.reason]));
}

const hold = statement(
  'payouts.hold',
  `update payouts set status = 'held', hold_reason = $3, hold_note = $4, held_at = $5, updated_at = $5
   where season_id = $1 and user_id = any($2) and status in ('review', 'planned', 'due')`,
);
export const holdPayouts = (
  db: Db,
  seasonId: string,
  userIds: readonly string[],
  why: { reason: string; note: string | null },
  nowMs: number,
): Promise<number> => run(db, hold, [seasonId, userIds, why.reason, why.note, timestamp(nowMs)]);

const move = statement(
  'payouts.move',
  `update payouts set status = $3, hold_reason = null, hold_note = null, held_at = null, problem = $4, updated_at = $5
   where season_id = $1 and user_id = $2`,
);
/** To a status in which it is neither held, paid nor forfeited. */
export const movePayout = (
  db: Db,
  payout: Pick<PayoutRow, 'season_id' | 'user_id'>,
  status: Exclude<PayoutStatus, 'held' | 'paid' | 'forfeited'>,
  nowMs: number,
  problem: string | null = null,
): Promise<number> => run(db, move, [payout.season_id, payout.user_id, status, problem, timestamp(nowMs)]);

const pay = statement(
  'payouts.pay',
  `update payouts set status = 'paid', paid_tx = $3, paid_at = $4, problem = null, updated_at = $4
   where season_id = $1 and user_id = $2 and status <> 'paid'`,
);
export const markPaid = (
  db: Db,
  payout: Pick<PayoutRow, 'season_id' | 'user_id'>,
  txHash: Buffer,
  nowMs: number,
): Promise<number> => run(db, pay, [payout.season_id, payout.user_id, txHash, timestamp(nowMs)]);

const forfeit = statement(
  'payouts.forfeit',
  `update payouts set status = 'forfeited', forfeit_reason = $3, forfeit_proposal_id = $4, hold_reason = null, hold_note = null, held_at = null,
     problem = null, updated_at = $5 where season_id = $1 and user_id = $2`,
);
export const markForfeited = (
  db: Db,
  payout: Pick<PayoutRow, 'season_id' | 'user_id'>,
  { why, proposalId }: { why: ForfeitReason; proposalId: string },
  nowMs: number,
): Promise<number> => run(db, forfeit, [payout.season_id, payout.user_id, why, proposalId, timestamp(nowMs)]);

const forfeits = statement('payouts.forfeits', 'select user_id, why from payout_forfeits($1, $2)');
/** Whose prize may be forfeited now, and why. */
export async function listForfeits(db: Db, seasonId: string, nowMs: number): Promise<Map<string, ForfeitReason>> {
  const rows = await many<{ user_id: string; why: ForfeitReason }>(db, forfeits, [seasonId, timestamp(nowMs)]);
  return new Map(rows.map((row) => [row.user_id, row.why]));
}

const planAll = statement(
  'payouts.planAll',
  `update payouts set status = 'planned', updated_at = $2 where season_id = $1 and status = 'review'`,
);
export const planPayouts = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, planAll, [seasonId, timestamp(nowMs)]);

const leaves = statement(
  'payouts.leaves',
  `update payouts p set leaf = x.leaf from unnest($2::text[], $3::bytea[]) as x(user_id, leaf)
   where p.season_id = $1 and p.user_id = x.user_id and p.leaf is null`,
);
export const writeLeaves = (
  db: Db,
  seasonId: string,
  rows: readonly { userId: string; leaf: Uint8Array }[],
): Promise<number> =>
  run(db, leaves, [seasonId, rows.map(({ userId }) => userId), rows.map(({ leaf }) => Buffer.from(leaf))]);

const proofs = statement(
  'payouts.proofs',
  `update payouts p set proof = x.proof, updated_at = $3 from (
     select e->>'userId' as user_id, coalesce((select array_agg(decode(substr(h, 3), 'hex') order by n)
       from jsonb_array_elements_text(e->'proof') with ordinality as y(h, n)), '{}') as proof from jsonb_array_elements($2::jsonb) e) x
   where p.season_id = $1 and p.user_id = x.user_id`,
);
export const writeProofs = (
  db: Db,
  seasonId: string,
  rows: readonly { userId: string; proof: readonly Hex[] }[],
  nowMs: number,
): Promise<number> => run(db, proofs, [seasonId, JSON.stringify(rows), timestamp(nowMs)]);

const trust = statement(
  'payouts.trust',
  `update payouts set in_trust = true, updated_at = $2 where season_id = $1 and status = 'held'`,
);
/** What is held now stays with the treasury. */
export const putInTrust = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, trust, [seasonId, timestamp(nowMs)]);

const outOfTrust = statement(
  'payouts.outOfTrust',
  `update payouts set in_trust = false, proof = null, status = case status when 'due' then 'planned' else status end, updated_at = $2
   where season_id = $1 and status in ('held', 'planned', 'due')`,
);
/** As before the list was approved; the plan's row says so already. */
export const takeOutOfTrust = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, outOfTrust, [seasonId, timestamp(nowMs)]);

const claimHint = statement(
  'payouts.claimHint',
  `update payouts set claim_tx = $3, updated_at = $4 where season_id = $1 and user_id = $2 and status = 'claimable'`,
);
export async function noteClaim(
  db: Db,
  seasonId: string,
  userId: string,
  txHash: Buffer,
  nowMs: number,
): Promise<boolean> {
  return (await run(db, claimHint, [seasonId, userId, txHash, timestamp(nowMs)])) === 1;
}

export interface OwnPayoutRow extends PayoutRow {
  season_number: number;
  season_name: string;
  ended_at: number;
  tribe_rank: number;
  role: TribeRole;
  chain_id: number | null;
  vault: Buffer | null;
  claim_deadline: number | null;
}
const OWN = `select ${columns}, s.season_number, s.name as season_name, s.ended_at, z.tribe_rank, z.role, n.chain_id, n.vault, n.claim_deadline
  from payouts p join seasons s on s.id = p.season_id join season_prizes z on z.season_id = p.season_id and z.user_id = p.user_id
  left join payout_plans n on n.season_id = p.season_id`;
const mine = statement('payouts.mine', `${OWN} where p.user_id = $1 order by s.season_number desc limit 100`);
export const listPayoutsOf = (db: Db, userId: string): Promise<OwnPayoutRow[]> => many(db, mine, [userId]);

const own = statement('payouts.own', `${OWN} where p.user_id = $1 and p.season_id = $2`);
export const getOwnPayout = (db: Db, userId: string, seasonId: string): Promise<OwnPayoutRow | null> =>
  maybeOne(db, own, [userId, seasonId]);
