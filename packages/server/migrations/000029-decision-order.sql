-- What anybody can check after a season: the order in which battles were decided, and records that stay as they were written.

-- Two battles may be decided in the same millisecond, and what the earlier one means for the later one (siege fatigue, repeated opponents)
-- must be clear for ever. Taken while the territory and the villages concerned are locked: so it grows with what they saw.
create sequence battle_decisions as bigint;
alter table battles add column decided_no bigint unique check (decided_no > 0);

alter table battles disable trigger battles_order;
update battles b set decided_no = d.n from (
  select id, row_number() over (order by decided_at, order_no, id) as n from battles where status <> 'queued') d where d.id = b.id;
alter table battles enable trigger battles_order;
select setval('battle_decisions', coalesce(max(decided_no), 0) + 1, false) from battles;

alter table battles add constraint battles_decided_in_order check (decided_no is null or status <> 'queued');
create index battles_decided on battles (season_id, decided_no) where decided_no is not null;
create index tenures_beginning on tenures (season_id, from_at, id);
create index vp_moves_battles on vp_moves (ref) where reason = 'battle';

create or replace function refuse_change_of_order() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.season_id <> old.season_id or new.terrain <> old.terrain
     or new.attacker_tribe_id is distinct from old.attacker_tribe_id
     or new.orders_hash <> old.orders_hash or new.client_seed <> old.client_seed or new.order_no <> old.order_no
     or (new.militia, new.spearman, new.archer, new.cavalry) <> (old.militia, old.spearman, old.archer, old.cavalry)
     or new.attacker_formation <> old.attacker_formation or new.attacker_workshop <> old.attacker_workshop
     or new.accepted_at <> old.accepted_at then
    raise exception 'an accepted order cannot change';
  end if;
  if old.status <> 'queued' then
    raise exception 'a decided battle cannot change';
  end if;
  return new;
end $$;

-- No order and no report goes away, and no secret is replaced by emptying its table.
create trigger battles_kept before delete on battles for each row execute function refuse_change();
create trigger battle_defenders_fixed before update or delete on battle_defenders for each row execute function refuse_change();
create trigger season_secrets_kept before truncate on season_secrets for each statement execute function refuse_truncate();
create trigger season_rankings_kept before truncate on season_rankings for each statement execute function refuse_truncate();
create trigger season_prizes_kept before truncate on season_prizes for each statement execute function refuse_truncate();
