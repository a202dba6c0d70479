/** What the payout process asks beyond the tables it shares with administrators. */
import { type Db, many, maybeOne, run, statement, timestamp } from '../../../platform/db.ts';
import type { RefundRow } from '../../payments/refundQueries.ts';
import type { PayoutRow } from '../queries.ts';

const due = statement(
  'work.duePayouts',
  `select p.* from payouts p join payout_plans n using (season_id) where p.status = 'due' and n.status = 'published'
   order by p.season_id, p.user_id limit 100`,
);
/** Released from trust and not transferred yet. */
export const listDuePayouts = (db: Db): Promise<PayoutRow[]> => many(db, due);

const claimable = statement(
  'work.claimable',
  `select p.* from payouts p where p.season_id = $1 and p.status = 'claimable' and p.problem is null order by p.user_id limit $2`,
);
export const listClaimable = (db: Db, seasonId: string, limit: number): Promise<PayoutRow[]> =>
  many(db, claimable, [seasonId, limit]);

// Taken like any payout: after nothing but its plan.
const byAddress = statement(
  'work.byAddress',
  'select p.* from payouts p where p.season_id = $1 and p.address = $2 for update',
);
export const lockPayoutOf = (db: Db, seasonId: string, address: Buffer): Promise<PayoutRow | null> =>
  maybeOne(db, byAddress, [seasonId, address]);

const unclaimed = statement(
  'work.unclaimed',
  `select p.* from payouts p where p.season_id = $1 and p.status = 'claimable' order by p.user_id for update`,
);
export const lockUnclaimed = (db: Db, seasonId: string): Promise<PayoutRow[]> => many(db, unclaimed, [seasonId]);

const setProblem = statement(
  'work.payoutProblem',
  `update payouts set problem = $3, updated_at = $4 where season_id = $1 and address = $2 and status = 'claimable'`,
);
export const notePayoutProblem = (
  db: Db,
  seasonId: string,
  address: Buffer,
  problem: string,
  nowMs: number,
): Promise<number> => run(db, setProblem, [seasonId, address, problem, timestamp(nowMs)]);

const dueRefunds = statement(
  'work.dueRefunds',
  `select r.id, r.method, r.reference, r.payment_id, r.season_id, r.user_id, r.currency, r.amount_micro, r.reason, r.status, r.proof, r.tries,
     r.ordered_at from refunds r where r.method = 'crypto' and r.currency = 'USDT' and r.status in ('due', 'sent') order by r.ordered_at, r.id limit 500`,
);
export const listCryptoRefunds = (db: Db): Promise<RefundRow[]> => many(db, dueRefunds);

const refundOfSeat = statement(
  'work.refundOfSeat',
  `select r.id from refunds r where r.method = 'crypto' and r.status <> 'done' and r.reference in
     (select d.chain_id || ':0x' || encode(d.tx_hash, 'hex') || ':' || d.log_index from chain_deposits d
      where d.kind = 'entered' and d.chain_id = $1 and d.vault_season = $2 and d.player = $3)`,
);
/** The open refund of an entry of the vault; null = there is none. */
export async function findRefundOfSeat(
  db: Db,
  chainId: number,
  season: bigint,
  player: Buffer,
): Promise<string | null> {
  return (await maybeOne<{ id: string }>(db, refundOfSeat, [chainId, season.toString(), player]))?.id ?? null;
}

export interface Opening {
  season_id: string;
  entry_fee_micro: number;
  registration_end: number;
}
const openings = statement(
  'work.openings',
  `select o.season_id, s.entry_fee_micro, s.registration_end from vault_openings o join seasons s on s.id = o.season_id
   where o.opened_at is null and o.problem is null order by o.ordered_at, o.season_id`,
);
export const listOpenings = (db: Db): Promise<Opening[]> => many(db, openings);

const opened = statement(
  'work.opened',
  'update vault_openings set opened_at = $2, problem = $3 where season_id = $1 and opened_at is null',
);
/** `problem` null = it is open. */
export const noteOpening = (db: Db, seasonId: string, problem: string | null, nowMs: number): Promise<number> =>
  run(db, opened, [seasonId, problem === null ? timestamp(nowMs) : null, problem]);

const endedWithout = statement(
  'work.unpublished',
  `select s.id from seasons s left join payout_plans n on n.season_id = s.id
   where s.status = 'ended' and s.entry_fee_micro > 0 and (n.season_id is null or n.status in ('planned', 'approved')) order by s.id`,
);
/** Seasons whose root is not in the vault, as far as we know. */
export async function listUnpublished(db: Db): Promise<string[]> {
  return (await many<{ id: string }>(db, endedWithout)).map(({ id }) => id);
}
