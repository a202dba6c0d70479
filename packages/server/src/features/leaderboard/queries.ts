import { type Db, many, maybeOne, one, statement } from '../../platform/db.ts';

export interface PlayerRow {
  rank: number;
  user_id: string;
  username: string | null;
  victory_points: number;
  tribe_id: string | null;
  tribe_name: string | null;
  tag: string | null;
  ordinal: number | null;
}
const players = statement(
  'leaderboard.players',
  `with page as (select user_id, victory_points, row_number() over () as place from (
       select user_id, victory_points from villages where season_id = $1
       order by victory_points desc, vp_reached_at, user_id limit $2 offset $3) v)
   select ($3 + page.place)::int as rank, page.user_id, u.username, page.victory_points, t.id as tribe_id, t.name as tribe_name, t.tag, t.ordinal
   from page join users u on u.id = page.user_id
   left join tribe_seats s on s.season_id = $1 and s.user_id = page.user_id left join tribes t on t.id = s.tribe_id order by page.place`,
);
/** Players by victory points; ties by who reached the total first, then id. */
export const listPlayers = (db: Db, seasonId: string, limit: number, offset: number): Promise<PlayerRow[]> =>
  many(db, players, [seasonId, limit, offset]);

const playerTotal = statement(
  'leaderboard.playerTotal',
  'select count(*)::int as n from villages where season_id = $1',
);
export async function countPlayers(db: Db, seasonId: string): Promise<number> {
  return (await one<{ n: number }>(db, playerTotal, [seasonId])).n;
}

export interface TribeRow {
  rank: number;
  id: string;
  name: string;
  tag: string;
  ordinal: number;
  total_vp: number;
  last_hour_vp: number;
  member_count: number;
  territories: number;
}
const ranked = `with standing as (
     select t.id, t.name, t.tag, t.ordinal, sc.total_vp, sc.vp_reached_at,
       (select count(*)::int from territories l where l.season_id = t.season_id and l.owner_tribe_id = t.id) as territories
     from tribe_scores sc join tribes t on t.id = sc.tribe_id where sc.season_id = $1 and t.dissolved_at is null),
   ranked as (select *, (row_number() over (order by total_vp desc, territories desc, vp_reached_at, id))::int as rank from standing)`;
const tribes = statement(
  'leaderboard.tribes',
  `${ranked}
   select r.rank, r.id, r.name, r.tag, r.ordinal, r.total_vp, r.territories,
     (select count(*)::int from tribe_seats s where s.tribe_id = r.id) as member_count,
     coalesce((select sum(m.delta)::int from vp_moves m where m.season_id = $1 and m.reason = 'hourly' and m.tribe_id = r.id
       and m.ref = (select max(n)::text from ticks where season_id = $1 and kind = 'vp')), 0) as last_hour_vp
   from ranked r order by r.rank limit $2 offset $3`,
);
/** Tribes by VP, then territories held, then earlier reaching of the total, then id (GAME_DESIGN 5). */
export const listTribeRanks = (db: Db, seasonId: string, limit: number, offset: number): Promise<TribeRow[]> =>
  many(db, tribes, [seasonId, limit, offset]);
const oneTribe = statement('leaderboard.tribe', `${ranked} select rank, total_vp from ranked where id = $2`);
export const getTribeRank = (
  db: Db,
  seasonId: string,
  tribeId: string,
): Promise<{ rank: number; total_vp: number } | null> => maybeOne(db, oneTribe, [seasonId, tribeId]);
const tribeTotal = statement(
  'leaderboard.tribeTotal',
  'select count(*)::int as n from tribes where season_id = $1 and dissolved_at is null',
);
export async function countTribes(db: Db, seasonId: string): Promise<number> {
  return (await one<{ n: number }>(db, tribeTotal, [seasonId])).n;
}
