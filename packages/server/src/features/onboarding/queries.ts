import type { FirstStep } from '@cryptotribes/protocol/core/firstSteps';
import { type Db, keyedStatement, one, statement } from '../../platform/db.ts';

export interface FirstStepsRow {
  hidden: boolean;
  /** Marked for good. */
  done: FirstStep[];
  /** A request to join a tribe is open. */
  has_asked: boolean;
}
const read = keyedStatement(
  'firstSteps.read',
  ['text', 'text'],
  `select coalesce(f.hidden, false) as hidden, coalesce(f.done, '{}') as done,
     exists (select 1 from tribe_requests where season_id = $1 and user_id = $2) as has_asked
   from (select 1) always left join first_steps f on f.season_id = $1 and f.user_id = $2`,
);
/** What is known of a player's first steps; nothing stored = nothing done. */
export const readFirstSteps = (db: Db, seasonId: string, userId: string): Promise<FirstStepsRow> =>
  one(db, read, [seasonId, userId]);

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
