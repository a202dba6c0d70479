import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

const last = statement(
  'ticks.last',
  'select coalesce(max(n), 0)::int as n from ticks where season_id = $1 and kind = $2',
);
export async function lastTick(db: Db, seasonId: string, kind: 'vp' | 'gold'): Promise<number> {
  return (await one<{ n: number }>(db, last, [seasonId, kind])).n;
}
const claim = statement(
  'ticks.claim',
  'insert into ticks (season_id, kind, n, applied_at) values ($1, $2, $3, $4) on conflict do nothing',
);
/** False when the tick was applied already. */
export async function claimTick(
  db: Db,
  seasonId: string,
  kind: 'vp' | 'gold',
  n: number,
  nowMs: number,
): Promise<boolean> {
  return (await run(db, claim, [seasonId, kind, n, timestamp(nowMs)])) === 1;
}

// Waits for battles and garrison moves under way, and keeps new ones waiting until the credit is booked.
const holdTerritories = statement(
  'ticks.holdTerritories',
  'select territory_no from territories where season_id = $1 order by territory_no for share',
);
export const holdAllTerritories = (db: Db, seasonId: string): Promise<number> => run(db, holdTerritories, [seasonId]);

const dueUpgrades = statement(
  'ticks.dueUpgrades',
  `select 1 as x from villages where season_id = $1 and next_due_at <= $2 and warehouse_upgrade_end <= $2 limit 1`,
);
/** Whether a warehouse that was finished before the moment given is still to be completed. */
export async function hasDueUpgrades(db: Db, seasonId: string, beforeMs: number): Promise<boolean> {
  return (await maybeOne(db, dueUpgrades, [seasonId, timestamp(beforeMs)])) !== null;
}

export interface TenureRow {
  id: string;
  territoryNo: number;
  userId: string;
  tribeId: string;
  fromMs: number;
  toMs: number | null;
}
const tenures = statement(
  'ticks.tenures',
  `select lpad(id::text, 19, '0') as id, territory_no as "territoryNo", user_id as "userId", tribe_id as "tribeId", from_at as "fromMs", to_at as "toMs"
   from tenures where season_id = $1 and from_at < $3 and (to_at is null or to_at > $2) order by territory_no, from_at, id`,
);
/** Tenures that overlap [fromMs, toMs). */
export const listTenures = (db: Db, seasonId: string, fromMs: number, toMs: number): Promise<TenureRow[]> =>
  many(db, tenures, [seasonId, timestamp(fromMs), timestamp(toMs)]);

const hourly = statement(
  'ticks.creditVp',
  `with shares as (select u, t, v from unnest($3::text[], $4::text[], $5::int[]) as x(u, t, v)),
   moves as (insert into vp_moves (season_id, user_id, tribe_id, delta, reason, ref, at) select $1, u, t, v, 'hourly', $2, $6 from shares),
   sums as (select u, sum(v)::bigint as v from shares group by u),
   locked as (select user_id from villages where season_id = $1 and user_id in (select u from sums) order by user_id for no key update)
   update villages set victory_points = victory_points + sums.v, vp_reached_at = greatest(vp_reached_at, $6) from sums, locked
   where villages.season_id = $1 and villages.user_id = sums.u and locked.user_id = sums.u
   returning villages.user_id as "userId", villages.victory_points as "victoryPoints"`,
);
/** Books one hour's points of all players; returns their new totals. */
export async function creditHourlyVp(
  db: Db,
  seasonId: string,
  hour: string,
  moves: { userId: string; tribeId: string; vp: number }[],
  atMs: number,
): Promise<{ userId: string; victoryPoints: number }[]> {
  if (moves.length === 0) return [];
  return many(db, hourly, [
    seasonId,
    hour,
    moves.map((move) => move.userId),
    moves.map((move) => move.tribeId),
    moves.map((move) => move.vp),
    timestamp(atMs),
  ]);
}

