import type { TribeStanding } from '@cryptotribes/rules/seasons/ranking';
import { type Db, keyedStatement, many, maybeOne, statement, timestamp } from '../../platform/db.ts';
import type { Standing } from './standings.ts';

export interface PlayerRow extends Standing {
  username: string | null;
  tribe_id: string | null;
  tribe_name: string | null;
  tag: string | null;
  ordinal: number | null;
}
const order = '-victory_points, vp_reached_at, user_id';
const backwards = '-victory_points desc, vp_reached_at desc, user_id desc';
const place = '($3::bigint, $4::timestamptz, $5::text)';
/** A page has at most that many rows. Said in the statement itself: else a plan is made for a page of a tenth of all players. */
const MOST = 101;
/** A search shows at most that many. */
export const MOST_FOUND = 20;
const withNames = (page: string): string =>
  `with page as (select user_id, victory_points, vp_reached_at from villages where season_id = $1 ${page})
   select page.user_id as "userId", page.victory_points as "victoryPoints", page.vp_reached_at as "reachedMs", u.username,
     t.id as tribe_id, t.name as tribe_name, t.tag, t.ordinal
   from page join users u on u.id = page.user_id left join tribe_seats s on s.season_id = $1 and s.user_id = page.user_id
   left join tribes t on t.id = s.tribe_id order by -page.victory_points, page.vp_reached_at, page.user_id`;

const top = statement('leaderboard.top', withNames(`order by ${order} limit ${MOST} offset $2`));
const from = statement(
  'leaderboard.from',
  withNames(`and (${order}) >= ${place} order by ${order} limit ${MOST} offset $2`),
);
const after = statement(
  'leaderboard.after',
  withNames(`and (${order}) > ${place} order by ${order} limit ${MOST} offset $2`),
);
const before = statement(
  'leaderboard.before',
  withNames(`and (${order}) < ${place} order by ${backwards} limit ${MOST} offset $2`),
);
const key = (standing: Standing) => [-standing.victoryPoints, timestamp(standing.reachedMs), standing.userId];

/** Players in order from a place on (it included; null = the best), leaving out the first `skip`. `limit` at most 101, as in all of these. */
export async function listPlayersFrom(
  db: Db,
  seasonId: string,
  start: Standing | null,
  limit: number,
  skip = 0,
): Promise<PlayerRow[]> {
  const rows =
    start === null
      ? many<PlayerRow>(db, top, [seasonId, skip])
      : many<PlayerRow>(db, from, [seasonId, skip, ...key(start)]);
  return (await rows).slice(0, limit);
}
export async function listPlayersAfter(
  db: Db,
  seasonId: string,
  standing: Standing,
  limit: number,
): Promise<PlayerRow[]> {
  return (await many<PlayerRow>(db, after, [seasonId, 0, ...key(standing)])).slice(0, limit);
}
/** The nearest ones before a place, in order. */
export async function listPlayersBefore(
  db: Db,
  seasonId: string,
  standing: Standing,
  limit: number,
): Promise<PlayerRow[]> {
  return limit === 0 ? [] : (await many<PlayerRow>(db, before, [seasonId, 0, ...key(standing)])).slice(-limit);
}

const viewer = keyedStatement(
  'leaderboard.viewer',
  ['text', 'text'],
  `select s.id as season_id, v.user_id as "userId", v.victory_points as "victoryPoints", v.vp_reached_at as "reachedMs", u.username,
     t.id as tribe_id, t.name as tribe_name, t.tag, t.ordinal
   from seasons s left join villages v on v.season_id = s.id and v.user_id = $2 left join users u on u.id = v.user_id
   left join tribe_seats seat on seat.season_id = s.id and seat.user_id = v.user_id left join tribes t on t.id = seat.tribe_id
   where s.id = coalesce($1, current_season($2))`,
);
/** The season asked for (null = the viewer's current one) and the viewer's row in its ranking; null when there is no such season. */
export async function readViewer(
  db: Db,
  seasonId: string | null,
  userId: string | null,
): Promise<{ seasonId: string; mine: PlayerRow | null } | null> {
  const row = await maybeOne<PlayerRow & { season_id: string }>(db, viewer, [seasonId, userId]);
  if (row === null) return null;
  const { season_id, ...mine } = row;
  return { seasonId: season_id, mine: mine.userId === null ? null : mine };
}

const found = statement(
  'leaderboard.found',
  withNames(
    `and user_id in (select id from users where username is not null and lower(username) like lower($2)) order by ${order} limit ${MOST_FOUND}`,
  ),
);
/** The best players whose name begins so, whatever the case. */
export const findPlayers = (db: Db, seasonId: string, beginning: string): Promise<PlayerRow[]> =>
  many(db, found, [seasonId, `${literal(beginning)}%`]);

const foundTribes = statement(
  'leaderboard.foundTribes',
  `select id from tribes where season_id = $1 and dissolved_at is null and (name_skeleton like $2 or tag = upper($3))`,
);
/** Tribes whose name holds `skeleton`, or whose tag it is, in no order. */
export async function findTribes(db: Db, seasonId: string, search: string, skeleton: string): Promise<Set<string>> {
  const rows = await many<{ id: string }>(db, foundTribes, [seasonId, `%${literal(skeleton)}%`, search]);
  return new Set(rows.map((row) => row.id));
}
/** A text without the signs that mean something in a pattern. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const standings = statement(
  'leaderboard.tribeStandings',
  `select sc.tribe_id as id, sc.total_vp as "totalVp", sc.vp_reached_at as "reachedAtMs", coalesce(land.n, 0) as territories
   from tribe_scores sc
   left join (select owner_tribe_id, count(*)::int as n from territories where season_id = $1 and owner_tribe_id is not null group by 1) land
     on land.owner_tribe_id = sc.tribe_id
   where sc.season_id = $1 and sc.tribe_id not in (select id from tribes where season_id = $1 and dissolved_at is not null)`,
);
/** Every tribe of a season, in no order. */
export const listTribeStandings = (db: Db, seasonId: string): Promise<TribeStanding[]> =>
  many(db, standings, [seasonId]);

export interface TribeRow {
  id: string;
  name: string;
  tag: string;
  ordinal: number;
  last_hour_vp: number;
  member_count: number;
}
const details = statement(
  'leaderboard.tribes',
  `select t.id, t.name, t.tag, t.ordinal, (select count(*)::int from tribe_seats s where s.tribe_id = t.id) as member_count,
     coalesce(hour.vp, 0) as last_hour_vp
   from tribes t left join (
     select tribe_id, sum(delta)::int as vp from vp_moves where season_id = $1 and reason = 'hourly'
       and ref = (select max(n)::text from ticks where season_id = $1 and kind = 'vp') group by tribe_id) hour on hour.tribe_id = t.id
   where t.id = any($2)`,
);
export async function getTribes(db: Db, seasonId: string, ids: string[]): Promise<Map<string, TribeRow>> {
  return new Map((await many<TribeRow>(db, details, [seasonId, ids])).map((row) => [row.id, row]));
}
