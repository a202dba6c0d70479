-- What must hold in the game at any moment, as one view: a row is something that does not (docs/OPERATIONS.md). The books have rules of their own
-- (features/ledger). Numbers of a ruleset are looked for only in seasons of that ruleset. Whoever changes a table that this reads, replaces the
-- view in the same migration.
create view broken_invariants as
  select 'victory points are the sum of their moves' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, user_id, sum(held) as held, sum(moved) as moved from (
      select season_id, user_id, victory_points as held, 0 as moved from villages
      union all select season_id, user_id, 0, delta from vp_moves) x
    group by 1, 2 having sum(held) <> sum(moved)
  ) b
  union all
  select 'the score of a tribe is the sum of what was earned in it' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, tribe_id, sum(held) as held, sum(moved) as moved from (
      select season_id, tribe_id, total_vp as held, 0 as moved from tribe_scores
      union all select season_id, tribe_id, 0, delta from vp_moves where tribe_id is not null) x
    group by 1, 2 having sum(held) <> sum(moved)
  ) b
  union all
  select 'every tribe has its score' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select t.season_id, t.id as tribe_id from tribes t where not exists (select 1 from tribe_scores s where s.tribe_id = t.id and s.season_id = t.season_id)
  ) b
  union all
  select 'points of battles are those of their reports' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, battle_id, sum(told) as told, sum(moved) as moved from (
      select season_id, id::text as battle_id, attacker_vp + defender_vp as told, 0 as moved from battles
      union all select season_id, ref, 0, delta from vp_moves where reason = 'battle') x
    group by 1, 2 having sum(told) <> sum(moved)
  ) b
  union all
  select 'every hour gives what its tenures produced, and no other hour gives anything' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, n, sum(due) as due, sum(given) as given from (
      select h.season_id, h.n::text as n, 0 as given,
        -- Processes agree about the time to a few milliseconds: a change in the last or next second may be in or out.
        bool_or(abs(extract(epoch from h.to_at - t.from_at)) <= 1 or abs(extract(epoch from h.to_at - t.to_at)) <= 1)::int as slack,
        floor((case when t.territory_no <= 5 then 100 when t.territory_no <= 20 then 50 else 25 end)
          * (select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0) * 1000
             from unnest(range_agg(tstzrange(greatest(t.from_at, h.from_at), least(coalesce(t.to_at, h.to_at), h.to_at)))) span)
          / greatest(extract(epoch from h.to_at - h.from_at) * 1000, floor(3600000.0 / h.speed))) as due
      from (
        select k.season_id, k.n, s.speed,
          s.season_start + ceil((k.n - 1) * 3600000.0 / s.speed) * interval '1 millisecond' as from_at,
          s.season_start + ceil(k.n * 3600000.0 / s.speed) * interval '1 millisecond' as to_at
        from ticks k join seasons s on s.id = k.season_id where k.kind = 'vp' and s.ruleset_id = 'season1') h
      join tenures t on t.season_id = h.season_id and t.from_at < h.to_at and (t.to_at is null or t.to_at > h.from_at)
      group by h.season_id, h.n, h.speed, h.from_at, h.to_at, t.territory_no
      union all select m.season_id, m.ref, m.delta, 0, 0 from vp_moves m join seasons s on s.id = m.season_id
        where m.reason = 'hourly' and s.ruleset_id = 'season1') x
    group by 1, 2 having abs(sum(due) - sum(given)) > coalesce(sum(slack), 0)
  ) b
  union all
  select 'credits are counted without gaps' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, kind, count(*) as credits, max(n) as last from ticks group by 1, 2 having count(*) <> max(n) or min(n) <> 1
  ) b
  union all
  select 'a season that is over has all its credits, and none has more' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select s.id as season_id, k.kind, d.due, t.n from seasons s cross join (values ('vp', 3600), ('gold', 600)) k(kind, every)
      cross join lateral (select floor(extract(epoch from s.season_end - s.season_start) * s.speed / k.every) as due) d
      cross join lateral (select count(*) as n from ticks t where t.season_id = s.id and t.kind = k.kind) t
    where t.n > d.due or (s.status in ('ended', 'paid_out') and t.n <> d.due)
  ) b
  union all
  select 'units stand only in territories of their own tribe' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select g.season_id, g.territory_no, g.user_id from garrison_stacks g
      join territories t on t.season_id = g.season_id and t.territory_no = g.territory_no
      left join tribe_seats s on s.season_id = g.season_id and s.user_id = g.user_id
    where t.owner_tribe_id is distinct from g.tribe_id or s.tribe_id is distinct from g.tribe_id
  ) b
  union all
  select 'a garrison and an open tenure are the same' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, territory_no, user_id, tribe_id, sum(n) as more_garrisons from (
      select season_id, territory_no, user_id, tribe_id, 1 as n from garrison_stacks
      union all select season_id, territory_no, user_id, tribe_id, -1 from tenures where to_at is null) x
    group by 1, 2, 3, 4 having sum(n) <> 0
  ) b
  union all
  select 'a player is in a place once at a time' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, territory_no, user_id, id as tenure from (
      select season_id, territory_no, user_id, id, from_at,
        lag(coalesce(to_at, 'infinity')) over (partition by season_id, territory_no, user_id order by from_at, to_at, id) as before_to
      from tenures) x
    where before_to > from_at
  ) b
  union all
  select 'a place belongs to one tribe at a time' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, territory_no, id as tenure from (
      select season_id, territory_no, id, tribe_id, from_at, lag(tribe_id) over w as before_tribe,
        max(coalesce(to_at, 'infinity')) over (partition by season_id, territory_no order by from_at, to_at, id
          rows between unbounded preceding and 1 preceding) as before_to
      from tenures window w as (partition by season_id, territory_no order by from_at, to_at, id)) x
    where before_tribe <> tribe_id and before_to > from_at
  ) b
  union all
  select 'nobody stands in more than four territories' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select g.season_id, g.user_id, count(*) as places from garrison_stacks g join seasons s on s.id = g.season_id
    where s.ruleset_id = 'season1' group by 1, 2 having count(*) > 4
  ) b
  union all
  select 'no garrison has more units than places' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select g.season_id, g.territory_no, sum(g.militia + g.spearman + g.archer + 2 * g.cavalry) as places from garrison_stacks g
      join seasons s on s.id = g.season_id where s.ruleset_id = 'season1'
    group by 1, 2 having sum(g.militia + g.spearman + g.archer + 2 * g.cavalry)
      > case when g.territory_no <= 5 then 500 when g.territory_no <= 20 then 250 else 200 end
  ) b
  union all
  select 'land belongs to the tribe that took it last, or to nobody' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select t.season_id, t.territory_no, t.owner_tribe_id as owner, c.tribe_id as captor from territories t left join lateral (
        select b.attacker_tribe_id as tribe_id from battles b where b.season_id = t.season_id and b.territory_no = t.territory_no and b.captured
        order by b.order_no desc limit 1) c on true
    where (t.owner_tribe_id is not null and c.tribe_id is distinct from t.owner_tribe_id)
      or (t.owner_tribe_id is null and exists (select 1 from tribes x where x.id = c.tribe_id and x.dissolved_at is null))
  ) b
  union all
  select 'units that were trained are alive or fell in a battle' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, user_id, sum(m) as militia, sum(p) as spearman, sum(a) as archer, sum(c) as cavalry from (
      select season_id, user_id, case unit_type when 'militia' then quantity else 0 end as m, case unit_type when 'spearman' then quantity else 0 end as p,
        case unit_type when 'archer' then quantity else 0 end as a, case unit_type when 'cavalry' then quantity else 0 end as c
      from training_batches where status = 'completed'
      union all select season_id, user_id, -militia, -spearman, -archer, -cavalry from villages
      union all select season_id, user_id, -militia, -spearman, -archer, -cavalry from returning_units
      union all select season_id, user_id, -militia, -spearman, -archer, -cavalry from garrison_stacks
      union all select season_id, attacker_id, -militia, -spearman, -archer, -cavalry from battles where status = 'queued'
      union all select season_id, attacker_id, -(report->'attackerLosses'->>'militia')::int, -(report->'attackerLosses'->>'spearman')::int,
        -(report->'attackerLosses'->>'archer')::int, -(report->'attackerLosses'->>'cavalry')::int from battles where status = 'completed'
      union all select season_id, user_id, -lost_militia, -lost_spearman, -lost_archer, -lost_cavalry from battle_defenders) x
    group by 1, 2 having sum(m) <> 0 or sum(p) <> 0 or sum(a) <> 0 or sum(c) <> 0
  ) b
  union all
  select 'nobody has more units than the barracks hold' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select x.season_id, x.user_id, sum(x.n) as units, sum(x.cap) as cap from (
      select v.season_id, v.user_id, v.militia + v.spearman + v.archer + v.cavalry as n, 100 * v.barracks_level as cap
        from villages v join seasons s on s.id = v.season_id where s.ruleset_id = 'season1'
      union all select season_id, user_id, militia + spearman + archer + cavalry, 0 from returning_units
      union all select season_id, user_id, militia + spearman + archer + cavalry, 0 from garrison_stacks
      union all select season_id, user_id, quantity, 0 from training_batches where status = 'queued'
      union all select season_id, attacker_id, militia + spearman + archer + cavalry, 0 from battles where status = 'queued') x
    group by 1, 2 having sum(x.cap) > 0 and sum(x.n) > sum(x.cap)
  ) b
  union all
  select 'a building has the level to which it was raised' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, user_id, building_type, sum(held) as held, sum(raised) as raised from (
      select season_id, user_id, 'barracks' as building_type, barracks_level - 1 as held, 0 as raised from villages
      union all select season_id, user_id, 'warehouse', warehouse_level - 1, 0 from villages
      union all select season_id, user_id, 'workshop', workshop_level - 1, 0 from villages
      union all select season_id, user_id, building_type, 0, 1 from building_log) x
    group by 1, 2, 3 having sum(held) <> sum(raised)
  ) b
  union all
  select 'at most five batches are in training' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select t.season_id, t.user_id, count(*) as batches from training_batches t join seasons s on s.id = t.season_id
    where t.status = 'queued' and s.ruleset_id = 'season1' group by 1, 2 having count(*) > 5
  ) b
  union all
  select 'orders of a territory are numbered without gaps' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, territory_no, count(*) as orders, max(order_no) as last from battles where territory_no is not null
    group by 1, 2 having count(*) <> max(order_no) or min(order_no) <> 1
  ) b
  union all
  select 'the next order of a territory follows the last one' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, territory_no, sum(next) as next, sum(orders) as orders from (
      select season_id, territory_no, next_order_no - 1 as next, 0 as orders from territories
      union all select season_id, territory_no, 0, 1 from battles where territory_no is not null) x
    group by 1, 2 having sum(next) <> sum(orders)
  ) b
  union all
  select 'raids of a village and of a raider are numbered without gaps' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, raid_queue, count(*) as orders, max(order_no) as last from battles where raid_queue is not null
    group by 1, 2 having count(*) <> max(order_no) or min(order_no) <> 1
  ) b
  union all
  select 'the next number of a raid follows the last one' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, user_id, sum(raids) as raids, sum(camps) as camps from (
      select season_id, user_id, next_raid_order_no - 1 as raids, next_camp_order_no - 1 as camps from villages
      union all select season_id, target_user_id, -1, 0 from battles where target_user_id is not null
      union all select season_id, attacker_id, 0, -1 from battles where camp_level is not null) x
    group by 1, 2 having sum(raids) <> 0 or sum(camps) <> 0
  ) b
  union all
  select 'orders are decided in their order' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, queue, id as battle_id from (
      select season_id, id, coalesce(territory_no::text, raid_queue) as queue, decided_at,
        bool_or(decided_at is null) over (partition by season_id, territory_no, raid_queue order by order_no
          rows between unbounded preceding and 1 preceding) as one_waits
      from battles) x
    where decided_at is not null and one_waits
  ) b
  union all
  select 'orders were accepted while the season ran, and decided afterwards' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select b.season_id, b.id as battle_id from battles b join seasons s on s.id = b.season_id
    where b.accepted_at < s.season_start or b.accepted_at >= s.season_end or b.decided_at < b.accepted_at
  ) b
  union all
  select 'nothing waits in a season that is over' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select b.season_id, b.id as battle_id from battles b join seasons s on s.id = b.season_id
    where b.status = 'queued' and s.status in ('ended', 'paid_out')
  ) b
  union all
  select 'camps were beaten one after another' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, user_id, sum(held) as held, sum(beaten) as beaten from (
      select season_id, user_id, camps_beaten as held, 0 as beaten from villages
      union all select distinct season_id, attacker_id, 0, camp_level from battles where camp_level is not null and winner = 'attacker') x
    group by 1, 2 having sum(held) <> coalesce(max(beaten), 0) or sum(held) <> count(*) filter (where beaten > 0)
  ) b
  union all
  select 'who defended is in the report, with the points of the defence' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, battle_id, sum(told) as told, sum(shared) as shared from (
      select season_id, id as battle_id, defender_vp as told, 0 as shared from battles where status = 'completed'
      union all select season_id, battle_id, 0, vp from battle_defenders) x
    group by 1, 2 having sum(told) <> sum(shared)
  ) b
  union all
  select 'a tribe has a chieftain as long as it exists, and nobody afterwards' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select t.season_id, t.id as tribe_id from tribes t left join tribe_seats s on s.tribe_id = t.id and s.seat = 1
    where (t.dissolved_at is null) <> (s.tribe_id is not null)
      or (t.dissolved_at is not null and exists (select 1 from tribe_seats x where x.tribe_id = t.id))
  ) b
  union all
  select 'a seat is one of a tribe of the same season' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select s.season_id, s.tribe_id, s.user_id from tribe_seats s join tribes t on t.id = s.tribe_id where t.season_id <> s.season_id
  ) b
  union all
  select 'a season has fifty territories' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select s.id as season_id, count(t.id) as territories from seasons s left join territories t on t.season_id = s.id
    group by 1 having count(t.id) <> 50
  ) b
  union all
  select 'the secret opens the commitment, and is public only when the season is over' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select s.id as season_id, s.status from seasons s left join season_secrets x on x.season_id = s.id
    where x.secret is null or sha256(x.secret) <> s.commitment or (s.revealed_at is not null) <> (s.status in ('ended', 'paid_out', 'cancelled'))
  ) b
  union all
  select 'the final ranking is that of the points, once for everybody' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select season_id, board, rank from (
      select season_id, board, rank, victory_points, reached_at, coalesce(territories, 0) as land, lag(victory_points) over w as before_vp,
        lag(coalesce(territories, 0)) over w as before_land, lag(reached_at) over w as before_at
      from season_rankings window w as (partition by season_id, board order by rank)) r
    where (before_vp, before_land) < (victory_points, land)
      or (before_vp = victory_points and before_land = land and before_at > reached_at)
    union all select r.season_id, r.board, r.rank from season_rankings r join villages v on v.season_id = r.season_id and v.user_id = r.user_id
      where r.board = 'players' and r.victory_points <> v.victory_points
    union all select r.season_id, r.board, r.rank from season_rankings r join tribe_scores t on t.tribe_id = r.tribe_id
      where r.board = 'tribes' and r.victory_points <> t.total_vp
    union all select s.id, 'players', null from seasons s where s.status in ('ended', 'paid_out')
      and (select count(*) from villages v where v.season_id = s.id)
        <> (select count(*) from season_rankings r where r.season_id = s.id and r.board = 'players')
  ) b
  union all
  select 'news of a stream are numbered without gaps' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select null::object_id as season_id, s.recipient, s.last_seq, s.pruned_seq, count(n.id) as present from news_streams s
      left join news n on n.recipient = s.recipient and n.seq is not null
    group by s.recipient, s.last_seq, s.pruned_seq
    having count(n.id) <> s.last_seq - s.pruned_seq or (count(n.id) > 0 and (max(n.seq) <> s.last_seq or min(n.seq) <> s.pruned_seq + 1))
  ) b;
