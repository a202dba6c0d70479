import { type Db, many, statement, timestamp } from '../../platform/db.ts';

const levels = statement(
  'territories.workshops',
  `select user_id, workshop_level + (workshop_upgrade_end <= $3)::int as level from (
     select user_id, workshop_level, coalesce(workshop_upgrade_end, 'infinity') as workshop_upgrade_end from villages
     where season_id = $1 and user_id = any($2)) v`,
);
/** Workshop levels of players, finished upgrades counted in. */
export async function listWorkshopLevels(
  db: Db,
  seasonId: string,
  userIds: string[],
  nowMs: number,
): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await many<{ user_id: string; level: number }>(db, levels, [seasonId, userIds, timestamp(nowMs)]);
  return new Map(rows.map((row) => [row.user_id, row.level]));
}
