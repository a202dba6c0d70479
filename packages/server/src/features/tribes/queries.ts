import type { TribeRole } from '@cryptotribes/rules/tribes/roster';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

export interface TribeRow {
  id: string;
  season_id: string;
  ordinal: number;
  name: string;
  tag: string;
  created_at: number;
  dissolved_at: number | null;
}
const columns = 'id, season_id, ordinal, name, tag, created_at, dissolved_at';

const byId = statement('tribes.byId', `select ${columns} from tribes where id = $1`);
export const getTribe = (db: Db, id: string): Promise<TribeRow | null> => maybeOne(db, byId, [id]);

// Membership of a tribe changes under its row lock, so its seats cannot be given twice.
const lock = statement('tribes.lock', `select ${columns} from tribes where id = $1 for no key update`);
export const lockTribe = (db: Db, id: string): Promise<TribeRow | null> => maybeOne(db, lock, [id]);

const takeOrdinal = statement(
  'tribes.takeOrdinal',
  'update seasons set next_tribe_ordinal = next_tribe_ordinal + 1 where id = $1 returning next_tribe_ordinal - 1 as ordinal',
);
const insert = statement(
  'tribes.insert',
  `insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const insertScore = statement(
  'tribes.insertScore',
  'insert into tribe_scores (tribe_id, season_id, vp_reached_at) values ($1, $2, $3)',
);
export interface NewTribe {
  id: string;
  seasonId: string;
  name: string;
  skeleton: string;
  tag: string;
  nowMs: number;
}
/** Founds a tribe; returns its ordinal in the season. Unique violations: tribes_season_id_name_skeleton_key, tribes_season_id_tag_key. */
export async function insertTribe(db: Db, tribe: NewTribe): Promise<number> {
  const { ordinal } = await one<{ ordinal: number }>(db, takeOrdinal, [tribe.seasonId]);
  await run(db, insert, [
    tribe.id,
    tribe.seasonId,
    ordinal,
    tribe.name,
    tribe.skeleton,
    tribe.tag,
    timestamp(tribe.nowMs),
  ]);
  await run(db, insertScore, [tribe.id, tribe.seasonId, timestamp(tribe.nowMs)]);
  return ordinal;
}

export interface Member {
  user_id: string;
  seat: number;
  role: TribeRole;
  joined_at: number;
  username: string | null;
  victory_points: number;
  /** When the player came or went last. */
  last_active_at: number;
  units_home: number;
}
const members = statement(
  'tribes.members',
  `select s.user_id, s.seat, s.role, s.joined_at, u.username, u.last_active_at, v.victory_points,
     v.militia + v.spearman + v.archer + v.cavalry as units_home from tribe_seats s join users u on u.id = s.user_id
   join villages v on v.season_id = s.season_id and v.user_id = s.user_id where s.tribe_id = $1 order by s.seat`,
);
export const listMembers = (db: Db, tribeId: string): Promise<Member[]> => many(db, members, [tribeId]);

const takeSeat = statement(
  'tribes.takeSeat',
  'insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5, $6)',
);
/** Unique violations: tribe_seats_season_id_user_id_key = already in a tribe. */
export const insertSeat = (
  db: Db,
  seat: { tribeId: string; seat: number; seasonId: string; userId: string; role: TribeRole; nowMs: number },
): Promise<number> =>
  run(db, takeSeat, [seat.tribeId, seat.seat, seat.seasonId, seat.userId, seat.role, timestamp(seat.nowMs)]);

// Waits for orders of the same player that are being given: they hold the seat.
const lockSeatRow = statement(
  'tribes.lockSeat',
  'select tribe_id, seat, role from tribe_seats where season_id = $1 and user_id = $2 for update',
);
export const lockSeat = (
  db: Db,
  seasonId: string,
  userId: string,
): Promise<{ tribe_id: string; seat: number; role: TribeRole } | null> => maybeOne(db, lockSeatRow, [seasonId, userId]);
const deleteSeatRow = statement('tribes.deleteSeat', 'delete from tribe_seats where season_id = $1 and user_id = $2');
export const deleteSeat = (db: Db, seasonId: string, userId: string): Promise<number> =>
  run(db, deleteSeatRow, [seasonId, userId]);

// One statement: the seats' uniqueness is checked at its end.
const swap = statement(
  'tribes.swapSeats',
  `update tribe_seats s set seat = o.seat, role = o.role from tribe_seats o
   where s.season_id = $1 and o.season_id = $1 and s.tribe_id = o.tribe_id
     and ((s.user_id = $2 and o.user_id = $3) or (s.user_id = $3 and o.user_id = $2))`,
);
/** Two members of one tribe change seats and roles. */
export const swapSeats = (db: Db, seasonId: string, one: string, other: string): Promise<number> =>
  run(db, swap, [seasonId, one, other]);
const move = statement(
  'tribes.moveSeat',
  'update tribe_seats set seat = $3, role = $4 where season_id = $1 and user_id = $2',
);
export const moveSeat = (db: Db, seasonId: string, userId: string, seat: number, role: TribeRole): Promise<number> =>
  run(db, move, [seasonId, userId, seat, role]);

// The tag and the name of a dissolved tribe stay taken: its battles are still told of.
const dissolve = statement('tribes.dissolve', 'update tribes set dissolved_at = $2 where id = $1');
export const dissolveTribe = (db: Db, id: string, nowMs: number): Promise<number> =>
  run(db, dissolve, [id, timestamp(nowMs)]);

const occupied = statement(
  'tribes.occupied',
  `select territory_no from territories where season_id = $1 and owner_tribe_id = $2
   union select territory_no from garrison_stacks where season_id = $1 and user_id = $3
   union select territory_no from battles where season_id = $1 and attacker_id = $3 and status = 'queued' order by 1`,
);
/**
 * Territories that a leaving player's tribe holds, in which the player's units stand, or to which an order of the player is on its way:
 * a battle that is being decided there at this moment may be about to leave the player's units in a garrison.
 */
export async function listOccupied(db: Db, seasonId: string, tribeId: string, userId: string): Promise<number[]> {
  return (await many<{ territory_no: number }>(db, occupied, [seasonId, tribeId, userId])).map(
    (row) => row.territory_no,
  );
}

export interface SummaryRow {
  id: string;
  name: string;
  tag: string;
  ordinal: number;
  member_count: number;
  total_vp: number;
  rank: number | null;
  territories: number;
}
const summaries = `with standing as (
     select t.id, t.name, t.tag, t.ordinal, sc.total_vp, sc.vp_reached_at, t.dissolved_at,
       (select count(*)::int from tribe_seats s where s.tribe_id = t.id) as member_count,
       (select count(*)::int from territories l where l.season_id = t.season_id and l.owner_tribe_id = t.id) as territories
     from tribes t join tribe_scores sc on sc.tribe_id = t.id where t.season_id = $1),
   ranked as (select *, case when dissolved_at is null then (row_number() over (partition by dissolved_at is null
       order by total_vp desc, territories desc, vp_reached_at, id))::int end as rank from standing)`;
const list = statement(
  'tribes.list',
  `${summaries} select * from ranked where dissolved_at is null
     and ($2::text is null or name ilike $2 or tag ilike $2) order by rank limit $3`,
);
/** Tribes of a season, best first; `search` is part of a name or tag, null = all. */
export async function listTribes(
  db: Db,
  seasonId: string,
  search: string | null,
  limit: number,
): Promise<SummaryRow[]> {
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  return many(db, list, [seasonId, pattern, limit]);
}
const summary = statement('tribes.summary', `${summaries} select * from ranked where id = $2`);
export const getTribeSummary = (db: Db, seasonId: string, id: string): Promise<SummaryRow | null> =>
  maybeOne(db, summary, [seasonId, id]);
