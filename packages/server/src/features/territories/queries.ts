import type { Army, Formation } from '@cryptotribes/rules/core/units';
import {
  type Db,
  keyedStatement,
  many,
  maybeOne,
  one,
  run,
  statement,
  timestamp,
  timestampOrNull,
} from '../../platform/db.ts';
import { ROUND_SETTLED } from '../beacon/queries.ts';
import { toArmy } from '../villages/queries.ts';

/** A territory under its row lock. */
export interface TerritoryRow {
  id: string;
  season_id: string;
  territory_no: number;
  owner_tribe_id: string | null;
  controlled_since: number | null;
  formation: Formation;
  npc_militia: number;
  npc_spearman: number;
  npc_archer: number;
  npc_cavalry: number;
  truce_until: number | null;
  next_order_no: number;
  garrison_at: number;
}
export interface Stack {
  userId: string;
  username: string | null;
  tribeId: string;
  units: Army;
}

const columns = `t.id, t.season_id, t.territory_no, t.owner_tribe_id, t.controlled_since, t.formation, t.npc_militia, t.npc_spearman,
  t.npc_archer, t.npc_cavalry, t.truce_until, t.next_order_no, t.garrison_at`;

export const npcUnits = (row: TerritoryRow): Army => ({
  militia: row.npc_militia,
  spearman: row.npc_spearman,
  archer: row.npc_archer,
  cavalry: row.npc_cavalry,
});

// Whoever moves units into, out of or against a territory holds its row: orders, battles, garrisons and hourly credits never overlap.
const lockOne = statement('territories.lock', `select ${columns} from territories t where t.id = $1 for no key update`);
export const lockTerritory = (db: Db, id: string): Promise<TerritoryRow | null> => maybeOne(db, lockOne, [id]);

const lockSeveral = statement(
  'territories.lockSeveral',
  `select ${columns} from territories t where t.season_id = $1 and t.territory_no = any($2) order by t.territory_no for no key update`,
);
export const lockTerritories = (db: Db, seasonId: string, numbers: readonly number[]): Promise<TerritoryRow[]> =>
  many(db, lockSeveral, [seasonId, numbers]);

// The longest waiting order first, of those that wait for no round of the beacon; a territory on which another worker is busy is left to it.
const lockNext = statement(
  'territories.lockNextWithOrders',
  `with heads as (select season_id, territory_no, min(order_no) as order_no from battles
     where status = 'queued' and territory_no is not null group by 1, 2)
   select ${columns} from heads join battles b using (season_id, territory_no, order_no) join territories t using (season_id, territory_no)
   where b.status = 'queued' and ${ROUND_SETTLED} order by b.accepted_at
   limit 1 for no key update of t skip locked`,
);
export const lockNextTerritoryWithOrders = (db: Db): Promise<TerritoryRow | null> => maybeOne(db, lockNext);

const takeOrder = statement(
  'territories.takeOrderNo',
  'update territories set next_order_no = next_order_no + 1 where id = $1',
);
export const takeOrderNo = (db: Db, id: string): Promise<number> => run(db, takeOrder, [id]);

const stacksOf = statement(
  'territories.stacks',
  `select s.user_id, u.username, s.tribe_id, s.militia, s.spearman, s.archer, s.cavalry
   from garrison_stacks s join users u on u.id = s.user_id where s.season_id = $1 and s.territory_no = $2 order by s.arrival_no`,
);
/** Who stands in a garrison, in the order of arrival. */
export async function listStacks(db: Db, seasonId: string, territoryNo: number): Promise<Stack[]> {
  const rows = await many<Army & { user_id: string; username: string | null; tribe_id: string }>(db, stacksOf, [
    seasonId,
    territoryNo,
  ]);
  return rows.map((row) => ({
    userId: row.user_id,
    username: row.username,
    tribeId: row.tribe_id,
    units: toArmy(row),
  }));
}

