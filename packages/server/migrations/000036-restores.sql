-- A database that came out of a backup stands still until a person has looked at it: what happened after the backup, on the chain and at the
-- payment service too, is unknown to it.

create table restores (
  id             bigint generated always as identity primary key,
  backup         text not null,
  taken_at       timestamptz not null,
  restored_at    timestamptz not null default clock_timestamp(),
  released_at    timestamptz,
  release_reason text check (length(release_reason) between 1 and 1000),
  check ((released_at is null) = (release_reason is null))
);
-- One question of every starting program: is one open?
create unique index restores_open on restores ((true)) where released_at is null;
