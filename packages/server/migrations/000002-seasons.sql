-- Seasons, who has entered them, and their recurring credits.

create table seasons (
  id                      object_id primary key,
  season_number           integer not null unique check (season_number > 0),
  name                    text not null,
  ruleset_id              text not null,
  speed                   integer not null check (speed > 0),
  status                  text not null check (status in ('registration', 'active', 'ended', 'paid_out', 'cancelled')),
  registration_start      timestamptz not null,
  registration_end        timestamptz not null,
  season_start            timestamptz not null,
  season_end              timestamptz not null,
  prize_distribution_date timestamptz,
  -- 0 = free season.
  entry_fee_micro         bigint not null check (entry_fee_micro >= 0),
  -- SHA-256 of the season's secret, published before registration opens.
  commitment              bytea not null check (octet_length(commitment) = 32),
  -- Decides the strength of the wild garrisons.
  tribes_at_start         integer not null default 0 check (tribes_at_start >= 0),
  next_tribe_ordinal      integer not null default 1 check (next_tribe_ordinal > 0),
  -- When "ends in an hour" was told; null before.
  ending_soon_told_at     timestamptz,
  demo                    boolean not null default false,
  created_at              timestamptz not null,
  check (registration_start <= registration_end and registration_end <= season_start and season_start < season_end)
);
create index seasons_status on seasons (status);
create index seasons_start on seasons (season_start);

create table season_secrets (
  season_id object_id primary key references seasons,
  secret    bytea not null check (octet_length(secret) = 32)
);

create function refuse_change_of_commitment() returns trigger language plpgsql as $$
begin
  if new.commitment <> old.commitment or new.ruleset_id <> old.ruleset_id or new.speed <> old.speed then
    raise exception 'the commitment, ruleset and speed of a season cannot change';
  end if;
  return new;
end $$;
create trigger seasons_commitment before update on seasons for each row execute function refuse_change_of_commitment();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % cannot change', tg_table_name;
end $$;
create trigger season_secrets_fixed before update or delete on season_secrets for each row execute function refuse_change();

create table entries (
  season_id  object_id not null references seasons,
  user_id    object_id not null references users,
  source     text not null check (source in ('free')),
  created_at timestamptz not null,
  primary key (season_id, user_id)
);

-- One row per hourly or ten-minute credit; written in the same transaction as the credit itself, so it happens once.
create table ticks (
  season_id  object_id not null references seasons,
  kind       text not null check (kind in ('vp', 'gold')),
  n          integer not null check (n > 0),
  applied_at timestamptz not null,
  primary key (season_id, kind, n)
);
