/**
 * What must hold of a season that was played by its players alone (no test gave anybody anything): RELIABILITY D.3. Each rule counts from
 * the records of what happened, not from the figures that the services keep.
 */
import { createHash } from 'node:crypto';
import { type BattleInput, resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { type BattleScope, battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import {
  type Army,
  BUILDING_TYPES,
  emptyArmy,
  type Formation,
  type Terrain,
  UNIT_TYPES,
} from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { expect } from 'vitest';
import type { TestApp } from './testApp.ts';

type Tables = Pick<TestApp, 'sql' | 'number'>;

const UNITS = 'militia + spearman + archer + cavalry';
const LOST = 'lost_militia + lost_spearman + lost_archer + lost_cavalry';

const RULES: Record<string, string> = {
  'every hour gives what its tenures produced, and no other hour gives anything': `
    with hours as (select t.season_id, t.n, s.speed, s.season_start + (t.n - 1) * (interval '1 hour' / s.speed) as f,
        s.season_start + t.n * (interval '1 hour' / s.speed) as e from ticks t join seasons s on s.id = t.season_id where t.kind = 'vp'),
     held as (select h.season_id, h.n, h.speed, x.territory_no,
        range_agg(tstzrange(greatest(x.from_at, h.f), least(coalesce(x.to_at, h.e), h.e))) as spans
       from hours h join tenures x on x.season_id = h.season_id and x.from_at < h.e and (x.to_at is null or x.to_at > h.f) group by 1, 2, 3, 4),
     due as (select season_id, n::text as n, sum(floor((case when territory_no <= 5 then 100 when territory_no <= 20 then 50 else 25 end)
        * (select sum(extract(epoch from upper(span) - lower(span))) from unnest(spans) span) * speed / 3600)) as vp from held group by 1, 2),
     given as (select season_id, ref as n, sum(delta) as vp from vp_moves where reason = 'hourly' group by 1, 2)
    select season_id, n from due full join given using (season_id, n) where coalesce(due.vp, 0) <> coalesce(given.vp, 0)`,
  'an ended season has all its ticks, and none has more': `
    select s.id, k.kind, k.every from seasons s cross join (values ('vp', 3600), ('gold', 600)) k(kind, every)
    cross join lateral (select floor(extract(epoch from s.season_end - s.season_start) * s.speed / k.every) as due) d
    cross join lateral (select count(*) as n from ticks t where t.season_id = s.id and t.kind = k.kind) t
    where t.n > d.due or (s.status in ('ended', 'paid_out') and t.n <> d.due)`,
  'nothing waits in a season that is over': `
    select b.id from battles b join seasons s on s.id = b.season_id where b.status = 'queued' and s.status in ('ended', 'paid_out')`,
  'orders were accepted while the season ran, and decided afterwards': `
    select b.id from battles b join seasons s on s.id = b.season_id
    where b.accepted_at < s.season_start or b.accepted_at >= s.season_end or b.decided_at < b.accepted_at`,
  'the secret opens the commitment, and is public only when the season is over': `
    select s.id from seasons s join season_secrets x on x.season_id = s.id
    where sha256(x.secret) <> s.commitment or (s.revealed_at is not null) <> (s.status in ('ended', 'paid_out', 'cancelled'))`,
  'the pool is what paid entries bring, and is given away to the last millionth': `
    select s.id from seasons s where s.status in ('ended', 'paid_out') and (s.prize_pool_micro <> case when s.entry_fee_micro = 0 then 0
        else 21250000 * (select count(*) from entries e where e.season_id = s.id and e.source = 'paid')
          + (select coalesce(sum(p.amount_micro), 0) from ledger_postings p join ledger_transactions t on t.id = p.transaction_id
             where t.kind = 'carried_in' and t.season_id = s.id and p.amount_micro > 0) end
      or (exists (select 1 from tribe_seats t where t.season_id = s.id) and s.prize_pool_micro <>
        (select coalesce(sum(amount_micro), 0) from season_prizes p where p.season_id = s.id)))`,
  'the final ranking is that of the points, once for everybody': `
    select season_id, board from (select *, lag(victory_points) over w as vp, lag(territories) over w as land, lag(reached_at) over w as at
      from season_rankings window w as (partition by season_id, board order by rank)) r
    where (vp, coalesce(land, 0)) < (victory_points, coalesce(territories, 0)) or (vp = victory_points
      and coalesce(land, 0) = coalesce(territories, 0) and at > reached_at)
    union select r.season_id, board from season_rankings r join villages v using (season_id, user_id) where r.victory_points <> v.victory_points
    union select s.id, 'players' from seasons s where s.status = 'ended' and (select count(*) from villages where season_id = s.id)
      <> (select count(*) from season_rankings where season_id = s.id and board = 'players')`,
  'a player is in a place once at a time, and a place belongs to one tribe at a time': `
    select a.id from tenures a join tenures b on a.season_id = b.season_id and a.territory_no = b.territory_no and a.id < b.id
      and (a.user_id = b.user_id or a.tribe_id <> b.tribe_id)
    where tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)`,
  'units that were trained are alive or fell in a battle': `
    select v.user_id from villages v cross join lateral (select
        (select coalesce(sum(quantity), 0) from training_batches t where t.season_id = v.season_id and t.user_id = v.user_id and t.status = 'completed')
          as trained,
        v.militia + v.spearman + v.archer + v.cavalry
        + (select coalesce(sum(${UNITS}), 0) from returning_units r where r.season_id = v.season_id and r.user_id = v.user_id)
        + (select coalesce(sum(${UNITS}), 0) from garrison_stacks g where g.season_id = v.season_id and g.user_id = v.user_id)
        + (select coalesce(sum(${UNITS}), 0) from battles b where b.season_id = v.season_id and b.attacker_id = v.user_id and b.status = 'queued')
          as alive,
        (select coalesce(sum((select sum(n::int) from jsonb_each_text(b.report->'attackerLosses') l(t, n))), 0) from battles b
          where b.season_id = v.season_id and b.attacker_id = v.user_id and b.status = 'completed')
        + (select coalesce(sum(${LOST}), 0) from battle_defenders d where d.season_id = v.season_id and d.user_id = v.user_id) as fallen) u
    where u.trained <> u.alive + u.fallen`,
  'what somebody looted somebody or a camp lost': `
    select b.id from battles b left join news n on n.type = 'raided' and n.data->>'battleId' = b.id
    where b.target_user_id is not null and b.winner = 'attacker' and b.gold_looted is distinct from (n.data->>'goldLost')::bigint`,
};

/** Fails with the names of all rules that are broken. Needs the season's news from its beginning. */
export async function expectSeasonInvariants(app: Tables): Promise<void> {
  const broken: string[] = [];
  for (const [rule, text] of Object.entries(RULES)) {
    const rows = await app.sql(text);
    if (rows.length > 0) broken.push(`${rule}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  expect(broken).toEqual([]);
  await expectGoldExplained(app);
  await expectBattlesReplay(app);
}

/** Everybody's gold is the gold they began with and were told of, less what they paid. */
async function expectGoldExplained(app: Tables): Promise<void> {
  const seasons = await app.sql<{ id: string; ruleset_id: string }>('select id, ruleset_id from seasons');
  const prices = seasons.flatMap(({ id, ruleset_id }) =>
    BUILDING_TYPES.flatMap((type) =>
      rulesetById(ruleset_id).village.buildings[type].costGold.map((cost, index) => ({
        id,
        type,
        level: index + 2,
        cost,
      })),
    ),
  );
  const rows = await app.sql(
    `with prices as (select * from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as p(season_id, building, level, cost)),
     begun as (select * from unnest($5::text[], $6::int[]) as b(season_id, gold)),
     built as (select season_id, user_id, sum(cost) as cost from building_log l join prices using (season_id)
       where building = l.building_type and prices.level = l.level group by 1, 2),
     building as (select v.season_id, v.user_id, sum(p.cost) as cost from villages v join prices p on p.season_id = v.season_id and (
         (p.building = 'barracks' and v.barracks_upgrade_end is not null and p.level = v.barracks_level + 1)
         or (p.building = 'warehouse' and v.warehouse_upgrade_end is not null and p.level = v.warehouse_level + 1)
         or (p.building = 'workshop' and v.workshop_upgrade_end is not null and p.level = v.workshop_level + 1)) group by 1, 2),
     trained as (select season_id, user_id, sum(cost_gold) as cost from training_batches group by 1, 2),
     told as (select split_part(recipient, ':', 2) as user_id, sum((data->>'gained')::bigint) as gained from news where type = 'gold_updated' group by 1)
     select v.user_id, v.gold from villages v join begun using (season_id) left join built using (season_id, user_id) left join building using (season_id, user_id)
       left join trained using (season_id, user_id) left join told on told.user_id = v.user_id
     where v.gold <> begun.gold + coalesce(told.gained, 0) - coalesce(built.cost, 0) - coalesce(building.cost, 0) - coalesce(trained.cost, 0)`,
    [
      prices.map((price) => price.id),
      prices.map((price) => price.type),
      prices.map((price) => price.level),
      prices.map((price) => price.cost),
      seasons.map(({ id }) => id),
      seasons.map(({ ruleset_id }) => rulesetById(ruleset_id).village.startGold),
    ],
  );
  expect(rows.slice(0, 3)).toEqual([]);
}

interface Fought extends Army {
  id: string;
  season_id: string;
  ruleset_id: string;
  secret: Buffer;
  order_no: number;
  scope: BattleScope;
  terrain: Terrain;
  attacker_formation: Formation;
  attacker_workshop: number;
  client_seed: Buffer;
  beacon_round: number;
  /** null in seasons without a beacon. */
  round_signature: Buffer | null;
  variance_bp: number;
  rng_seed: Buffer;
  winner: string;
  attacker_power: number;
  defender_power: number;
  report: {
    defender: { army: Army; formation: Formation };
    attackerLosses: Army;
    defenderLosses: Army;
    siegeFatigueBp: number;
  };
  /** In the order of arrival. */
  contributors: (Army & { userId: string; workshop: number; losses: Army })[];
}

/** Every battle, fought again with the published secret, comes out as it was told. */
async function expectBattlesReplay(app: Tables): Promise<void> {
  const battles = await app.sql<Fought>(
    `select b.*, s.ruleset_id, x.secret, r.signature as round_signature, case when b.target_user_id is not null then 'village:' || b.target_user_id
         when b.camp_level is not null then 'camp:' || b.camp_level || ':' || b.attacker_id else 'territory:' || b.territory_no end as scope,
       coalesce((select jsonb_agg(jsonb_build_object('userId', d.user_id, 'militia', d.militia, 'spearman', d.spearman, 'archer', d.archer,
         'cavalry', d.cavalry, 'workshop', d.workshop_level,
         'losses', jsonb_build_object('militia', d.lost_militia, 'spearman', d.lost_spearman, 'archer', d.lost_archer, 'cavalry', d.lost_cavalry))
         order by d.place) from battle_defenders d where d.battle_id = b.id), '[]') as contributors
     from battles b join seasons s on s.id = b.season_id join season_secrets x on x.season_id = s.id
     left join beacon_rounds r on r.season_id = b.season_id and r.round = b.beacon_round where b.status = 'completed'`,
  );
  const different = battles.filter((battle) => !replays(battle)).map((battle) => battle.id);
  expect(different.slice(0, 3)).toEqual([]);
}

function replays(battle: Fought): boolean {
  const rules = rulesetById(battle.ruleset_id);
  const { defender, attackerLosses, defenderLosses, siegeFatigueBp } = battle.report;
  const seed = battleSeed(
    battle.secret,
    canonicalBattleText({
      seasonId: battle.season_id,
      battleId: battle.id,
      orderNo: battle.order_no,
      scope: battle.scope,
      attackerArmy: unitsOf(battle),
      attackerFormation: battle.attacker_formation,
      defenderArmy: defender.army,
      defenderFormation: defender.formation,
      terrain: battle.terrain,
      clientSeed: battle.client_seed.toString('hex'),
      beacon:
        battle.round_signature === null
          ? null
          : {
              round: battle.beacon_round,
              randomness: createHash('sha256').update(battle.round_signature).digest('hex'),
            },
    }),
  );
  const input: BattleInput = {
    rulesetId: battle.ruleset_id,
    terrain: battle.terrain,
    attacker: { army: unitsOf(battle), formation: battle.attacker_formation, workshopLevel: battle.attacker_workshop },
    defender: {
      formation: defender.formation,
      contributors:
        battle.contributors.length === 0
          ? [{ userId: null, units: defender.army, workshopLevel: 1 }]
          : battle.contributors.map((part) => ({
              userId: part.userId,
              units: unitsOf(part),
              workshopLevel: part.workshop,
            })),
    },
    siegeFatigueBp,
  };
  const varianceBp = drawVarianceBp(seed, rules.battle.varianceBp);
  const outcome = resolveBattle(input, varianceBp);
  return (
    Buffer.from(seed).equals(battle.rng_seed) &&
    varianceBp === battle.variance_bp &&
    outcome.winner === battle.winner &&
    outcome.attackerPower === battle.attacker_power &&
    outcome.defenderPower === battle.defender_power &&
    sameArmy(outcome.attackerLosses, attackerLosses) &&
    sameArmy(outcome.defenderLosses, defenderLosses) &&
    battle.contributors.every((part, index) =>
      sameArmy(outcome.contributorLosses[index]?.losses ?? emptyArmy(), part.losses),
    )
  );
}

const sameArmy = (a: Army, b: Army): boolean => UNIT_TYPES.every((type) => a[type] === b[type]);
const unitsOf = ({ militia, spearman, archer, cavalry }: Army): Army => ({ militia, spearman, archer, cavalry });
