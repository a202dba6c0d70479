-- Rankings at any size, what a player has read, settings, messages to devices.

-- All keys rise, so that "the rows after this one" is one range of the index however many players share a total.
drop index villages_rank;
create index villages_standing on villages (season_id, (-victory_points), vp_reached_at, user_id) include (victory_points);

-- The few tribes that no ranking shows.
create index tribes_dissolved on tribes (season_id, id) where dissolved_at is not null;

-- Up to which change of points a season's readers were told that the rankings changed.
create table leaderboard_news (
  season_id object_id primary key references seasons,
  last_move bigint not null check (last_move >= 0),
  told_at   timestamptz not null
);
create index vp_moves_newest on vp_moves (season_id, id);

-- A tribe's history.
create index battles_attacking_tribe on battles (season_id, attacker_tribe_id, accepted_at desc, id desc);
create index battles_defending_tribe on battles (season_id, defender_tribe_id, accepted_at desc, id desc) where defender_tribe_id is not null;

create index news_saga on news (recipient, seq) where type = 'saga' and seq is not null;

create table news_reads (
  user_id  object_id primary key references users,
  read_seq bigint not null check (read_seq >= 0),
  read_at  timestamptz not null
);

-- What players changed; everything else has the default of the program.
create table user_settings (
  user_id    object_id primary key references users,
  chosen     jsonb not null check (jsonb_typeof(chosen) = 'object'),
  updated_at timestamptz not null
);

-- Devices that get messages (Web Push). Whoever subscribed last on a device gets its messages.
create table push_subscriptions (
  endpoint   text primary key check (length(endpoint) between 12 and 1000),
  user_id    object_id not null references users,
  p256dh     text not null,
  auth       text not null,
  created_at timestamptz not null,
  -- In a row; a device that cannot be reached for long is forgotten.
  failures   smallint not null default 0 check (failures >= 0)
);
create index push_subscriptions_user on push_subscriptions (user_id, created_at);

-- One row: news up to this one were looked at for messages. Its lock makes sure that one process sends at a time.
create table push_progress (
  only_row boolean primary key default true check (only_row),
  last_pub bigint not null check (last_pub >= 0)
);
insert into push_progress (last_pub) select last_pub from news_publisher;
