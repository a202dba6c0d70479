import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { type Db, many, statement } from '../../platform/db.ts';

/** One player's units in one territory of a tribe. */
export interface TribeStack extends Army {
  id: string;
  territory_no: number;
  controlled_since: number;
  truce_until: number | null;
  formation: Formation;
  /** Orders on their way to the territory. */
  pending: number;
  /** Null in the only row of a territory in which nobody stands; the counts are then 0. */
  user_id: string | null;
}

const ofTribe = statement(
  'territories.tribeStacks',
  `select t.id, t.territory_no, t.controlled_since, t.truce_until, t.formation, s.user_id, coalesce(s.militia, 0) as militia,
     coalesce(s.spearman, 0) as spearman, coalesce(s.archer, 0) as archer, coalesce(s.cavalry, 0) as cavalry,
     (select count(*)::int from battles b where b.season_id = t.season_id and b.territory_no = t.territory_no and b.status = 'queued') as pending
   from territories t left join garrison_stacks s using (season_id, territory_no)
   where t.season_id = $1 and t.owner_tribe_id = $2 order by t.territory_no, s.arrival_no`,
);
/** All garrisons of a tribe, by territory and then in the order of arrival. */
export const listTribeStacks = (db: Db, seasonId: string, tribeId: string): Promise<TribeStack[]> =>
  many(db, ofTribe, [seasonId, tribeId]);