const placesOf = statement(
  'territories.playerPlaces',
  `select territory_no from garrison_stacks where season_id = $1 and user_id = $2
   union select territory_no from battles where season_id = $1 and attacker_id = $2 and status = 'queued' and territory_no is not null`,
);
/** Territories in which a player has units or to which an order of the player is on its way. */
export async function listPlayerTerritories(db: Db, seasonId: string, userId: string): Promise<number[]> {
  return (await many<{ territory_no: number }>(db, placesOf, [seasonId, userId])).map((row) => row.territory_no);
}

const putStack = statement(
  'territories.putStack',
  `insert into garrison_stacks as s (season_id, territory_no, user_id, tribe_id, militia, spearman, archer, cavalry)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (season_id, territory_no, user_id) do update set militia = s.militia + excluded.militia,
     spearman = s.spearman + excluded.spearman, archer = s.archer + excluded.archer, cavalry = s.cavalry + excluded.cavalry`,
);
const openTenure = statement(
  'territories.openTenure',
  `insert into tenures (season_id, territory_no, user_id, tribe_id, from_at) values ($1, $2, $3, $4, $5)
   on conflict (season_id, territory_no, user_id) where to_at is null do nothing`,
);
export interface Place {
  seasonId: string;
  territoryNo: number;
  userId: string;
}
/** Adds units to a player's part of a garrison; the tenure begins with the first ones. */
export async function addToGarrison(db: Db, place: Place, tribeId: string, units: Army, nowMs: number): Promise<void> {
  const key = [place.seasonId, place.territoryNo, place.userId, tribeId];
  await run(db, putStack, [...key, units.militia, units.spearman, units.archer, units.cavalry]);
  await run(db, openTenure, [...key, timestamp(nowMs)]);
}

const setStack = statement(
  'territories.setStack',
  `update garrison_stacks set militia = $4, spearman = $5, archer = $6, cavalry = $7 where season_id = $1 and territory_no = $2 and user_id = $3`,
);
const dropStacks = statement(
  'territories.dropStacks',
  'delete from garrison_stacks where season_id = $1 and territory_no = $2 and user_id = any($3)',
);
const closeTenures = statement(
  'territories.closeTenures',
  'update tenures set to_at = greatest(from_at, $4) where season_id = $1 and territory_no = $2 and user_id = any($3) and to_at is null',
);
/** What is left of a player's part of a garrison. */
export async function setGarrisonUnits(db: Db, place: Place, units: Army): Promise<void> {
  await run(db, setStack, [
    place.seasonId,
    place.territoryNo,
    place.userId,
    units.militia,
    units.spearman,
    units.archer,
    units.cavalry,
  ]);
}
/** Takes players out of a garrison; their tenures end. */
export async function removeFromGarrison(
  db: Db,
  seasonId: string,
  territoryNo: number,
  userIds: string[],
  nowMs: number,
): Promise<void> {
  if (userIds.length === 0) return;
  await run(db, dropStacks, [seasonId, territoryNo, userIds]);
  await run(db, closeTenures, [seasonId, territoryNo, userIds, timestamp(nowMs)]);
}

const save = statement(
  'territories.save',
  `update territories set owner_tribe_id = $2, controlled_since = $3, formation = $4, npc_militia = $5, npc_spearman = $6, npc_archer = $7,
     npc_cavalry = $8, truce_until = $9, garrison_at = $10 where id = $1`,
);
/** Writes a locked territory back. */
export async function saveTerritory(db: Db, row: TerritoryRow): Promise<void> {
  await run(db, save, [
    row.id,
    row.owner_tribe_id,
    timestampOrNull(row.controlled_since),
    row.formation,
    row.npc_militia,
    row.npc_spearman,
    row.npc_archer,
    row.npc_cavalry,
    timestampOrNull(row.truce_until),
    timestamp(row.garrison_at),
  ]);
}

/** A territory with everything that is shown of it. */
export interface TerritoryView extends TerritoryRow {
  tribe_name: string | null;
  tag: string | null;
  ordinal: number | null;
  g_militia: number;
  g_spearman: number;
  g_archer: number;
  g_cavalry: number;
  pending: number;
  pending_mine: number;
  m_militia: number | null;
  m_spearman: number | null;
  m_archer: number | null;
  m_cavalry: number | null;
}
const viewColumns = `${columns}, tr.name as tribe_name, tr.tag, tr.ordinal, coalesce(g.militia, 0) as g_militia, coalesce(g.spearman, 0) as g_spearman,
  coalesce(g.archer, 0) as g_archer, coalesce(g.cavalry, 0) as g_cavalry, coalesce(q.pending, 0) as pending`;
