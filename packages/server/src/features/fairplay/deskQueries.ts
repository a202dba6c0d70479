import { type Db, many, maybeOne, statement } from '../../platform/db.ts';
import type { SanctionKind } from './sanctionQueries.ts';
import type { Signal } from './signals.ts';

export interface PersonRow {
  user_id: string;
  username: string | null;
  wallet: Buffer;
}
const people = statement('fairplay.people', 'select id as user_id, username, wallet from users where id = any($1)');
export const listPeople = (db: Db, userIds: readonly string[]): Promise<PersonRow[]> => many(db, people, [userIds]);

const seasons = statement(
  'fairplay.scoredSeasons',
  `select s.id, s.name from seasons s where exists (select 1 from fairplay_scores p where p.season_id = s.id) order by s.season_number desc limit 50`,
);
/** Seasons in which something was noticed, newest first. */
export const listScoredSeasons = (db: Db): Promise<{ id: string; name: string }[]> => many(db, seasons);

export interface ScoreRow extends PersonRow {
  score: number;
  reasons: Signal[];
  computed_at: number;
  sanction: SanctionKind | null;
  is_open: boolean;
}
const columns = `p.user_id, u.username, u.wallet, p.score, p.reasons, p.computed_at, s.kind as sanction,
    exists (select 1 from flags f where f.user_id = p.user_id and f.status = 'open') as is_open
  from fairplay_scores p join users u on u.id = p.user_id left join sanctions s on s.user_id = p.user_id`;
const highest = statement(
  'fairplay.highestScores',
  `select ${columns} where p.season_id = $1 and ($2::int is null or (-p.score, p.user_id) > (-$2, $3::text))
   order by p.score desc, p.user_id limit $4`,
);
/** The highest first, those after `place` (score, player; null = from the highest). */
export const listScores = (
  db: Db,
  seasonId: string,
  place: readonly [number, string] | null,
  limit: number,
): Promise<ScoreRow[]> => many(db, highest, [seasonId, place?.[0] ?? null, place?.[1] ?? '', limit]);

const ofPlayer = statement(
  'fairplay.scoreOf',
  `select n.id as season_id, n.name, p.score, p.reasons, p.computed_at from seasons n
   left join fairplay_scores p on p.season_id = n.id and p.user_id = $1
   where case when $2::text is null then p.user_id is not null else n.id = $2 end order by n.season_number desc limit 1`,
);
export interface ScoredSeason {
  season_id: string;
  name: string;
  score: number | null;
  reasons: Signal[] | null;
  computed_at: number | null;
}
/** The player's score in a season (null = the newest in which there is one). */
export const getScore = (db: Db, userId: string, seasonId: string | null): Promise<ScoredSeason | null> =>
  maybeOne(db, ofPlayer, [userId, seasonId]);

export interface SharedBattle {
  id: string;
  at: number;
  attacker_id: string;
  other_id: string;
  territory_no: number | null;
  attacker_power: number | null;
  defender_power: number | null;
  winner: 'attacker' | 'defender';
  vp: number;
  gold: number;
}
const battles = statement(
  'fairplay.sharedBattles',
  `select * from (
     select b.id, b.decided_at as at, b.attacker_id, b.target_user_id as other_id, b.territory_no, b.attacker_power, b.defender_power, b.winner,
       case b.winner when 'attacker' then b.attacker_vp else b.defender_vp end as vp, b.gold_looted as gold
     from battles b where b.season_id = $1 and b.status = 'completed' and b.target_user_id is not null
       and ((b.attacker_id = $2 and b.target_user_id = any($3)) or (b.attacker_id = any($3) and b.target_user_id = $2))
     union all
     select b.id, b.decided_at, b.attacker_id, d.user_id, b.territory_no, b.attacker_power, b.defender_power, b.winner,
       case b.winner when 'attacker' then b.attacker_vp else d.vp end, 0
     from battles b join battle_defenders d on d.battle_id = b.id where b.season_id = $1 and b.status = 'completed' and b.territory_no is not null
       and ((b.attacker_id = $2 and d.user_id = any($3)) or (b.attacker_id = any($3) and d.user_id = $2))
   ) fought order by at desc, id desc limit 30`,
);
/** The newest battles between a player and some others. */
export const listSharedBattles = (
  db: Db,
  seasonId: string,
  userId: string,
  others: readonly string[],
): Promise<SharedBattle[]> => many(db, battles, [seasonId, userId, others]);

const days = statement(
  'fairplay.lastDays',
  `select to_char(day, 'YYYY-MM-DD') as day, hours, commands from fairplay_days where season_id = $1 and user_id = $2 order by fairplay_days.day desc limit 14`,
);
/** Newest first. */
export const listDays = (
  db: Db,
  seasonId: string,
  userId: string,
): Promise<{ day: string; hours: number; commands: number }[]> => many(db, days, [seasonId, userId]);

const wallet = statement(
  'fairplay.wallet',
  'select state, tx_count, is_aged, checked_at from fairplay_wallets where user_id = $1',
);
export const getWallet = (
  db: Db,
  userId: string,
): Promise<{
  state: 'known' | 'contract' | 'unknown';
  tx_count: number | null;
  is_aged: boolean | null;
  checked_at: number;
} | null> => maybeOne(db, wallet, [userId]);
