import type { TribeRole } from '@cryptotribes/rules/tribes/roster';
import { type Db, many, run, statement, timestamp } from '../../platform/db.ts';
import type { SeasonRow } from './queries.ts';

// Changes of membership hold their tribe: the list of members that is frozen is one that really was.
const holdTribeRows = statement(
  'closing.holdTribes',
  'select id from tribes where season_id = $1 order by id for share',
);
export const holdTribes = (db: Db, seasonId: string): Promise<number> => run(db, holdTribeRows, [seasonId]);

// Raids hold no territory but the villages they concern.
const holdVillageRows = statement(
  'closing.holdVillages',
  'select count(*) as n from (select 1 from villages where season_id = $1 order by user_id for share) held',
);
export const holdVillages = (db: Db, seasonId: string): Promise<number> => run(db, holdVillageRows, [seasonId]);

export interface FinalTribe {
  id: string;
  totalVp: number;
  territories: number;
  reachedAtMs: number;
}
const standings = statement(
  'closing.standings',
  `select t.id, s.total_vp as "totalVp", s.vp_reached_at as "reachedAtMs",
     (select count(*)::int from territories l where l.season_id = t.season_id and l.owner_tribe_id = t.id) as territories
   from tribes t join tribe_scores s on s.tribe_id = t.id where t.season_id = $1 and t.dissolved_at is null`,
);
/** Tribes as they stand, in no order. */
export const listFinalTribes = (db: Db, seasonId: string): Promise<FinalTribe[]> => many(db, standings, [seasonId]);

export interface FinalSeat {
  tribe_id: string;
  user_id: string;
  seat: number;
  role: TribeRole;
}
const seats = statement(
  'closing.seats',
  `select s.tribe_id, s.user_id, s.seat, s.role from tribe_seats s join entries e using (season_id, user_id)
   where s.season_id = $1 and (e.hold is null or e.hold = 'disputed') order by s.tribe_id, s.seat`,
);
/** Members whose seat is paid; a disputed payment counts as long as the bank has not decided. */
export const listFinalSeats = (db: Db, seasonId: string): Promise<FinalSeat[]> => many(db, seats, [seasonId]);

const insertTribeRanks = statement(
  'closing.insertTribeRanks',
  `insert into season_rankings (season_id, board, rank, tribe_id, victory_points, territories, reached_at)
   select $1, 'tribes', n, t, v, l, r from unnest($2::text[], $3::bigint[], $4::int[], $5::timestamptz[]) with ordinality as x(t, v, l, r, n)`,
);
/** Freezes the tribes' ranking, best first. */
export const writeTribeRanks = (db: Db, seasonId: string, ranked: readonly FinalTribe[]): Promise<number> =>
  run(db, insertTribeRanks, [
    seasonId,
    ranked.map((tribe) => tribe.id),
    ranked.map((tribe) => tribe.totalVp),
    ranked.map((tribe) => tribe.territories),
    ranked.map((tribe) => timestamp(tribe.reachedAtMs)),
  ]);

const insertPlayerRanks = statement(
  'closing.insertPlayerRanks',
  `insert into season_rankings (season_id, board, rank, tribe_id, user_id, victory_points, reached_at)
   select v.season_id, 'players', row_number() over (order by v.victory_points desc, v.vp_reached_at, v.user_id), s.tribe_id, v.user_id,
     v.victory_points, v.vp_reached_at
   from villages v left join tribe_seats s on s.season_id = v.season_id and s.user_id = v.user_id where v.season_id = $1`,
);
/** Freezes the players' ranking. */
export const writePlayerRanks = (db: Db, seasonId: string): Promise<number> => run(db, insertPlayerRanks, [seasonId]);

export interface Prize {
  userId: string;
  tribeId: string;
  tribeRank: number;
  seat: number;
  role: TribeRole;
  amountMicro: number;
}
const insertPrizes = statement(
  'closing.insertPrizes',
  `insert into season_prizes (season_id, user_id, tribe_id, tribe_rank, seat, role, amount_micro)
   select $1, u, t, k, s, r, a from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[], $7::bigint[]) as x(u, t, k, s, r, a)`,
);
export const writePrizes = (db: Db, seasonId: string, prizes: readonly Prize[]): Promise<number> =>
  run(db, insertPrizes, [
    seasonId,
    prizes.map((prize) => prize.userId),
    prizes.map((prize) => prize.tribeId),
    prizes.map((prize) => prize.tribeRank),
    prizes.map((prize) => prize.seat),
    prizes.map((prize) => prize.role),
    prizes.map((prize) => prize.amountMicro),
  ]);

const end = statement(
  'closing.end',
  `update seasons set status = 'ended', prize_pool_micro = $2, ended_at = $3, revealed_at = $3 where id = $1 and status = 'active'`,
);
/** Marks the season as ended and its secret as public. */
export const markEnded = (db: Db, seasonId: string, poolMicro: number, nowMs: number): Promise<number> =>
  run(db, end, [seasonId, poolMicro, timestamp(nowMs)]);

export interface PrizeRow {
  tribe_rank: number;
  tribe_id: string;
  name: string;
  tag: string;
  ordinal: number;
  total_vp: number;
  user_id: string;
  username: string | null;
  role: TribeRole;
  amount_micro: number;
}
const prizeList = statement(
  'closing.prizeList',
  `select p.tribe_rank, p.tribe_id, t.name, t.tag, t.ordinal, r.victory_points as total_vp, p.user_id, u.username, p.role, p.amount_micro
   from season_prizes p join tribes t on t.id = p.tribe_id join users u on u.id = p.user_id
   join season_rankings r on r.season_id = p.season_id and r.board = 'tribes' and r.tribe_id = p.tribe_id
   where p.season_id = $1 order by p.tribe_rank, p.seat`,
);
export const listPrizes = (db: Db, season: Pick<SeasonRow, 'id'>): Promise<PrizeRow[]> =>
  many(db, prizeList, [season.id]);
