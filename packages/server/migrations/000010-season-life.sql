-- How a season begins and ends: what was counted at its start, and the ranking and prize list that its end freezes.

alter table seasons
  -- Counted when the season started; null before.
  add column players_at_start integer check (players_at_start >= 0),
  -- Fixed when the season was closed; null before.
  add column prize_pool_micro bigint check (prize_pool_micro >= 0),
  add column ended_at timestamptz,
  add column cancelled_at timestamptz,
  -- When the season's secret was published; null while battles may still be decided with it.
  add column revealed_at timestamptz;
update seasons set ended_at = season_end, revealed_at = season_end, prize_pool_micro = 0 where status in ('ended', 'paid_out');
alter table seasons add constraint seasons_revealed_when_over check (revealed_at is null or status in ('ended', 'paid_out', 'cancelled'));

-- A paid entry counts for the prize pool.
alter table entries drop constraint entries_source_check;
alter table entries add constraint entries_source_check check (source in ('free', 'paid'));
create index entries_user on entries (user_id);

-- The final ranking: tribes by points, territories, who reached the total first, id; players by points, who reached them first, id.
create table season_rankings (
  season_id      object_id not null references seasons,
  board          text not null check (board in ('tribes', 'players')),
  rank           integer not null check (rank > 0),
  tribe_id       object_id references tribes,
  user_id        object_id references users,
  victory_points bigint not null check (victory_points >= 0),
  -- Held at the end; null for players.
  territories    integer check (territories >= 0),
  reached_at     timestamptz not null,
  primary key (season_id, board, rank),
  -- A player's tribe at the end may be none.
  check (case board when 'tribes' then tribe_id is not null and user_id is null and territories is not null
    else user_id is not null and territories is null end)
);
create unique index season_rankings_tribe on season_rankings (season_id, tribe_id) where board = 'tribes';
create unique index season_rankings_player on season_rankings (season_id, user_id) where board = 'players';
create trigger season_rankings_fixed before update or delete on season_rankings for each row execute function refuse_change();

-- Who gets how much of the pool. A season's amounts add up to its pool.
create table season_prizes (
  season_id    object_id not null references seasons,
  user_id      object_id not null references users,
  tribe_id     object_id not null references tribes,
  tribe_rank   integer not null check (tribe_rank > 0),
  seat         smallint not null check (seat between 1 and 12),
  role         text not null check (role in ('chieftain', 'captain', 'warrior')),
  amount_micro bigint not null check (amount_micro >= 0),
  primary key (season_id, user_id),
  unique (season_id, tribe_id, seat),
  foreign key (season_id, user_id) references entries (season_id, user_id)
);
create index season_prizes_rank on season_prizes (season_id, tribe_rank, seat);
create trigger season_prizes_fixed before update or delete on season_prizes for each row execute function refuse_change();

-- The season that a player's commands mean: the newest running one the player has entered, else the newest open one entered; else, and
-- for visitors (null), the running one, the one open for registration, the last one.
create function current_season(player text) returns object_id language sql stable as $$
  select s.id from seasons s left join entries e on e.season_id = s.id and e.user_id = player
  order by case
    when e.user_id is not null and s.status = 'active' then 0
    when e.user_id is not null and s.status = 'registration' then 1
    when s.status = 'active' then 2
    when s.status = 'registration' then 3
    when s.status = 'cancelled' then 5
    else 4 end, s.season_number desc
  limit 1
$$;

-- Gold is credited to every village every ten minutes: room on the page keeps those changes out of the indexes.
alter table villages set (fillfactor = 50);
