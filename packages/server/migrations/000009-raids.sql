-- Raids on bandit camps and villages: gold, never land.

alter table villages
  -- Charges as they stood at raid_charges_at, when the present wait for the next one began.
  add column raid_charges smallint not null default 6 check (raid_charges >= 0),
  add column raid_charges_at timestamptz not null default 'epoch',
  -- The highest camp beaten in this season; 0 = none.
  add column camps_beaten smallint not null default 0 check (camps_beaten between 0 and 10),
  -- Raiding a village ends the shield that new villages have.
  add column has_raided_village boolean not null default false,
  -- When it was last raided successfully: shields it for a while.
  add column last_raided_at timestamptz,
  -- Raids against this village, and this player's raids on camps, are numbered without gaps and fought in this order.
  add column next_raid_order_no bigint not null default 1 check (next_raid_order_no > 0),
  add column next_camp_order_no bigint not null default 1 check (next_camp_order_no > 0);

-- An order aims at a territory, at a camp or at a village.
alter table battles
  alter column territory_no drop not null,
  -- Players without a tribe may raid.
  alter column attacker_tribe_id drop not null,
  add column camp_level smallint check (camp_level between 1 and 10),
  add column target_user_id object_id,
  add column gold_looted bigint not null default 0 check (gold_looted >= 0),
  add constraint battles_one_target check (num_nonnulls(territory_no, camp_level, target_user_id) = 1),
  add constraint battles_camp_type check ((camp_level is not null) = (battle_type = 'pve_raid')),
  add constraint battles_village_type check (target_user_id is null or battle_type = 'pvp'),
  add constraint battles_attack_by_tribe check (territory_no is null or attacker_tribe_id is not null),
  add constraint battles_not_own_village check (target_user_id <> attacker_id),
  add constraint battles_loot_of_raids check (gold_looted = 0 or (territory_no is null and winner = 'attacker')),
  add constraint battles_target_fkey foreign key (season_id, target_user_id) references villages (season_id, user_id),
  -- The queue in which a raid waits: that of the village, or the raider's own for camps; null for territories.
  add column raid_queue text generated always as (
    case when target_user_id is not null then 'village:' || target_user_id
         when camp_level is not null then 'camp:' || attacker_id end) stored;
create unique index battles_raid_order on battles (season_id, raid_queue, order_no) where raid_queue is not null;
create index battles_raids_queued on battles (season_id, raid_queue, order_no) where status = 'queued' and raid_queue is not null;
create index battles_raids_on_user on battles (season_id, attacker_id, target_user_id, decided_at)
  where status = 'completed' and target_user_id is not null;

create function refuse_change_of_target() returns trigger language plpgsql as $$
begin
  if (new.territory_no, new.camp_level, new.target_user_id, new.attacker_id)
     is distinct from (old.territory_no, old.camp_level, old.target_user_id, old.attacker_id) then
    raise exception 'the target of an order cannot change';
  end if;
  return new;
end $$;
create trigger battles_target before update on battles for each row execute function refuse_change_of_target();
