/** Trends of the rankings: what each game hour of the last day brought, and where tribes stood before. */
import { rankTribes } from '@cryptotribes/rules/seasons/ranking';
import { type Db, keyedStatement, many, maybeOne, run, statement } from '../../platform/db.ts';
import { listTribeStandings } from './queries.ts';

/** Game hours that a trend covers. */
const DAY_HOURS = 24;

const keep = statement(
  'leaderboard.keepHistory',
  `insert into tribe_history (season_id, hour, tribe_id, total_vp, rank)
   select $1, $2, t.id, t.vp, t.rank from unnest($3::text[], $4::bigint[], $5::int[]) as t (id, vp, rank)
   on conflict do nothing`,
);
/** Writes down where every tribe stands after the tally of a game hour. Part of the tally's transaction. */
export async function keepTribeHistory(tx: Db, seasonId: string, hour: number): Promise<void> {
  const standings = rankTribes(await listTribeStandings(tx, seasonId));
  if (standings.length === 0) return;
  const ids = standings.map((tribe) => tribe.id);
  const totals = standings.map((tribe) => tribe.totalVp);
  await run(tx, keep, [seasonId, hour, ids, totals, standings.map((_, index) => index + 1)]);
}

const lastHour = statement(
  'leaderboard.lastHour',
  `select max(n)::int as n from ticks where season_id = $1 and kind = 'vp'`,
);
const hoursDone = async (db: Db, seasonId: string): Promise<number> =>
  (await maybeOne<{ n: number | null }>(db, lastHour, [seasonId]))?.n ?? 0;

const past = statement(
  'leaderboard.history',
  'select tribe_id, hour, total_vp, rank from tribe_history where season_id = $1 and tribe_id = any($2) and hour between $3 and $4',
);
interface PastRow {
  tribe_id: string;
  hour: number;
  total_vp: number;
  rank: number;
}

export interface TribeTrend {
  /** Points of each full game hour of the last day, oldest first. */
  hours: number[];
  /** Rank at the tally before the last one, and a game day before the last one; null = none yet. */
  rankHourAgo: number | null;
  rankDayAgo: number | null;
}

/** Trends of some tribes. Those without a history have zeros. */
export async function tribeTrends(
  db: Db,
  seasonId: string,
  ids: readonly string[],
): Promise<(tribeId: string) => TribeTrend> {
  const last = await hoursDone(db, seasonId);
  const rows = await many<PastRow>(db, past, [seasonId, ids, last - DAY_HOURS, last]);
  const at = new Map(rows.map((row) => [`${row.tribe_id} ${row.hour}`, row]));
  const total = (tribeId: string, hour: number) => at.get(`${tribeId} ${hour}`)?.total_vp ?? 0;
  return (tribeId) => ({
    hours: dayBefore(last).map((hour) => total(tribeId, hour) - total(tribeId, hour - 1)),
    rankHourAgo: at.get(`${tribeId} ${last - 1}`)?.rank ?? null,
    rankDayAgo: at.get(`${tribeId} ${last - DAY_HOURS}`)?.rank ?? null,
  });
}

// A tally is dated at the end of its hour: it belongs to the hour that it closes.
const movesOf = (who: string): string =>
  `select m.user_id, greatest(1, ceil(extract(epoch from (m.at - s.season_start)) * s.speed / 3600))::int as hour, sum(m.delta)::int as vp
   from vp_moves m join seasons s on s.id = m.season_id
   where m.season_id = $1 and m.user_id ${who} and m.at > s.season_start + make_interval(secs => $3 * 3600.0 / s.speed)
   group by 1, 2`;
const moves = statement('leaderboard.playerHours', movesOf('= any($2)'));
// Everybody who looks at a ranking asks for his own.
const ownMoves = keyedStatement('leaderboard.ownHours', ['text', 'text', 'int'], movesOf('= $2'));

interface MovesRow {
  user_id: string;
  hour: number;
  vp: number;
}

/** Points of each full game hour of the last day, oldest first, of some players. */
export async function playerHours(
  db: Db,
  seasonId: string,
  ids: readonly string[],
): Promise<(userId: string) => number[]> {
  const last = await hoursDone(db, seasonId);
  const since = Math.max(0, last - DAY_HOURS);
  const rows = await (ids.length === 1
    ? many<MovesRow>(db, ownMoves, [seasonId, ids[0], since])
    : many<MovesRow>(db, moves, [seasonId, ids, since]));
  const at = new Map(rows.map((row) => [`${row.user_id} ${row.hour}`, row.vp]));
  return (userId) => dayBefore(last).map((hour) => at.get(`${userId} ${hour}`) ?? 0);
}

/** Numbers of the game hours of the last day up to `last`, oldest first. */
const dayBefore = (last: number): number[] => {
  const length = Math.min(DAY_HOURS, last);
  return Array.from({ length }, (_, index) => last - length + 1 + index);
};
