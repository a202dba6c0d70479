/** The recorded facts of a whole season, each in one statement that counts in the database; only players of whom there is something come back. */
import { type Db, many, statement } from '../../platform/db.ts';
import type { Flow, Link } from './facts.ts';

/** Enough for a season of any size that is played; reached only by a flood, which is then written down as one. */
export const MOST_ROWS = 50_000;

const links = statement(
  'fairplay.links',
  `with shared as (
     select kind, hash from fairplay_sightings where season_id = $1 and kind <> 'network' group by kind, hash having count(*) between 2 and $2
   ), pairs as (
     select a.user_id, b.user_id as other_id, a.kind, least(a.days, b.days) as days from shared s
     join fairplay_sightings a on a.season_id = $1 and a.kind = s.kind and a.hash = s.hash
     join fairplay_sightings b on b.season_id = $1 and b.kind = s.kind and b.hash = s.hash and b.user_id <> a.user_id
   )
   select p.user_id, p.other_id, (count(*) filter (where kind = 'address'))::int as addresses,
     (count(*) filter (where kind = 'setup'))::int as setups, (count(*) filter (where kind = 'browser'))::int as browsers,
     max(days)::int as days, coalesce(bool_or(m.tribe_id = o.tribe_id), false) as same_tribe
   from pairs p left join tribe_seats m on m.season_id = $1 and m.user_id = p.user_id
   left join tribe_seats o on o.season_id = $1 and o.user_id = p.other_id
   group by p.user_id, p.other_id order by browsers desc, setups desc, addresses desc, p.user_id, p.other_id limit ${MOST_ROWS}`,
);
export interface LinkRow extends Link {
  readonly userId: string;
}
/** Who was seen where others were; places with more than `crowd` players left out. */
export async function listLinks(db: Db, seasonId: string, crowd: number): Promise<LinkRow[]> {
  const rows = await many<{
    user_id: string;
    other_id: string;
    addresses: number;
    setups: number;
    browsers: number;
    days: number;
    same_tribe: boolean;
  }>(db, links, [seasonId, crowd]);
  return rows.map(({ user_id, other_id, same_tribe, ...counts }) => ({
    userId: user_id,
    otherId: other_id,
    sameTribe: same_tribe,
    ...counts,
  }));
}

// Of a territory's garrison each contributor is a side of its own. What the program's own defenders win or lose is nobody's.
const flows = statement(
  'fairplay.flows',
  `with fights as (
     select b.attacker_id as giver, d.user_id as taker, d.vp, 0 as gold, b.attacker_power * 10 < b.defender_power * 3 as hopeless
     from battles b join battle_defenders d on d.battle_id = b.id
     where b.season_id = $1 and b.status = 'completed' and b.territory_no is not null and b.winner = 'defender'
     union all
     select d.user_id, b.attacker_id, b.attacker_vp, 0, false
     from battles b join battle_defenders d on d.battle_id = b.id
     where b.season_id = $1 and b.status = 'completed' and b.territory_no is not null and b.winner = 'attacker'
     union all
     select b.attacker_id, b.target_user_id, b.defender_vp, 0, b.attacker_power * 10 < b.defender_power * 3
     from battles b where b.season_id = $1 and b.status = 'completed' and b.target_user_id is not null and b.winner = 'defender'
     union all
     select b.target_user_id, b.attacker_id, b.attacker_vp, b.gold_looted, false
     from battles b where b.season_id = $1 and b.status = 'completed' and b.target_user_id is not null and b.winner = 'attacker'
   ), given as (
     select giver, taker, count(*)::int as fights, (count(*) filter (where hopeless))::int as hopeless, sum(vp)::bigint as vp, sum(gold)::bigint as gold
     from fights group by giver, taker
   )
   select g.giver, g.taker, g.fights, g.hopeless, g.vp, g.gold, coalesce(back.fights, 0) as won
   from given g left join given back on back.giver = g.taker and back.taker = g.giver
   where g.fights >= $2 order by g.hopeless desc, g.vp desc, g.giver, g.taker limit ${MOST_ROWS}`,
);
/** What players gave each other, where it happened at least `fewest` times. */
export async function listFlows(db: Db, seasonId: string, fewest: number): Promise<Flow[]> {
  const rows = await many<{ giver: string; taker: string } & Omit<Flow, 'giverId' | 'takerId'>>(db, flows, [
    seasonId,
    fewest,
  ]);
  return rows.map(({ giver, taker, ...rest }) => ({ giverId: giver, takerId: taker, ...rest }));
}

