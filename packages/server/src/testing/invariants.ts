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

const RULES: Record<string, string> = {
  'victory points are the sum of their moves': `
    select v.user_id from villages v left join vp_moves m using (season_id, user_id)
    group by v.season_id, v.user_id, v.victory_points having v.victory_points <> coalesce(sum(m.delta), 0)`,
  "a tribe's score is the sum of what was earned in it": `
    select s.tribe_id from tribe_scores s left join vp_moves m on m.tribe_id = s.tribe_id
    group by s.tribe_id, s.total_vp having s.total_vp <> coalesce(sum(m.delta), 0)`,
  'what players were told of their points adds up': `
    select m.user_id from vp_moves m group by m.user_id having sum(m.delta) <> (select coalesce(sum((n.data->>'gained')::int), 0)
      from news n where n.recipient = 'user:' || m.user_id and n.type = 'vp_updated')`,
  'battle points are those of the reports': `
    select b.id from battles b left join vp_moves m on m.ref = b.id and m.reason = 'battle'
    group by b.id, b.attacker_vp, b.defender_vp having b.attacker_vp + b.defender_vp <> coalesce(sum(m.delta), 0)`,
  'units stand only in territories of their own tribe': `
    select g.user_id from garrison_stacks g join territories t using (season_id, territory_no)
      left join tribe_seats s on s.season_id = g.season_id and s.user_id = g.user_id
    where t.owner_tribe_id is distinct from g.tribe_id or s.tribe_id is distinct from g.tribe_id`,
  'a garrison and an open tenure are the same': `
    select user_id from garrison_stacks g full join (select * from tenures where to_at is null) t
      using (season_id, territory_no, user_id) where g.tribe_id is distinct from t.tribe_id`,
  'nobody stands in more than four territories': `
    select user_id from garrison_stacks group by season_id, user_id having count(*) > 4`,
  'orders of a territory are numbered without gaps': `
    select territory_no from battles where territory_no is not null
    group by season_id, territory_no having count(*) <> max(order_no) or min(order_no) <> 1`,
  'raids are numbered without gaps': `
    select raid_queue from battles where raid_queue is not null
    group by season_id, raid_queue having count(*) <> max(order_no) or min(order_no) <> 1`,
  'the next number of a raid follows the last one': `
    select v.user_id from villages v where v.next_raid_order_no <> (select count(*) + 1 from battles b
        where b.season_id = v.season_id and b.target_user_id = v.user_id)
      or v.next_camp_order_no <> (select count(*) + 1 from battles b
        where b.season_id = v.season_id and b.attacker_id = v.user_id and b.camp_level is not null)`,
  'raids of a queue were decided in their order': `
    select a.id from battles a join battles b using (season_id, raid_queue)
    where a.order_no < b.order_no and b.decided_at is not null and (a.decided_at is null or a.decided_at > b.decided_at)`,
  'camps were beaten one after another': `
    select v.user_id from villages v where v.camps_beaten <> (select count(distinct camp_level) from battles b
      where b.season_id = v.season_id and b.attacker_id = v.user_id and b.camp_level is not null and b.winner = 'attacker')`,
  'orders of a territory were decided in their order': `
    select a.id from battles a join battles b using (season_id, territory_no)
    where a.order_no < b.order_no and b.decided_at is not null and (a.decided_at is null or a.decided_at > b.decided_at)`,
  'ticks are counted without gaps': `
    select kind from ticks group by season_id, kind having count(*) <> max(n) or min(n) <> 1`,
  'news of a stream are numbered without gaps': `
    select recipient from news join news_streams using (recipient) where seq is not null
    group by recipient, last_seq, pruned_seq having count(*) <> last_seq - pruned_seq or max(seq) <> last_seq`,
  'a tribe has a chieftain as long as it exists': `
    select t.id from tribes t where (t.dissolved_at is null) <> exists (select 1 from tribe_seats where tribe_id = t.id and seat = 1)`,
};

/** Fails with the names of all rules that are broken. */
export async function expectInvariants(app: Tables): Promise<void> {
  const broken: string[] = [];
  for (const [rule, text] of Object.entries(RULES)) {
    const rows = await app.sql(text);
    if (rows.length > 0) broken.push(`${rule}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  expect(broken).toEqual([]);
}
