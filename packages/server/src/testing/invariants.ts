/** What must hold in the database at any moment, however it was reached. */
import { expect } from 'vitest';
import type { TestApp } from './testApp.ts';

type Tables = Pick<TestApp, 'sql' | 'number'>;

/** Every living unit of a player, or of everybody: at home, in training, on the way home, in garrisons, in queued battles. */
export function countUnits(app: Tables, userId: string | null = null): Promise<number> {
  const units = 'militia + spearman + archer + cavalry';
  return app.number(
    `select (select coalesce(sum(${units}), 0) from villages where $1::text is null or user_id = $1)
       + (select coalesce(sum(quantity), 0) from training_batches where status = 'queued' and ($1::text is null or user_id = $1))
       + (select coalesce(sum(${units}), 0) from returning_units where $1::text is null or user_id = $1)
       + (select coalesce(sum(${units}), 0) from garrison_stacks where $1::text is null or user_id = $1)
       + (select coalesce(sum(${units}), 0) from battles where status = 'queued' and ($1::text is null or attacker_id = $1))`,
    [userId],
  );
}

/** Players' units that the reports of decided battles say were lost. */
export function countLosses(app: Tables): Promise<number> {
  return app.number(
    `select coalesce(sum((select sum(v::int) from jsonb_each_text(report->'attackerLosses') l(k, v))), 0)
       + coalesce((select sum(lost_militia + lost_spearman + lost_archer + lost_cavalry) from battle_defenders), 0)
     from battles where status = 'completed'`,
  );
}

/** Beyond the view: needs all news that were ever told. */
const TOLD = `
  select m.user_id from vp_moves m group by m.user_id having sum(m.delta) <> (select coalesce(sum((n.data->>'gained')::int), 0)
    from news n where n.recipient = 'user:' || m.user_id and n.type = 'vp_updated')`;

const GOLD = 'gold is what a village began with, and the sum of what came and went';
/** For `except`. */
export const HOURS = 'every hour gives what its tenures produced, and no other hour gives anything';
export const SECRETS = 'the secret opens the commitment, and is public only when the season is over';

/** For worlds in which nobody was given gold. */
export async function expectGoldAddsUp(app: Tables): Promise<void> {
  expect(await app.sql('select * from broken_invariants where rule = $1 limit 5', [GOLD])).toEqual([]);
  // It was asked of somebody.
  expect(await app.number('select count(*) from villages where gold_start is not null')).toBeGreaterThan(0);
}

/** What a test breaks that gives units, levels or land to players. */
const OF_GIFTS = [
  GOLD,
  'units that were trained are alive or fell in a battle',
  'nobody has more units than the barracks hold',
  'no garrison has more units than places',
  'a building has the level to which it was raised',
  'land belongs to the tribe that took it last, or to nobody',
];

/** Fails with the rules that are broken; `except` names those that the test breaks itself. */
export async function expectInvariants(app: Tables, except: readonly string[] = []): Promise<void> {
  const broken = await app.sql('select * from broken_invariants where rule <> all($1) limit 5', [
    [...OF_GIFTS, ...except],
  ]);
  expect(broken).toEqual([]);
  expect(await app.sql(TOLD)).toEqual([]);
}
