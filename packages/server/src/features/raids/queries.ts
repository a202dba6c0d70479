import type { Army, Formation, Terrain } from '@cryptotribes/rules/core/units';
import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';
import type { Order } from '../battles/queries.ts';
import { toArmy } from '../villages/queries.ts';

export type RaidTarget = { kind: 'camp'; level: number } | { kind: 'village'; userId: string };

/** An accepted raid. `attackerTribeId` is the raider's tribe at acceptance, null without one. */
export interface RaidOrder extends Omit<Order, 'territoryNo' | 'attackerTribeId'> {
  target: RaidTarget;
  attackerTribeId: string | null;
}

const insert = statement(
  'raids.insert',
  `insert into battles (id, season_id, battle_type, camp_level, target_user_id, order_no, terrain, attacker_id, attacker_tribe_id, militia,
     spearman, archer, cavalry, attacker_formation, attacker_workshop, client_seed, orders_hash, accepted_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
);
export const insertRaid = (db: Db, order: RaidOrder): Promise<number> =>
  run(db, insert, [
    order.id,
    order.seasonId,
    order.target.kind === 'camp' ? 'pve_raid' : 'pvp',
    order.target.kind === 'camp' ? order.target.level : null,
    order.target.kind === 'village' ? order.target.userId : null,
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
  ]);

const position = statement(
  'raids.position',
  `select count(*)::int as n from battles q join battles b on b.season_id = q.season_id and b.raid_queue = q.raid_queue
   where b.id = $1 and q.status = 'queued' and q.order_no <= b.order_no`,
);
/** 1 = next to be fought. */
export async function raidPosition(db: Db, id: string): Promise<number> {
  return (await one<{ n: number }>(db, position, [id])).n;
}

// Only the first of each queue is looked at, and its row is locked before anything else: while somebody decides it, that queue
// stands still and others go on. Villages are locked afterwards, in the order of their ids.
const lockNext = statement(
  'raids.lockNext',
  `with heads as (select season_id, raid_queue, min(order_no) as order_no from battles
     where status = 'queued' and raid_queue is not null group by 1, 2)
   select b.id, b.season_id, b.camp_level, b.target_user_id, b.order_no, b.terrain, b.attacker_id, b.attacker_tribe_id, b.militia, b.spearman,
     b.archer, b.cavalry, b.attacker_formation, b.attacker_workshop, b.client_seed, b.orders_hash, b.accepted_at
   from heads join battles b using (season_id, raid_queue, order_no) where b.status = 'queued'
   order by b.accepted_at, b.id limit 1 for no key update of b skip locked`,
);
interface RaidRow extends Army {
  id: string;
  season_id: string;
  camp_level: number | null;
  target_user_id: string | null;
  order_no: number;
  terrain: Terrain;
  attacker_id: string;
  attacker_tribe_id: string | null;
  attacker_formation: Formation;
  attacker_workshop: number;
  client_seed: Buffer;
  orders_hash: Buffer;
  accepted_at: number;
}
/** Locks the raid that has waited longest among the first of all queues; null when there is none that nobody else decides. */
export async function lockNextRaid(db: Db): Promise<RaidOrder | null> {
  const row = await maybeOne<RaidRow>(db, lockNext);
  return row === null
    ? null
    : {
        id: row.id,
        seasonId: row.season_id,
        target:
          row.target_user_id === null
            ? { kind: 'camp', level: row.camp_level as number }
            : { kind: 'village', userId: row.target_user_id },
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
      };
}

const repeats = statement(
  'raids.repeats',
  `select target_user_id as "userId", count(*)::int as n from battles
   where season_id = $1 and attacker_id = $2 and target_user_id = any($3) and status = 'completed' and decided_at > $4 group by 1`,
);
/** How many battles this raider had against each of these villages since the moment given. */
export async function countRaidsOn(
  db: Db,
  seasonId: string,
  raiderId: string,
  userIds: string[],
  sinceMs: number,
): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await many<{ userId: string; n: number }>(db, repeats, [
    seasonId,
    raiderId,
    userIds,
    timestamp(sinceMs),
  ]);
  return new Map(rows.map((row) => [row.userId, row.n]));
}
