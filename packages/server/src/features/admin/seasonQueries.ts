import { type Db, many, statement } from '../../platform/db.ts';

export interface SeasonCounts {
  season_id: string;
  players: number;
  /** Entries that were paid for. */
  paid: number;
  tribes: number;
  /** Orders that wait to be decided. */
  queued: number;
}
const counts = statement(
  'admin.countSeasons',
  `select s.id as season_id,
     (select count(*)::int from entries e where e.season_id = s.id) as players,
     (select count(*)::int from entries e where e.season_id = s.id and e.source = 'paid' and e.hold is distinct from 'refunded') as paid,
     (select count(*)::int from tribes t where t.season_id = s.id and t.dissolved_at is null) as tribes,
     (select count(*)::int from battles b where b.season_id = s.id and b.status = 'queued') as queued
   from unnest($1::text[]) as s(id)`,
);
export async function countSeasons(db: Db, ids: readonly string[]): Promise<Map<string, SeasonCounts>> {
  return new Map((await many<SeasonCounts>(db, counts, [ids])).map((row) => [row.season_id, row]));
}
