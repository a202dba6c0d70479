-- A village is a player's state in one season.

create table villages (
  season_id               object_id not null,
  user_id                 object_id not null,
  gold                    bigint not null check (gold >= 0),
  -- The fraction of a coin left over from the last credit (its denominator is in the rules package).
  gold_carry              bigint not null default 0 check (gold_carry >= 0),
  militia                 integer not null default 0 check (militia >= 0),
  spearman                integer not null default 0 check (spearman >= 0),
  archer                  integer not null default 0 check (archer >= 0),
  cavalry                 integer not null default 0 check (cavalry >= 0),
  barracks_level          smallint not null default 1 check (barracks_level between 1 and 10),
  barracks_upgrade_start  timestamptz,
  barracks_upgrade_end    timestamptz,
  warehouse_level         smallint not null default 1 check (warehouse_level between 1 and 10),
  warehouse_upgrade_start timestamptz,
  warehouse_upgrade_end   timestamptz,
  workshop_level          smallint not null default 1 check (workshop_level between 1 and 10),
  workshop_upgrade_start  timestamptz,
  workshop_upgrade_end    timestamptz,
  home_formation          text not null default 'balanced' check (home_formation in ('offensive', 'balanced', 'defensive')),
  victory_points          bigint not null default 0 check (victory_points >= 0),
  -- When the present total was reached: decides ties.
  vp_reached_at           timestamptz not null,
  -- The earliest moment at which something of this village completes by itself.
  next_due_at             timestamptz,
  created_at              timestamptz not null,
  primary key (season_id, user_id),
  foreign key (season_id, user_id) references entries (season_id, user_id),
  check ((barracks_upgrade_start is null) = (barracks_upgrade_end is null)),
  check ((warehouse_upgrade_start is null) = (warehouse_upgrade_end is null)),
  check ((workshop_upgrade_start is null) = (workshop_upgrade_end is null))
);
create index villages_due on villages (next_due_at) where next_due_at is not null;
create index villages_rank on villages (season_id, victory_points desc, vp_reached_at, user_id);

-- Every completed upgrade: income of a ten-minute slot depends on the level at each moment of it.
create table building_log (
  id            bigint generated always as identity primary key,
  season_id     object_id not null,
  user_id       object_id not null,
  building_type text not null check (building_type in ('barracks', 'warehouse', 'workshop')),
  level         smallint not null check (level between 2 and 10),
  completed_at  timestamptz not null,
  foreign key (season_id, user_id) references villages (season_id, user_id),
  unique (season_id, user_id, building_type, level)
);
create index building_log_time on building_log (season_id, building_type, completed_at);

create table training_batches (
  id          object_id primary key,
  season_id   object_id not null,
  user_id     object_id not null,
  unit_type   text not null check (unit_type in ('militia', 'spearman', 'archer', 'cavalry')),
  quantity    integer not null check (quantity > 0),
  cost_gold   bigint not null check (cost_gold > 0),
  start_at    timestamptz not null,
  end_at      timestamptz not null,
  status      text not null default 'queued' check (status in ('queued', 'completed', 'cancelled')),
  finished_at timestamptz,
  foreign key (season_id, user_id) references villages (season_id, user_id),
  check (end_at >= start_at),
  check ((status = 'queued') = (finished_at is null))
);
create index training_batches_queue on training_batches (season_id, user_id, end_at) where status = 'queued';

-- Units on their way home from a garrison.
create table returning_units (
  id           bigint generated always as identity primary key,
  season_id    object_id not null,
  user_id      object_id not null,
  territory_no smallint not null check (territory_no between 1 and 50),
  militia      integer not null check (militia >= 0),
  spearman     integer not null check (spearman >= 0),
  archer       integer not null check (archer >= 0),
  cavalry      integer not null check (cavalry >= 0),
  arrives_at   timestamptz not null,
  foreign key (season_id, user_id) references villages (season_id, user_id),
  check (militia + spearman + archer + cavalry > 0)
);
create index returning_units_village on returning_units (season_id, user_id);

-- Every change of victory points; a village's total is their sum. The tribe is the one in which they were earned.
create table vp_moves (
  id        bigint generated always as identity primary key,
  season_id object_id not null,
  user_id   object_id not null,
  tribe_id  object_id,
  delta     integer not null check (delta > 0),
  reason    text not null check (reason in ('hourly', 'battle')),
  -- The game hour ('12') or the battle's id.
  ref       text not null,
  at        timestamptz not null,
  foreign key (season_id, user_id) references villages (season_id, user_id)
);
create index vp_moves_village on vp_moves (season_id, user_id);
create index vp_moves_hour on vp_moves (season_id, ref) where reason = 'hourly';