const battleVp = statement(
  'fairplay.battleVp',
  `select user_id, sum(delta)::bigint as vp from vp_moves where season_id = $1 and reason = 'battle' and user_id = any($2) group by user_id`,
);
/** All points that these players have from battles. */
export async function getBattleVp(db: Db, seasonId: string, userIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await many<{ user_id: string; vp: number }>(db, battleVp, [seasonId, userIds]);
  return new Map(rows.map((row) => [row.user_id, row.vp]));
}

export interface PairRow {
  readonly user_id: string;
  readonly other_id: string;
}
const cards = statement(
  'fairplay.sharedCards',
  `select distinct a.user_id, b.user_id as other_id from fairplay_cards a
   join fairplay_cards b on b.season_id = a.season_id and b.hash = a.hash and b.user_id <> a.user_id
   where a.season_id = $1 order by 1, 2 limit ${MOST_ROWS}`,
);
export const listSharedCards = (db: Db, seasonId: string): Promise<PairRow[]> => many(db, cards, [seasonId]);

// Who pays through the vault for another wallet is known to the chain; a wallet that only pays for itself shares nothing.
const funding = statement(
  'fairplay.sharedFunding',
  `with paid as (
     select distinct p.user_id, d.payer from payments p join chain_deposits d on d.payment_id = p.id and d.status = 'credited'
     where p.season_id = $1
   )
   select a.user_id, b.user_id as other_id from paid a join paid b on b.payer = a.payer and b.user_id <> a.user_id
   order by 1, 2 limit ${MOST_ROWS}`,
);
export const listSharedFunding = (db: Db, seasonId: string): Promise<PairRow[]> => many(db, funding, [seasonId]);

// Without the order of the last 500 a player's row could grow without end.
const orders = statement(
  'fairplay.orderTimes',
  `select attacker_id as user_id, (array_agg((extract(epoch from accepted_at) * 1000)::bigint::text order by accepted_at desc))[1:500] as times
   from battles where season_id = $1 group by attacker_id having count(*) >= $2`,
);
/** When players gave orders, newest first, at most the last 500; of those with at least `fewest`. */
export async function listOrderTimes(db: Db, seasonId: string, fewest: number): Promise<Map<string, number[]>> {
  const rows = await many<{ user_id: string; times: string[] }>(db, orders, [seasonId, fewest]);
  return new Map(rows.map((row) => [row.user_id, row.times.map(Number)]));
}

const days = statement(
  'fairplay.activeDays',
  `select user_id, array_agg((day - date '1970-01-01')::int order by day) as days, array_agg(hours order by day) as hours
   from fairplay_days where season_id = $1 group by user_id having count(*) >= $2`,
);
/** In which hours of which days players gave commands; of those with at least `fewest` days. */
export async function listActiveDays(
  db: Db,
  seasonId: string,
  fewest: number,
): Promise<Map<string, { day: number; hours: number }[]>> {
  const rows = await many<{ user_id: string; days: number[]; hours: number[] }>(db, days, [seasonId, fewest]);
  return new Map(
    rows.map((row) => [row.user_id, row.days.map((day, index) => ({ day, hours: row.hours[index] ?? 0 }))]),
  );
}

const wallets = statement(
  'fairplay.walletFacts',
  `select w.user_id, w.tx_count, w.is_aged from fairplay_wallets w join entries e on e.user_id = w.user_id and e.season_id = $1
   where w.state = 'known' and (not w.is_aged or w.tx_count < $2) order by w.user_id limit ${MOST_ROWS}`,
);
/** The players of the season whose wallets are known to be young or little used. */
export const listYoungWallets = (
  db: Db,
  seasonId: string,
  transactions: number,
): Promise<{ user_id: string; tx_count: number; is_aged: boolean }[]> => many(db, wallets, [seasonId, transactions]);
