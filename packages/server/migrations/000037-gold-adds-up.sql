-- Gold is what a village began with, and the sum of what came and went (RELIABILITY D.3, I4). Costs of batches and loot have rows of their own;
-- income of ten minutes is too much for rows and is kept as a sum, which the credit itself adds to. gold_start null = a village from before
-- this migration, of which not everything is known: it is not asked.
alter table villages
  add column gold_start bigint check (gold_start >= 0),
  add column gold_income bigint not null default 0 check (gold_income >= 0),
  add column gold_built bigint not null default 0 check (gold_built >= 0);
alter table training_batches
  add column refund_gold bigint not null default 0,
  add constraint training_batches_refund check (refund_gold between 0 and cost_gold and (refund_gold = 0 or status = 'cancelled'));

-- One more rule behind those there are.
do $$
begin
  execute 'create or replace view broken_invariants as ' || rtrim(pg_get_viewdef('broken_invariants'::regclass), '; ') || $rule$
  union all
  select 'gold is what a village began with, and the sum of what came and went' as rule, b.season_id, to_jsonb(b) - 'season_id' as found from (
    select v.season_id, v.user_id, v.gold as has,
      v.gold_start + v.gold_income - v.gold_built - coalesce(t.paid, 0) + coalesce(w.won, 0) - coalesce(l.lost, 0) as expected
    from villages v
    left join (select season_id, user_id, sum(cost_gold - refund_gold) as paid from training_batches group by season_id, user_id) t
      on t.season_id = v.season_id and t.user_id = v.user_id
    left join (select season_id, attacker_id as user_id, sum(gold_looted) as won from battles where gold_looted > 0 group by season_id, attacker_id) w
      on w.season_id = v.season_id and w.user_id = v.user_id
    left join (select season_id, target_user_id as user_id, sum(gold_looted) as lost from battles where gold_looted > 0 group by season_id, target_user_id) l
      on l.season_id = v.season_id and l.user_id = v.user_id
    where v.gold_start is not null) b
  where b.has <> b.expected
  $rule$;
end $$;