const standing = `select territory_no, sum(militia)::int as militia, sum(spearman)::int as spearman, sum(archer)::int as archer, sum(cavalry)::int as cavalry
  from garrison_stacks s`;
// What stands and what is on its way is added up once for the whole map, not fifty times.
const viewAll = statement(
  'territories.viewAll',
  `select ${viewColumns}, 0 as pending_mine, null::int as m_militia, null::int as m_spearman, null::int as m_archer, null::int as m_cavalry
   from territories t
   left join tribes tr on tr.id = t.owner_tribe_id
   left join (${standing} where s.season_id = $1 group by 1) g on g.territory_no = t.territory_no
   left join (select territory_no, count(*)::int as pending from battles
     where season_id = $1 and status = 'queued' and territory_no is not null group by 1) q on q.territory_no = t.territory_no
   where t.season_id = $1 order by t.territory_no`,
);
const viewOne = statement(
  'territories.viewOne',
  `select ${viewColumns}, coalesce(q.mine, 0) as pending_mine, m.militia as m_militia, m.spearman as m_spearman, m.archer as m_archer, m.cavalry as m_cavalry
   from territories t
   left join tribes tr on tr.id = t.owner_tribe_id
   left join lateral (${standing} where s.season_id = t.season_id and s.territory_no = t.territory_no group by 1) g on true
   cross join lateral (select count(*)::int as pending, (count(*) filter (where b.attacker_id = $2))::int as mine from battles b
     where b.season_id = t.season_id and b.territory_no = t.territory_no and b.status = 'queued') q
   left join garrison_stacks m on m.season_id = t.season_id and m.territory_no = t.territory_no and m.user_id = $2
   where t.id = $1`,
);

const ownPlaces = keyedStatement(
  'territories.ownPlaces',
  ['text', 'text'],
  `select coalesce(s.territory_no, q.territory_no) as territory_no, coalesce(q.n, 0) as pending_mine, s.militia as m_militia,
     s.spearman as m_spearman, s.archer as m_archer, s.cavalry as m_cavalry
   from (select * from garrison_stacks where season_id = $1 and user_id = $2) s
   full join (select territory_no, count(*)::int as n from battles
     where season_id = $1 and attacker_id = $2 and status = 'queued' and territory_no is not null group by 1) q using (territory_no)`,
);
export type OwnPlace = Pick<
  TerritoryView,
  'territory_no' | 'pending_mine' | 'm_militia' | 'm_spearman' | 'm_archer' | 'm_cavalry'
>;
/** Where a player has units or orders on their way. */
export const listOwnPlaces = (db: Db, seasonId: string, userId: string): Promise<OwnPlace[]> =>
  many(db, ownPlaces, [seasonId, userId]);

/** All territories of a season as everybody sees them: nothing of anybody's own. */
export const listTerritoryViews = (db: Db, seasonId: string): Promise<TerritoryView[]> => many(db, viewAll, [seasonId]);
export const getTerritoryView = (db: Db, id: string, userId: string | null): Promise<TerritoryView | null> =>
  maybeOne(db, viewOne, [id, userId]);

const tribeRef = statement(
  'territories.tribeRef',
  'select id as "tribeId", name, tag, ordinal from tribes where id = $1',
);
export interface TribeRef {
  tribeId: string;
  name: string;
  tag: string;
  ordinal: number;
}
export const getTribeRef = (db: Db, tribeId: string): Promise<TribeRef> => one(db, tribeRef, [tribeId]);

const pending = statement(
  'territories.pending',
  `select count(*)::int as n from battles where season_id = $1 and territory_no = $2 and status = 'queued'`,
);
export async function countPending(db: Db, seasonId: string, territoryNo: number): Promise<number> {
  return (await one<{ n: number }>(db, pending, [seasonId, territoryNo])).n;
}
