import type { Army, Formation, Terrain } from '@cryptotribes/rules/core/units';
import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import { currentScope } from '../../platform/requestScope.ts';
import { toArmy } from '../villages/queries.ts';

export type BattleStatus = 'queued' | 'completed' | 'reinforced' | 'void';

/** What is frozen when an order is accepted, whatever it aims at. `attackerTribeId`: the tribe at that moment, null without one. */
export interface FrozenOrder {
  id: string;
  seasonId: string;
  orderNo: number;
  terrain: Terrain;
  attackerId: string;
  attackerTribeId: string | null;
  army: Army;
  formation: Formation;
  workshopLevel: number;
  clientSeed: Buffer;
  ordersHash: Buffer;
  acceptedMs: number;
  /** The round of the beacon that it waits for; null in seasons without one. */
  beaconRound: number | null;
  /** Of the request that gave it, for log lines alone; null = not known. Taken from the request itself when the order is queued. */
  requestId?: string | null;
}
/** An accepted order against a territory. */
export interface Order extends FrozenOrder {
  territoryNo: number;
  attackerTribeId: string;
}

/** What an order aims at: exactly one of them is not null. */
export interface OrderTarget {
  territoryNo: number | null;
  campLevel: number | null;
  userId: string | null;
}
const insert = statement(
  'battles.insert',
  `insert into battles (id, season_id, battle_type, territory_no, camp_level, target_user_id, order_no, terrain, attacker_id, attacker_tribe_id,
     militia, spearman, archer, cavalry, attacker_formation, attacker_workshop, client_seed, orders_hash, accepted_at, request_id,
     beacon_round)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
);
/** Queues an order, on territories and raids alike. */
export const insertOrder = (
  db: Db,
  order: FrozenOrder,
  target: OrderTarget,
  battleType: 'pvp' | 'pve_npc' | 'pve_raid',
): Promise<number> =>
  run(db, insert, [
    order.id,
    order.seasonId,
    battleType,
    target.territoryNo,
    target.campLevel,
    target.userId,
    order.orderNo,
    order.terrain,
    order.attackerId,
    order.attackerTribeId,
    order.army.militia,
    order.army.spearman,
    order.army.archer,
    order.army.cavalry,
    order.formation,
    order.workshopLevel,
    order.clientSeed,
    order.ordersHash,
    timestamp(order.acceptedMs),
    currentScope()?.requestId ?? null,
    order.beaconRound,
  ]);

/** An order as it is read back. */
export interface OrderRow extends Army {
  id: string;
  season_id: string;
  order_no: number;
  terrain: Terrain;
  attacker_id: string;
  attacker_tribe_id: string | null;
  attacker_formation: Formation;
  attacker_workshop: number;
  client_seed: Buffer;
  orders_hash: Buffer;
  accepted_at: number;
  request_id: string | null;
  beacon_round: number | null;
}
export const orderColumns = `b.id, b.season_id, b.order_no, b.terrain, b.attacker_id, b.attacker_tribe_id, b.militia, b.spearman, b.archer, b.cavalry,
  b.attacker_formation, b.attacker_workshop, b.client_seed, b.orders_hash, b.accepted_at, b.request_id, b.beacon_round`;
export const toFrozenOrder = (row: OrderRow): FrozenOrder => ({
  id: row.id,
  seasonId: row.season_id,
  orderNo: row.order_no,
  terrain: row.terrain,
  attackerId: row.attacker_id,
  attackerTribeId: row.attacker_tribe_id,
  army: toArmy(row),
  formation: row.attacker_formation,
  workshopLevel: row.attacker_workshop,
  clientSeed: row.client_seed,
  ordersHash: row.orders_hash,
  acceptedMs: row.accepted_at,
  requestId: row.request_id,
  beaconRound: row.beacon_round,
});

// The territory's row is locked by the caller, so nobody else can be deciding this queue.
const oldest = statement(
  'battles.oldestQueued',
  `select ${orderColumns} from battles b where b.season_id = $1 and b.territory_no = $2 and b.status = 'queued' order by b.order_no limit 1`,
);
export async function getOldestOrder(db: Db, seasonId: string, territoryNo: number): Promise<Order | null> {
  const row = await maybeOne<OrderRow & { attacker_tribe_id: string }>(db, oldest, [seasonId, territoryNo]);
  return row === null ? null : { ...toFrozenOrder(row), territoryNo, attackerTribeId: row.attacker_tribe_id };
}

/** What is stored of a decided battle besides its columns; shown in the report. */
export interface StoredReport {
  defender: { army: Army; formation: Formation };
  attackerLosses: Army;
  defenderLosses: Army;
  attackerFinalPower: number;
  defenderFinalPower: number;
  siegeFatigueBp: number;
  attackerSteps: Steps;
  defenderSteps: Steps;
  vpBreakdown: {
    attackerKills: number;
    capture: number;
    defenderKills: number;
    holding: number;
    consolation: number;
    repeatFactorBp: number;
    repeatIndex: number;
  };
  survivors: { garrison: Army; home: Army };
  truceUntilMs: number | null;
}
interface Steps {
  base: number;
  workshop: number;
  counter: number;
  terrain: number;
  formation: number;
}

export interface Decision {
  id: string;
  /** Null keeps what was written when the order was accepted. */
  battleType: 'pvp' | 'pve_npc' | null;
  status: Exclude<BattleStatus, 'queued'>;
  decidedMs: number;
  defenderTribeId: string | null;
  defenderId: string | null;
  attackerPower: number | null;
  defenderPower: number | null;
  varianceBp: number | null;
  seed: Buffer | null;
  winner: 'attacker' | 'defender' | null;
  captured: boolean;
  captureBonus: boolean;
  attackerVp: number;
  defenderVp: number;
  /** Gold that the raiders took. */
  goldLooted: number;
  report: StoredReport | null;
}
const decide = statement(
  'battles.decide',
  `update battles set status = $2, decided_at = $3, defender_tribe_id = $4, defender_id = $5, attacker_power = $6, defender_power = $7,
     variance_bp = $8, rng_seed = $9, winner = $10, captured = $11, capture_bonus = $12, attacker_vp = $13, defender_vp = $14, report = $15,
     battle_type = coalesce($16, battle_type), gold_looted = $17, decided_no = nextval('battle_decisions')
   where id = $1 and status = 'queued'`,
);
export async function writeDecision(db: Db, decision: Decision): Promise<void> {
  const changed = await run(db, decide, [
    decision.id,
    decision.status,
    timestamp(decision.decidedMs),
    decision.defenderTribeId,
    decision.defenderId,
    decision.attackerPower,
    decision.defenderPower,
    decision.varianceBp,
    decision.seed,
    decision.winner,
    decision.captured,
    decision.captureBonus,
    decision.attackerVp,
    decision.defenderVp,
    decision.report === null ? null : JSON.stringify(decision.report),
    decision.battleType,
    decision.goldLooted,
  ]);
  if (changed !== 1) throw new Error(`battle ${decision.id} was decided twice`);
}

export interface DefenderPart {
  userId: string;
  units: Army;
  workshopLevel: number;
  losses: Army;
  vp: number;
}
const insertDefenders = statement(
  'battles.insertDefenders',
  `insert into battle_defenders (battle_id, user_id, season_id, militia, spearman, archer, cavalry, workshop_level, lost_militia, lost_spearman,
     lost_archer, lost_cavalry, vp, accepted_at, place)
   select $1, u, $2, a, b, c, d, w, la, lb, lc, ld, v, $3, n
   from unnest($4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::int[])
     with ordinality as x(u, a, b, c, d, w, la, lb, lc, ld, v, n)`,
);
/** Writes down who defended, in the order of arrival: it decides who gets the odd unit and the odd point. */
export async function writeDefenders(
  db: Db,
  order: Pick<Order, 'id' | 'seasonId' | 'acceptedMs'>,
  parts: DefenderPart[],
): Promise<void> {
  if (parts.length === 0) return;
  await run(db, insertDefenders, [
    order.id,
    order.seasonId,
    timestamp(order.acceptedMs),
    parts.map((part) => part.userId),
    parts.map((part) => part.units.militia),
    parts.map((part) => part.units.spearman),
    parts.map((part) => part.units.archer),
    parts.map((part) => part.units.cavalry),
    parts.map((part) => part.workshopLevel),
    parts.map((part) => part.losses.militia),
    parts.map((part) => part.losses.spearman),
    parts.map((part) => part.losses.archer),
    parts.map((part) => part.losses.cavalry),
    parts.map((part) => part.vp),
  ]);
}

// Tribes' points are kept apart from the tribes and locked in the order of their ids, last of all.
const addScores = statement(
  'battles.addTribeScores',
  `with points as (select t, sum(v)::bigint as v from unnest($1::text[], $2::int[]) as x(t, v) where v > 0 group by t),
   locked as (select tribe_id from tribe_scores where tribe_id in (select t from points) order by tribe_id for no key update)
   update tribe_scores s set total_vp = s.total_vp + points.v, vp_reached_at = greatest(s.vp_reached_at, $3) from points, locked
   where s.tribe_id = points.t and locked.tribe_id = s.tribe_id`,
);
export const addTribeScores = (db: Db, points: { tribeId: string; vp: number }[], nowMs: number): Promise<number> =>
  run(db, addScores, [points.map((p) => p.tribeId), points.map((p) => p.vp), timestamp(nowMs)]);

const names = statement('battles.names', 'select id, username from users where id = any($1)');
export async function listUsernames(db: Db, ids: string[]): Promise<Map<string, string | null>> {
  const rows = await many<{ id: string; username: string | null }>(db, names, [ids]);
  return new Map(rows.map((row) => [row.id, row.username]));
}
