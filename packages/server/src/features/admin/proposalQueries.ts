import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

export type ProposalStatus = 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired';
export interface ProposalRow {
  id: string;
  kind: string;
  target_kind: string;
  target_id: string;
  title: string;
  payload: Record<string, unknown>;
  confirm: string;
  reason: string;
  proposed_by: string;
  proposed_role: AdminRole;
  proposed_at: number;
  expires_at: number;
  status: ProposalStatus;
  decided_by: string | null;
  decided_at: number | null;
  note: string | null;
}
/** With the people behind the ids. */
export interface NamedProposal extends ProposalRow {
  proposer_name: string | null;
  proposer_wallet: Buffer;
  decider_name: string | null;
  decider_wallet: Buffer | null;
}
const columns = `p.id, p.kind, p.target_kind, p.target_id, p.title, p.payload, p.confirm, p.reason, p.proposed_by, p.proposed_role, p.proposed_at,
  p.expires_at, p.status, p.decided_by, p.decided_at, p.note`;

const insert = statement(
  'admin.insertProposal',
  `insert into admin_proposals (id, kind, target_kind, target_id, title, payload, confirm, reason, proposed_by, proposed_role, proposed_at, expires_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12)`,
);
/** Fails on admin_proposals_open when the same waits already. */
export const insertProposal = (
  db: Db,
  row: Omit<ProposalRow, 'status' | 'decided_by' | 'decided_at' | 'note'>,
): Promise<number> =>
  run(db, insert, [
    row.id,
    row.kind,
    row.target_kind,
    row.target_id,
    row.title,
    JSON.stringify(row.payload),
    row.confirm,
    row.reason,
    row.proposed_by,
    row.proposed_role,
    timestamp(row.proposed_at),
    timestamp(row.expires_at),
  ]);

const expire = statement(
  'admin.expireProposals',
  `update admin_proposals set status = 'expired', decided_at = $1 where id in
     (select id from admin_proposals where status = 'open' and expires_at <= $1 order by id for update skip locked)`,
);
/** Closes the proposals whose time is over. */
export const expireProposals = (db: Db, nowMs: number): Promise<number> => run(db, expire, [timestamp(nowMs)]);

// Of two who decide at once the second finds it decided.
const lock = statement('admin.lockProposal', `select ${columns} from admin_proposals p where p.id = $1 for update`);
export const lockProposal = (db: Db, id: string): Promise<ProposalRow | null> => maybeOne(db, lock, [id]);

const decide = statement(
  'admin.decideProposal',
  `update admin_proposals set status = $2, decided_by = $3, decided_role = $4, decided_at = $5, note = $6 where id = $1`,
);
export const decideProposal = (
  db: Db,
  id: string,
  status: ProposalStatus,
  by: { userId: string; role: AdminRole },
  nowMs: number,
  note: string | null,
): Promise<number> => run(db, decide, [id, status, by.userId, by.role, timestamp(nowMs), note]);

const list = statement(
  'admin.listProposals',
  `select ${columns}, a.username as proposer_name, a.wallet as proposer_wallet, d.username as decider_name, d.wallet as decider_wallet
   from admin_proposals p join users a on a.id = p.proposed_by left join users d on d.id = p.decided_by
   where ($1::text is null or case when p.status = 'open' and p.expires_at <= $4 then 'expired' else p.status end = $1)
     and ($2::text is null or p.id < $2) order by p.id desc limit $3`,
);
export const listProposals = (
  db: Db,
  status: ProposalStatus | null,
  page: { before: string | null; limit: number },
  nowMs: number,
): Promise<NamedProposal[]> => many(db, list, [status, page.before, page.limit, timestamp(nowMs)]);

const openFor = statement(
  'admin.openProposals',
  `select id, target_id from admin_proposals where kind = $1 and status = 'open' and expires_at > $2`,
);
/** Targets of what waits for a second person → the proposal. */
export async function openProposals(db: Db, kind: string, nowMs: number): Promise<Map<string, string>> {
  const rows = await many<{ id: string; target_id: string }>(db, openFor, [kind, timestamp(nowMs)]);
  return new Map(rows.map((row) => [row.target_id, row.id]));
}

const count = statement(
  'admin.countProposals',
  `select count(*)::int as n from admin_proposals where status = 'open' and expires_at > $1`,
);
export const countOpenProposals = async (db: Db, nowMs: number): Promise<number> =>
  (await one<{ n: number }>(db, count, [timestamp(nowMs)])).n;