export interface GoldSlot {
  seasonId: string;
  fromMs: number;
  toMs: number;
  speed: number;
  /** Parts of a coin in which carries count. */
  denominator: number;
  /** Half-coins an hour by warehouse level, level 1 first. */
  baseHalves: number[];
  /** Gold capacity by warehouse level. */
  capacities: number[];
  /** Half-coins an hour by territory, territory 1 first. */
  territoryHalves: number[];
  /** Players who were active after this moment are told. */
  tellActiveSinceMs: number;
}
// Locked by a statement of their own: the credit must see what was completed while we waited.
const holdVillages = statement(
  'ticks.holdVillages',
  'select count(*) as n from (select 1 from villages where season_id = $1 order by user_id for no key update) held',
);
// Every village at once: the joins must be hashed, also while the statistics of a young season promise only a few rows, and in memory.
const forWholeSeason = statement(
  'ticks.forWholeSeason',
  `select set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true)`,
);
// With 100,000 players the news are written where they arise: as rows, without a way through this process.
// The same arithmetic as goldForSlot() of the rules, for all villages at once; a test compares the two. Times are whole milliseconds.
// A slot's base income is that of the level at its end, less what levels reached within the slot did not yet give before.
const gold = statement(
  'ticks.creditGold',
  `with span as (select $2::timestamptz as f, $3::timestamptz as t),
   raised as (
     select l.user_id, count(*) filter (where l.completed_at >= span.t)::int as later,
       coalesce(sum((($6::int[])[l.level] - ($6::int[])[l.level - 1])
           * (extract(epoch from l.completed_at - greatest(span.f, v.created_at)) * 1000)::bigint)
         filter (where l.completed_at < span.t), 0)::bigint as missing
     from building_log l join villages v using (season_id, user_id), span
     where l.season_id = $1 and l.building_type = 'warehouse' and l.completed_at > span.f group by l.user_id),
   held as (
     select n.user_id, sum(($8::int[])[n.territory_no]
         * (extract(epoch from least(coalesce(n.to_at, span.t), span.t) - greatest(n.from_at, span.f)) * 1000)::bigint)::bigint as units
     from tenures n, span where n.season_id = $1 and n.from_at < span.t and (n.to_at is null or n.to_at > span.f) group by n.user_id),
   earned as (
     select v.user_id, v.gold as before, ($7::bigint[])[v.warehouse_level - coalesce(r.later, 0)] as capacity,
       v.gold_carry + $4::bigint * (coalesce(h.units, 0) - coalesce(r.missing, 0) + ($6::int[])[v.warehouse_level - coalesce(r.later, 0)]
         * case when v.created_at <= span.f then $9::bigint
           else (extract(epoch from span.t - v.created_at) * 1000)::bigint end) as units
     from villages v cross join span left join raised r on r.user_id = v.user_id left join held h on h.user_id = v.user_id
     where v.season_id = $1 and v.created_at < span.t),
   credited as (
   update villages v set gold_carry = e.units % $5::bigint, gold = greatest(v.gold, least(v.gold + e.units / $5::bigint, e.capacity)),
     gold_income = v.gold_income + greatest(0, least(v.gold + e.units / $5::bigint, e.capacity) - v.gold)
   from earned e where v.season_id = $1 and v.user_id = e.user_id
   returning v.user_id, v.gold, v.gold - e.before as gained)
   insert into news (recipient, type, data, at)
   select 'user:' || c.user_id, 'gold_updated', jsonb_build_object('gold', c.gold, 'gained', c.gained, 'reason', 'income'), $3
   from credited c join users u on u.id = c.user_id where c.gained > 0 and u.last_active_at > $10`,
);
/** Credits one slot's gold to every village and tells those players whose gold rose, if they were active lately; returns how many were told. The caller wakes the publisher. */
export async function creditGoldSlot(db: Db, slot: GoldSlot): Promise<number> {
  await run(db, forWholeSeason);
  await run(db, holdVillages, [slot.seasonId]);
  return run(db, gold, [
    slot.seasonId,
    timestamp(slot.fromMs),
    timestamp(slot.toMs),
    slot.speed,
    slot.denominator,
    slot.baseHalves,
    slot.capacities,
    slot.territoryHalves,
    // Whole milliseconds of the slot, for all the villages that are older than it.
    slot.toMs - slot.fromMs,
    timestamp(slot.tellActiveSinceMs),
  ]);
}
