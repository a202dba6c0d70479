import type { FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import { type Db, one, statement } from '../../platform/db.ts';

export interface FirstStepsRow {
  hidden: boolean;
  /** Marked for good. */
  done: FirstStep[];
  /** A request to join a tribe is open. */
  has_asked: boolean;
}
// Two changes at once are both kept: the second one adds to what the first one wrote.
const change = statement(
  'firstSteps.change',
  `insert into first_steps as f (season_id, user_id, hidden, done) values ($1, $2, coalesce($3, false), $4::text[])
   on conflict (season_id, user_id) do update set
     hidden = coalesce($3, f.hidden),
     done = (select coalesce(array_agg(distinct step order by step), '{}') from unnest(f.done || $4::text[]) step)
   returning hidden, done`,
);
/** `hidden` null leaves that as it is; `done` is added to what is done already. */
export const changeFirstSteps = (
  db: Db,
  seasonId: string,
  userId: string,
  hidden: boolean | null,
  done: readonly FirstStep[],
): Promise<{ hidden: boolean; done: FirstStep[] }> =>
  one(db, change, [seasonId, userId, hidden, [...new Set(done)].sort()]);
