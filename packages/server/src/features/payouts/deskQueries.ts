import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import type { PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import type { PayoutRow } from './queries.ts';

export interface DeskPayout extends PayoutRow {
  username: string | null;
  wallet: Buffer;
  tribe_rank: number;
  seat: number;
  role: TribeRole;
}
const list = statement(
  'payouts.desk',
  `select p.*, u.username, u.wallet, z.tribe_rank, z.seat, z.role from payouts p join users u on u.id = p.user_id
     join season_prizes z on z.season_id = p.season_id and z.user_id = p.user_id
   where p.season_id = $1 and ($2::text is null or p.status = $2)
     and ($3::int is null or (z.tribe_rank, z.seat::int) > ($3::int, $4::int))
   order by z.tribe_rank, z.seat limit $5`,
);
/** In the order of the division. */
export const listDeskPayouts = (
  db: Db,
  seasonId: string,
  status: PayoutStatus | null,
  after: { tribeRank: number; seat: number } | null,
  limit: number,
): Promise<DeskPayout[]> => many(db, list, [seasonId, status, after?.tribeRank ?? null, after?.seat ?? null, limit]);

export interface ActRow {
  id: number;
  kind: string;
  nonce: number;
  status: 'signed' | 'done' | 'failed';
  tx_hash: Buffer | null;
  newest_hash: Buffer | null;
  transactions: number;
  signed_at: number;
  done_at: number | null;
  problem: string | null;
}
const acts = statement(
  'payouts.acts',
  `select a.id, a.kind, a.nonce, a.status, a.tx_hash, a.signed_at, a.done_at, a.problem,
     (select hash from payout_transactions t where t.act_id = a.id order by t.signed_at desc, t.max_fee_wei desc limit 1) as newest_hash,
     (select count(*)::int from payout_transactions t where t.act_id = a.id) as transactions
   from payout_acts a where a.season_id = $1 order by a.id desc limit 100`,
);
/** What was done on the chain for a season, newest first. */
export const listActsOf = (db: Db, seasonId: string): Promise<ActRow[]> => many(db, acts, [seasonId]);

export interface ProcessRow {
  chain_id: number;
  signer: Buffer;
  state: 'quarantine' | 'working' | 'stopped';
  quarantine_no: number;
  problem: string | null;
  since: number;
  seen_at: number;
  first_nonce: number;
  next_block: number;
}
const process = statement(
  'payouts.process',
  `select chain_id, signer, state, quarantine_no, problem, since, seen_at, first_nonce, next_block from payout_process
   order by seen_at desc limit 1`,
);
/** The payout process that was there last; null = none ever was. */
export const getProcess = (db: Db): Promise<ProcessRow | null> => maybeOne(db, process);

const release = statement(
  'payouts.release',
  `insert into payout_releases (quarantine_no, reason, released_at) values ($1, $2, $3)`,
);
export const insertRelease = (db: Db, quarantineNo: number, reason: string, nowMs: number): Promise<number> =>
  run(db, release, [quarantineNo, reason, timestamp(nowMs)]);

const openVault = statement(
  'payouts.openVault',
  `insert into vault_openings (season_id, ordered_at, ordered_by) values ($1, $2, $3)
   on conflict (season_id) do update set problem = null where vault_openings.opened_at is null and vault_openings.problem is not null`,
);
/** Orders the opening, or lets one that met a problem go on; false when it was ordered before. */
export async function orderOpening(db: Db, seasonId: string, userId: string | null, nowMs: number): Promise<boolean> {
  return (await run(db, openVault, [seasonId, timestamp(nowMs), userId])) === 1;
}
