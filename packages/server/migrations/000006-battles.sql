-- Orders and battles: the row is the truth from acceptance to report.

create table battles (
  id                 object_id primary key,
  season_id          object_id not null references seasons,
  battle_type        text not null check (battle_type in ('pvp', 'pve_npc', 'pve_raid')),
  status             text not null default 'queued' check (status in ('queued', 'completed', 'reinforced', 'void')),
  territory_no       smallint not null,
  order_no           bigint not null check (order_no > 0),
  terrain            text not null,
  attacker_id        object_id not null,
  attacker_tribe_id  object_id not null references tribes,
  militia            integer not null check (militia >= 0),
  spearman           integer not null check (spearman >= 0),
  archer             integer not null check (archer >= 0),
  cavalry            integer not null check (cavalry >= 0),
  attacker_formation text not null check (attacker_formation in ('offensive', 'balanced', 'defensive')),
  attacker_workshop  smallint not null check (attacker_workshop between 1 and 10),
  client_seed        bytea not null check (octet_length(client_seed) = 16),
  -- SHA-256 over the order as accepted; cannot change afterwards.
  orders_hash        bytea not null check (octet_length(orders_hash) = 32),
  accepted_at        timestamptz not null,
  -- Filled in when the battle is decided.
  decided_at         timestamptz,
  defender_tribe_id  object_id references tribes,
  -- The defender named in reports and histories: the largest contributor; null for wild garrisons.
  defender_id        object_id references users,
  attacker_power     bigint,
  defender_power     bigint,
  variance_bp        smallint check (variance_bp between -1000 and 1000),
  rng_seed           bytea,
  winner             text check (winner in ('attacker', 'defender')),
  captured           boolean not null default false,
  -- Whether the capture earned the territory's hourly points on top (once per tribe and territory in 24 hours).
  capture_bonus      boolean not null default false,
  attacker_vp        integer not null default 0 check (attacker_vp >= 0),
  defender_vp        integer not null default 0 check (defender_vp >= 0),
  report             jsonb,
  foreign key (season_id, attacker_id) references villages (season_id, user_id),
  foreign key (season_id, territory_no) references territories (season_id, territory_no),
  unique (season_id, territory_no, order_no),
  check (militia + spearman + archer + cavalry > 0),
  check ((status = 'queued') = (decided_at is null)),
  check ((status = 'completed') = (winner is not null))
);
create index battles_queue on battles (season_id, territory_no, order_no) where status = 'queued';
create index battles_marching on battles (season_id, attacker_id) where status = 'queued';
create index battles_attacker on battles (season_id, attacker_id, accepted_at desc);
create index battles_territory on battles (season_id, territory_no, decided_at desc) where status = 'completed';
create index battles_opponents on battles (season_id, attacker_id, defender_tribe_id, decided_at) where status = 'completed';
create index battles_captures on battles (season_id, territory_no, decided_at) where captured;

-- Everybody whose units defended: their losses and points, and their history.
create table battle_defenders (
  battle_id      object_id not null references battles,
  user_id        object_id not null references users,
  season_id      object_id not null,
  militia        integer not null check (militia >= 0),
  spearman       integer not null check (spearman >= 0),
  archer         integer not null check (archer >= 0),
  cavalry        integer not null check (cavalry >= 0),
  workshop_level smallint not null,
  lost_militia   integer not null check (lost_militia between 0 and militia),
  lost_spearman  integer not null check (lost_spearman between 0 and spearman),
  lost_archer    integer not null check (lost_archer between 0 and archer),
  lost_cavalry   integer not null check (lost_cavalry between 0 and cavalry),
  vp             integer not null check (vp >= 0),
  accepted_at    timestamptz not null,
  primary key (battle_id, user_id)
);
create index battle_defenders_user on battle_defenders (season_id, user_id, accepted_at desc);

create function refuse_change_of_order() returns trigger language plpgsql as $$
begin
  if new.orders_hash <> old.orders_hash or new.client_seed <> old.client_seed or new.order_no <> old.order_no
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
create trigger battles_order before update on battles for each row execute function refuse_change_of_order();
