-- The list of first steps: what a player put away, and steps that stay done although their sign has gone.
create table first_steps (
  season_id object_id not null,
  user_id   object_id not null,
  hidden    boolean not null default false,
  done      text[] not null default '{}'
    check (done <@ array['barracks', 'warehouse', 'train', 'tribe', 'odds', 'camp', 'guard']),
  primary key (season_id, user_id),
  foreign key (season_id, user_id) references villages (season_id, user_id)
);
