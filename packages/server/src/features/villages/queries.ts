import {
  type Army,
  BUILDING_TYPES,
  type BuildingType,
  type Formation,
  type UnitType,
} from '@cryptotribes/rules/core/units';
import { startCharges } from '@cryptotribes/rules/raids/charges';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { newVillage } from '@cryptotribes/rules/villages/buildings';
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
import { type Batch, nextDueMs, type ReturningUnits, type Upgrade, type Village } from './village.ts';

export interface VillageRow extends Army {
  season_id: string;
  user_id: string;
  gold: number;
  barracks_level: number;
  barracks_upgrade_start: number | null;
  barracks_upgrade_end: number | null;
  warehouse_level: number;
  warehouse_upgrade_start: number | null;
  warehouse_upgrade_end: number | null;
  workshop_level: number;
  workshop_upgrade_start: number | null;
  workshop_upgrade_end: number | null;
  home_formation: Formation;
  victory_points: number;
  vp_reached_at: number;
  next_due_at: number | null;
  created_at: number;
  raid_charges: number;
  raid_charges_at: number;
  camps_beaten: number;
  has_raided_village: boolean;
  last_raided_at: number | null;
  next_raid_order_no: number;
  next_camp_order_no: number;
}

/** Of a village, as `VillageRow` has them. */
export const VILLAGE_COLUMNS = `season_id, user_id, gold, militia, spearman, archer, cavalry, barracks_level, barracks_upgrade_start, barracks_upgrade_end,
  warehouse_level, warehouse_upgrade_start, warehouse_upgrade_end, workshop_level, workshop_upgrade_start, workshop_upgrade_end,
  home_formation, victory_points, vp_reached_at, next_due_at, created_at, raid_charges, raid_charges_at, camps_beaten, has_raided_village,
  last_raided_at, next_raid_order_no, next_camp_order_no`;

