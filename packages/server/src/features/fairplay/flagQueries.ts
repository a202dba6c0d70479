import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';
import type { SanctionKind } from './sanctionQueries.ts';

export type FlagStatus = 'open' | 'cleared' | 'restricted' | 'banned';
export interface FlagRow {
  id: string;
  user_id: string;
  username: string | null;
  wallet: Buffer;
  /** The player's sanction now; null = good. */
  sanction: SanctionKind | null;
  season_id: string | null;
  kind: string;
  score: number | null;
  evidence: Record<string, unknown>;
  raised_at: number;
  updated_at: number;
  status: FlagStatus;
  note: string | null;
  decided_by: string | null;
  decider_name: string | null;
  decider_wallet: Buffer | null;
  decided_at: number | null;
}
const select = `select f.id, f.user_id, u.username, u.wallet, s.kind as sanction, f.season_id, f.kind, f.score, f.evidence, f.raised_at,
    f.updated_at, f.status, f.note, f.decided_by, d.username as decider_name, d.wallet as decider_wallet, f.decided_at
  from flags f join users u on u.id = f.user_id left join sanctions s on s.user_id = f.user_id left join users d on d.id = f.decided_by`;

const byId = statement('fairplay.flag', `${select} where f.id = $1`);
export const getFlag = (db: Db, id: string): Promise<FlagRow | null> => maybeOne(db, byId, [id]);

const list = statement(
  'fairplay.flags',
  `${select} where ($1::text is null or f.status = $1) and ($2::text is null or f.kind = $2) and ($3::text is null or f.user_id = $3)
     and ($4::text is null or f.id < $4) order by f.id desc limit $5`,
);
/** Newest first. Null = any. */
export const listFlags = (
  db: Db,
  filter: { status: FlagStatus | null; kind: string | null; userId: string | null },
  page: { before: string | null; limit: number },
): Promise<FlagRow[]> => many(db, list, [filter.status, filter.kind, filter.userId, page.before, page.limit]);

export interface NewFlag {
  id: string;
  userId: string;
  seasonId: string | null;
  kind: string;
  score: number | null;
  evidence: Record<string, unknown>;
}
const raise = statement(
  'fairplay.raiseFlag',
  `insert into flags (id, user_id, season_id, kind, score, evidence, raised_at, updated_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $7)
   on conflict (user_id, kind, coalesce(season_id, '')) where status = 'open'
   do update set score = excluded.score, evidence = excluded.evidence, updated_at = excluded.updated_at returning id`,
);
/** The id of the player's open flag of that kind, new or renewed. */
export const upsertFlag = async (db: Db, flag: NewFlag, nowMs: number): Promise<string> =>
  (
    await one<{ id: string }>(db, raise, [
      flag.id,
      flag.userId,
      flag.seasonId,
      flag.kind,
      flag.score,
      JSON.stringify(flag.evidence),
      timestamp(nowMs),
    ])
  ).id;

// Of two who decide at once the second finds it decided.
const lock = statement('fairplay.lockFlag', 'select kind, status from flags where id = $1 for update');
export const lockFlag = (db: Db, id: string): Promise<{ kind: string; status: FlagStatus } | null> =>
  maybeOne(db, lock, [id]);

const decide = statement(
  'fairplay.decideFlag',
  'update flags set status = $2, note = $3, decided_by = $4, decided_at = $5 where id = $1',
);
export const markFlag = (
  db: Db,
  id: string,
  decision: { status: FlagStatus; note: string; byUserId: string },
  nowMs: number,
): Promise<number> => run(db, decide, [id, decision.status, decision.note, decision.byUserId, timestamp(nowMs)]);

const count = statement('fairplay.countFlags', `select count(*)::int as n from flags where status = 'open'`);
export const countOpenFlags = async (db: Db): Promise<number> => (await one<{ n: number }>(db, count)).n;
