import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';
import type { SanctionKind } from './sanctionQueries.ts';

export type AppealStatus = 'open' | 'kept' | 'lifted';
export interface AppealRow {
  id: string;
  user_id: string;
  username: string | null;
  wallet: Buffer;
  sanction: SanctionKind;
  sanction_since: number;
  /** As long as that very sanction stands. */
  reason: string | null;
  sanctioned_by: string;
  sanctioner_name: string | null;
  sanctioner_wallet: Buffer;
  text: string;
  written_at: number;
  status: AppealStatus;
  answer: string | null;
  decided_by: string | null;
  decider_name: string | null;
  decider_wallet: Buffer | null;
  decided_at: number | null;
}
const select = `select a.id, a.user_id, u.username, u.wallet, a.sanction, a.sanction_since, s.reason, a.sanctioned_by, b.username as sanctioner_name,
    b.wallet as sanctioner_wallet, a.text, a.written_at, a.status, a.answer, a.decided_by, d.username as decider_name, d.wallet as decider_wallet, a.decided_at
  from appeals a join users u on u.id = a.user_id join users b on b.id = a.sanctioned_by left join users d on d.id = a.decided_by
  left join sanctions s on s.user_id = a.user_id and s.since = a.sanction_since`;

const byId = statement('fairplay.appeal', `${select} where a.id = $1`);
export const getAppeal = (db: Db, id: string): Promise<AppealRow | null> => maybeOne(db, byId, [id]);

const ofUser = statement(
  'fairplay.appealsOf',
  `${select} where a.user_id = $1 order by a.written_at desc, a.id desc limit 20`,
);
/** Newest first. */
export const listAppealsOf = (db: Db, userId: string): Promise<AppealRow[]> => many(db, ofUser, [userId]);

const waiting = statement(
  'fairplay.appealsWaiting',
  `${select} where a.status = 'open' and ($1::text is null or a.id > $1) order by a.id limit $2`,
);
const answered = statement(
  'fairplay.appealsAnswered',
  `${select} where a.status <> 'open' and ($1::text is null or a.id < $1) order by a.id desc limit $2`,
);
/** Those that wait oldest first, answered ones newest first. */
export const listAppeals = (
  db: Db,
  status: 'open' | 'answered',
  page: { place: string | null; limit: number },
): Promise<AppealRow[]> => many(db, status === 'open' ? waiting : answered, [page.place, page.limit]);

const count = statement('fairplay.countAppeals', `select count(*)::int as n from appeals where status = 'open'`);
export const countOpenAppeals = async (db: Db): Promise<number> => (await one<{ n: number }>(db, count)).n;

// One for each sanction: of two at once the second finds it written.
const write = statement(
  'fairplay.writeAppeal',
  `insert into appeals (id, user_id, sanction, sanction_since, sanctioned_by, text, written_at)
   select $1, s.user_id, s.kind, s.since, s.by_user, $3, $4 from sanctions s where s.user_id = $2
   on conflict (user_id, sanction_since) do nothing`,
);
/** False when there is no sanction, or it was appealed against already. */
export const insertAppeal = async (db: Db, id: string, userId: string, text: string, nowMs: number): Promise<boolean> =>
  (await run(db, write, [id, userId, text, timestamp(nowMs)])) === 1;

const lock = statement('fairplay.lockAppeal', 'select status, sanctioned_by from appeals where id = $1 for update');
export const lockAppeal = (db: Db, id: string): Promise<{ status: AppealStatus; sanctioned_by: string } | null> =>
  maybeOne(db, lock, [id]);

const keep = statement(
  'fairplay.keepAppeal',
  `update appeals set status = 'kept', answer = $2, decided_by = $3, decided_at = $4 where id = $1`,
);
export const markKept = (db: Db, id: string, answer: string, byUserId: string, nowMs: number): Promise<number> =>
  run(db, keep, [id, answer, byUserId, timestamp(nowMs)]);

const close = statement(
  'fairplay.closeAppeals',
  `update appeals set status = 'lifted', answer = $2, decided_by = $3, decided_at = $4 where user_id = $1 and status = 'open'`,
);
/** The sanction is lifted: what waits for an answer has it. */
export const closeAppeals = (
  db: Db,
  { userId, answer, byUserId }: { userId: string; answer: string; byUserId: string },
  nowMs: number,
): Promise<number> => run(db, close, [userId, answer, byUserId, timestamp(nowMs)]);