const insert = statement(
  'villages.insert',
  `insert into villages (season_id, user_id, gold, gold_start, militia, spearman, archer, cavalry, barracks_level, warehouse_level, workshop_level, raid_charges,
     raid_charges_at, vp_reached_at, created_at)
   values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
);
export async function insertVillage(
  db: Db,
  rules: Ruleset,
  seasonId: string,
  userId: string,
  nowMs: number,
): Promise<void> {
  const { gold, army, buildings } = newVillage(rules);
  const { charges, asOfMs } = startCharges(rules, nowMs);
  await run(db, insert, [
    seasonId,
    userId,
    gold,
    army.militia,
    army.spearman,
    army.archer,
    army.cavalry,
    buildings.barracks,
    buildings.warehouse,
    buildings.workshop,
    charges,
    timestamp(asOfMs),
    timestamp(nowMs),
  ]);
}

// Every change of a village happens under its row lock. Several at once are locked in the order of their ids, everywhere.
const lockVillages = statement(
  'villages.lock',
  `select ${VILLAGE_COLUMNS} from villages where season_id = $1 and user_id = any($2) order by user_id for no key update`,
);
const readVillage = keyedStatement(
  'villages.read',
  ['text', 'text'],
  `select ${VILLAGE_COLUMNS} from villages where season_id = $1 and user_id = $2`,
);
const readBatches = statement(
  'villages.batches',
  `select id, user_id, unit_type, quantity, cost_gold, start_at, end_at from training_batches
   where season_id = $1 and user_id = any($2) and status = 'queued' order by end_at, start_at, id`,
);
const readReturning = statement(
  'villages.returning',
  `select id, user_id, territory_no, militia, spearman, archer, cavalry, arrives_at from returning_units
   where season_id = $1 and user_id = any($2) order by arrives_at, id`,
);

/** Locks villages and loads them with what is under way in them; those that do not exist are left out. */
export async function lockVillageRows(db: Db, seasonId: string, userIds: readonly string[]): Promise<Village[]> {
  // The queue is read by a statement of its own: it must see what the transaction before us left while we waited for the lock.
  const rows = await many<VillageRow>(db, lockVillages, [seasonId, userIds]);
  return withChildren(db, seasonId, rows);
}
/** The same without a lock, for looking only. */
export async function readVillageRow(db: Db, seasonId: string, userId: string): Promise<Village | null> {
  const row = await maybeOne<VillageRow>(db, readVillage, [seasonId, userId]);
  return row === null ? null : ((await withChildren(db, seasonId, [row]))[0] ?? null);
}

async function withChildren(db: Db, seasonId: string, rows: VillageRow[]): Promise<Village[]> {
  // Most villages have nothing under way: then there is nothing to read.
  const busy = rows.filter((row) => row.next_due_at !== null).map((row) => row.user_id);
  const [batches, returning] =
    busy.length === 0
      ? [[], []]
      : await Promise.all([
          many<BatchRow>(db, readBatches, [seasonId, busy]),
          many<ReturningRow>(db, readReturning, [seasonId, busy]),
        ]);
  const own = (row: VillageRow) => (child: { user_id: string }) => child.user_id === row.user_id;
  return rows.map((row) => toVillage(row, batches.filter(own(row)), returning.filter(own(row))));
}

export interface BatchRow {
  id: string;
  user_id: string;
  unit_type: UnitType;
  quantity: number;
  cost_gold: number;
  start_at: number;
  end_at: number;
}
export interface ReturningRow extends Army {
  id: number;
  user_id: string;
  territory_no: number;
  arrives_at: number;
}

/** A village with what is under way in it. */
export function toVillage(
  row: VillageRow,
  batches: readonly Omit<BatchRow, 'user_id'>[],
  returning: readonly Omit<ReturningRow, 'user_id'>[],
): Village {
  const upgrade = (type: BuildingType): Upgrade | null => {
    const [startMs, endMs] = [row[`${type}_upgrade_start`], row[`${type}_upgrade_end`]];
    return startMs === null || endMs === null ? null : { startMs, endMs };
  };
  return {
    seasonId: row.season_id,
    userId: row.user_id,
    gold: row.gold,
    home: toArmy(row),
    levels: { barracks: row.barracks_level, warehouse: row.warehouse_level, workshop: row.workshop_level },
    upgrades: { barracks: upgrade('barracks'), warehouse: upgrade('warehouse'), workshop: upgrade('workshop') },
    createdMs: row.created_at,
    homeFormation: row.home_formation,
    raids: {
      charges: { charges: row.raid_charges, asOfMs: row.raid_charges_at },
      campsBeaten: row.camps_beaten,
      hasRaidedVillage: row.has_raided_village,
      lastRaidedMs: row.last_raided_at,
      nextOrderNo: row.next_raid_order_no,
      nextCampOrderNo: row.next_camp_order_no,
    },
    victoryPoints: row.victory_points,
    vpReachedMs: row.vp_reached_at,
    nextDueMs: row.next_due_at,
    batches: batches.map(toBatch),
    returning: returning.map(toReturning),
  };
}
const toBatch = (row: Omit<BatchRow, 'user_id'>): Batch => ({
  id: row.id,
  unit: row.unit_type,
  quantity: row.quantity,
  cost: row.cost_gold,
  startMs: row.start_at,
  endMs: row.end_at,
});
const toReturning = (row: Omit<ReturningRow, 'user_id'>): ReturningUnits => ({
  id: row.id,
  territoryNo: row.territory_no,
  units: toArmy(row),
  arrivesMs: row.arrives_at,
});
export const toArmy = (row: Army): Army => ({
  militia: row.militia,
  spearman: row.spearman,
  archer: row.archer,
  cavalry: row.cavalry,
});

const save = statement(
  'villages.save',
  `update villages set gold = $3, militia = $4, spearman = $5, archer = $6, cavalry = $7,
     barracks_level = $8, barracks_upgrade_start = $9, barracks_upgrade_end = $10,
     warehouse_level = $11, warehouse_upgrade_start = $12, warehouse_upgrade_end = $13,
     workshop_level = $14, workshop_upgrade_start = $15, workshop_upgrade_end = $16,
     home_formation = $17, victory_points = $18, vp_reached_at = $19, next_due_at = $20,
     raid_charges = $21, raid_charges_at = $22, camps_beaten = $23, has_raided_village = $24, last_raided_at = $25,
     next_raid_order_no = $26, next_camp_order_no = $27
   where season_id = $1 and user_id = $2`,
);
/** Writes a locked village back (its batches and returning units have statements of their own). */
export async function saveVillage(db: Db, village: Village): Promise<void> {
  village.nextDueMs = nextDueMs(village);
  const buildings = BUILDING_TYPES.flatMap((type) => [
    village.levels[type],
    timestampOrNull(village.upgrades[type]?.startMs ?? null),
    timestampOrNull(village.upgrades[type]?.endMs ?? null),
  ]);
  await run(db, save, [
    village.seasonId,
    village.userId,
    village.gold,
    village.home.militia,
    village.home.spearman,
    village.home.archer,
    village.home.cavalry,
    ...buildings,
    village.homeFormation,
    village.victoryPoints,
    timestamp(village.vpReachedMs),
    timestampOrNull(village.nextDueMs),
    village.raids.charges.charges,
    timestamp(village.raids.charges.asOfMs),
    village.raids.campsBeaten,
    village.raids.hasRaidedVillage,
    timestampOrNull(village.raids.lastRaidedMs),
    village.raids.nextOrderNo,
    village.raids.nextCampOrderNo,
  ]);
}

const noteBuiltGold = statement(
  'villages.noteBuilt',
  'update villages set gold_built = gold_built + $3 where season_id = $1 and user_id = $2',
);
/** Adds to what a locked village has paid for buildings in its life. */
export const noteBuilt = (db: Db, village: Village, gold: number): Promise<number> =>
  run(db, noteBuiltGold, [village.seasonId, village.userId, gold]);

const insertBatchRow = statement(
  'villages.insertBatch',
  `insert into training_batches (id, season_id, user_id, unit_type, quantity, cost_gold, start_at, end_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
export const insertBatch = (db: Db, village: Village, batch: Batch): Promise<number> =>
  run(db, insertBatchRow, [
    batch.id,
    village.seasonId,
    village.userId,
    batch.unit,
    batch.quantity,
    batch.cost,
    timestamp(batch.startMs),
    timestamp(batch.endMs),
  ]);

const finishBatchRows = statement(
  'villages.finishBatches',
  `update training_batches set status = 'completed', finished_at = $2 where id = any($1) and status = 'queued'`,
);
export const finishBatches = (db: Db, ids: string[], atMs: number): Promise<number> =>
  run(db, finishBatchRows, [ids, timestamp(atMs)]);

const cancelBatchRow = statement(
  'villages.cancelBatch',
  `update training_batches set status = 'cancelled', finished_at = $3, refund_gold = $2 where id = $1 and status = 'queued'`,
);
export const cancelBatch = (db: Db, id: string, refundGold: number, atMs: number): Promise<number> =>
  run(db, cancelBatchRow, [id, refundGold, timestamp(atMs)]);

const moveBatchRow = statement(
  'villages.moveBatch',
  'update training_batches set start_at = $2, end_at = $3 where id = $1',
);
export const moveBatch = (db: Db, id: string, startMs: number, endMs: number): Promise<number> =>
  run(db, moveBatchRow, [id, timestamp(startMs), timestamp(endMs)]);

const batchById = statement(
  'villages.batchById',
  'select unit_type, quantity, status, end_at from training_batches where id = $1 and season_id = $2 and user_id = $3',
);
export interface StoredBatch {
  unit_type: UnitType;
  quantity: number;
  status: 'queued' | 'completed' | 'cancelled';
  end_at: number;
}
export const getBatch = (db: Db, id: string, village: Village): Promise<StoredBatch | null> =>
  maybeOne(db, batchById, [id, village.seasonId, village.userId]);

const insertReturningRow = statement(
  'villages.insertReturning',
  `insert into returning_units (season_id, user_id, territory_no, militia, spearman, archer, cavalry, arrives_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
);
export async function insertReturning(
  db: Db,
  village: Village,
  territoryNo: number,
  units: Army,
  arrivesMs: number,
): Promise<void> {
  const { id } = await one<{ id: number }>(db, insertReturningRow, [
    village.seasonId,
    village.userId,
    territoryNo,
    units.militia,
    units.spearman,
    units.archer,
    units.cavalry,
    timestamp(arrivesMs),
  ]);
  village.returning.push({ id, territoryNo, units, arrivesMs });
}
const deleteReturningRows = statement('villages.deleteReturning', 'delete from returning_units where id = any($1)');
export const deleteReturning = (db: Db, ids: number[]): Promise<number> => run(db, deleteReturningRows, [ids]);

const logBuildingRow = statement(
  'villages.logBuilding',
  'insert into building_log (season_id, user_id, building_type, level, completed_at) values ($1, $2, $3, $4, $5)',
);
export const logBuilding = (
  db: Db,
  village: Village,
  type: BuildingType,
  level: number,
  atMs: number,
): Promise<number> => run(db, logBuildingRow, [village.seasonId, village.userId, type, level, timestamp(atMs)]);

const insertVp = statement(
  'villages.insertVp',
  `insert into vp_moves (season_id, user_id, tribe_id, delta, reason, ref, at) values ($1, $2, $3, $4, 'battle', $5, $6)`,
);
/** Books victory points of a battle for a locked village (the caller saves it). */
export async function bookBattleVp(
  db: Db,
  village: Village,
  points: { delta: number; tribeId: string | null; battleId: string; atMs: number },
): Promise<void> {
  await run(db, insertVp, [
    village.seasonId,
    village.userId,
    points.tribeId,
    points.delta,
    points.battleId,
    timestamp(points.atMs),
  ]);
  village.victoryPoints += points.delta;
  village.vpReachedMs = points.atMs;
}

// Villages that somebody else works on right now will be looked at again.
const lockDue = statement(
  'villages.lockDue',
  `select season_id, user_id from villages where next_due_at <= $1 order by next_due_at limit $2 for no key update skip locked`,
);
export const lockDueVillages = (
  db: Db,
  nowMs: number,
  limit: number,
): Promise<{ season_id: string; user_id: string }[]> => many(db, lockDue, [timestamp(nowMs), limit]);

const unitsAway = statement(
  'villages.unitsAway',
  `select (select coalesce(sum(militia + spearman + archer + cavalry), 0) from battles
       where season_id = $1 and attacker_id = $2 and status = 'queued')::int
     + (select coalesce(sum(militia + spearman + archer + cavalry), 0) from garrison_stacks where season_id = $1 and user_id = $2)::int as n`,
);
/** Units of a player that are neither at home nor in training: in queued battles and in garrisons. */
export const countUnitsAway = async (db: Db, seasonId: string, userId: string): Promise<number> =>
  (await one<{ n: number }>(db, unitsAway, [seasonId, userId])).n;
