import { type Db, one, run, statement, timestamp } from '../../platform/db.ts';

const ofPlayer = statement(
  'battles.reads.of',
  `select exists (select 1 from battles b where b.id = $2 and b.season_id = $1 and (b.attacker_id = $3
     or b.attacker_tribe_id = $4 or b.defender_tribe_id = $4
     or exists (select 1 from battle_defenders d where d.battle_id = b.id and d.user_id = $3))) as is_of`,
);
/** Whether the player, or the tribe (null = none), took part in a battle of the season. */
export async function isBattleOf(
  db: Db,
  seasonId: string,
  battleId: string,
  userId: string,
  tribeId: string | null,
): Promise<boolean> {
  return (await one<{ is_of: boolean }>(db, ofPlayer, [seasonId, battleId, userId, tribeId])).is_of;
}

const read = statement(
  'battles.reads.insert',
  `insert into battle_reads (user_id, battle_id, read_at) select $2, b.id, $3 from battles b where b.id = $1 and b.status <> 'queued'
   on conflict do nothing`,
);
/** A report that is not written yet cannot have been opened: then nothing is kept. */
export async function insertRead(db: Db, battleId: string, userId: string, nowMs: number): Promise<void> {
  await run(db, read, [battleId, userId, timestamp(nowMs)]);
}

const readAll = statement(
  'battles.reads.insertAll',
  `insert into battle_reads (user_id, battle_id, read_at)
   select $2::object_id, b.id, $3::timestamptz from battles b where b.season_id = $1 and b.attacker_id = $2 and b.status <> 'queued'
   union select $2::object_id, d.battle_id, $3::timestamptz from battle_defenders d where d.season_id = $1 and d.user_id = $2
   on conflict do nothing`,
);
export async function insertReadsOfAll(db: Db, seasonId: string, userId: string, nowMs: number): Promise<void> {
  await run(db, readAll, [seasonId, userId, timestamp(nowMs)]);
}
