import { type Db, many, maybeOne, one, statement, timestamp } from '../../platform/db.ts';
import { type FrozenOrder, insertOrder, type OrderRow, orderColumns, toFrozenOrder } from '../battles/queries.ts';
import { ROUND_SETTLED } from '../beacon/queries.ts';

export type RaidTarget = { kind: 'camp'; level: number } | { kind: 'village'; userId: string };

/** An accepted raid. */
export interface RaidOrder extends FrozenOrder {
  target: RaidTarget;
}

export const insertRaid = (db: Db, order: RaidOrder): Promise<number> =>
  order.target.kind === 'camp'
    ? insertOrder(db, order, { territoryNo: null, campLevel: order.target.level, userId: null }, 'pve_raid')
    : insertOrder(db, order, { territoryNo: null, campLevel: null, userId: order.target.userId }, 'pvp');

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
   select ${orderColumns}, b.camp_level, b.target_user_id
   from heads join battles b using (season_id, raid_queue, order_no) where b.status = 'queued' and ${ROUND_SETTLED}
   order by b.accepted_at, b.id limit 1 for no key update of b skip locked`,
);
type RaidRow = OrderRow & { camp_level: number | null; target_user_id: string | null };
/** Locks the raid that has waited longest among the first of all queues; null when there is none that nobody else decides. */
export async function lockNextRaid(db: Db): Promise<RaidOrder | null> {
  const row = await maybeOne<RaidRow>(db, lockNext);
  return row === null
    ? null
    : {
        ...toFrozenOrder(row),
        target:
          row.target_user_id === null
            ? { kind: 'camp', level: row.camp_level as number }
            : { kind: 'village', userId: row.target_user_id },
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
