-- The fifty territories of a season, who stands in them, and who stood in them when.

create table territories (
  id              object_id primary key,
  season_id       object_id not null references seasons,
  territory_no    smallint not null check (territory_no between 1 and 50),
  owner_tribe_id  object_id references tribes,
  controlled_since timestamptz,
  formation       text not null check (formation in ('offensive', 'balanced', 'defensive')),
  -- The wild garrison: what is left of it while nobody owns the territory.
  npc_militia     integer not null check (npc_militia >= 0),
  npc_spearman    integer not null check (npc_spearman >= 0),
  npc_archer      integer not null check (npc_archer >= 0),
  npc_cavalry     integer not null check (npc_cavalry >= 0),
  truce_until     timestamptz,
  -- Orders are numbered without gaps and fought in this order.
  next_order_no   bigint not null default 1 check (next_order_no > 0),
  garrison_at     timestamptz not null,
  unique (season_id, territory_no),
  check (owner_tribe_id is null or controlled_since is not null)
);
create index territories_owner on territories (owner_tribe_id);

create table garrison_stacks (
  season_id    object_id not null,
  territory_no smallint not null,
  user_id      object_id not null,
  tribe_id     object_id not null references tribes,
  militia      integer not null check (militia >= 0),
  spearman     integer not null check (spearman >= 0),
  archer       integer not null check (archer >= 0),
  cavalry      integer not null check (cavalry >= 0),
  -- Who came earlier gets the odd unit and the odd point.
  arrival_no   bigint generated always as identity,
  primary key (season_id, territory_no, user_id),
  foreign key (season_id, territory_no) references territories (season_id, territory_no),
  foreign key (season_id, user_id) references villages (season_id, user_id),
  check (militia + spearman + archer + cavalry > 0)
);
create index garrison_stacks_user on garrison_stacks (season_id, user_id);

-- A tenure: a span in which one player has living units in the own tribe's garrison. Hourly points and gold are computed from these.
create table tenures (
  id           bigint generated always as identity primary key,
  season_id    object_id not null,
  territory_no smallint not null,
  user_id      object_id not null,
  tribe_id     object_id not null references tribes,
  from_at      timestamptz not null,
  to_at        timestamptz,
  foreign key (season_id, territory_no) references territories (season_id, territory_no),
  foreign key (season_id, user_id) references villages (season_id, user_id),
  check (to_at >= from_at)
);
create unique index tenures_open on tenures (season_id, territory_no, user_id) where to_at is null;
create index tenures_closed on tenures (season_id, to_at) where to_at is not null;
