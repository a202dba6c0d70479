import { type Db, many, one, run, statement, timestamp } from '../../platform/db.ts';
import type { Signal } from './signals.ts';

// The second process of two goes on to something else.
const hold = statement(
  'fairplay.holdSeason',
  'select pg_try_advisory_xact_lock(hashtextextended($1, 7203118447)) as held',
);
export const holdSeason = async (db: Db, seasonId: string): Promise<boolean> =>
  (await one<{ held: boolean }>(db, hold, [`fairplay ${seasonId}`])).held;

const due = statement(
  'fairplay.seasonsToReckon',
  `select s.id from seasons s left join fairplay_reckonings r on r.season_id = s.id
   where s.status in ('registration', 'active', 'ended') and not s.demo and (r.at is null or r.at <= $1) order by s.season_start limit 100`,
);
/** Seasons that were not reckoned since then. */
export const listSeasonsToReckon = async (db: Db, beforeMs: number): Promise<string[]> =>
  (await many<{ id: string }>(db, due, [timestamp(beforeMs)])).map((row) => row.id);

const reckoned = statement(
  'fairplay.markReckoned',
  'insert into fairplay_reckonings (season_id, at) values ($1, $2) on conflict (season_id) do update set at = excluded.at',
);
export const markReckoned = (db: Db, seasonId: string, nowMs: number): Promise<number> =>
  run(db, reckoned, [seasonId, timestamp(nowMs)]);

export interface ScoredPlayer {
  readonly userId: string;
  readonly score: number;
  readonly reasons: readonly Signal[];
}
const forget = statement(
  'fairplay.forgetScores',
  'delete from fairplay_scores where season_id = $1 and user_id <> all($2)',
);
const write = statement(
  'fairplay.writeScores',
  `insert into fairplay_scores (season_id, user_id, score, reasons, computed_at)
   select $1, u, s, r::jsonb, $5 from unnest($2::text[], $3::int[], $4::text[]) as x(u, s, r)
   on conflict (season_id, user_id) do update set score = excluded.score, reasons = excluded.reasons, computed_at = excluded.computed_at`,
);
/** The season's scores are these and no others. */
export async function replaceScores(
  db: Db,
  seasonId: string,
  players: readonly ScoredPlayer[],
  nowMs: number,
): Promise<void> {
  const ids = players.map((player) => player.userId);
  await run(db, forget, [seasonId, ids]);
  const scores = players.map((player) => player.score);
  const reasons = players.map((player) => JSON.stringify(player.reasons));
  await run(db, write, [seasonId, ids, scores, reasons, timestamp(nowMs)]);
}

// Administrators are flagged like everybody else. Whom a person has cleared is raised again only with clearly more than was seen then.
const raise = statement(
  'fairplay.scoresToRaise',
  `select p.user_id, p.score from fairplay_scores p where p.season_id = $1 and p.score >= $3
     and not exists (select 1 from flags f where f.user_id = p.user_id and f.season_id = $1 and f.kind = $2 and f.status <> 'open'
       and coalesce(f.score, 0) > p.score - $4)
     and not exists (select 1 from sanctions s where s.user_id = p.user_id and s.kind = 'banned')
   order by p.user_id`,
);
/** Who reached the threshold and was not decided about with (nearly) the same score. */
export const listToRaise = (
  db: Db,
  seasonId: string,
  kind: string,
  review: number,
  step: number,
): Promise<{ user_id: string; score: number }[]> => many(db, raise, [seasonId, kind, review, step]);
