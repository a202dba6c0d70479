-- Tribes of twelve: one chieftain, two captains, nine warriors.

create table tribes (
  id            object_id primary key,
  season_id     object_id not null references seasons,
  ordinal       integer not null check (ordinal > 0),
  name          text not null,
  name_skeleton text not null,
  tag           text not null check (tag ~ '^[A-Z]{3}$'),
  created_at    timestamptz not null,
  dissolved_at  timestamptz,
  unique (season_id, ordinal),
  unique (season_id, name_skeleton),
  unique (season_id, tag)
);
create index tribes_name on tribes (season_id, lower(name));
alter table vp_moves add foreign key (tribe_id) references tribes;

-- Apart from the tribe itself: battles add points while membership changes hold the tribe's row.
create table tribe_scores (
  tribe_id      object_id primary key references tribes,
  season_id     object_id not null references seasons,
  total_vp      bigint not null default 0 check (total_vp >= 0),
  -- When the present total was reached: decides ties.
  vp_reached_at timestamptz not null
);
create index tribe_scores_rank on tribe_scores (season_id, total_vp desc, vp_reached_at, tribe_id);

create table tribe_seats (
  tribe_id  object_id not null references tribes,
  seat      smallint not null check (seat between 1 and 12),
  season_id object_id not null,
  user_id   object_id not null,
  role      text not null check (role in ('chieftain', 'captain', 'warrior')),
  joined_at timestamptz not null,
  primary key (tribe_id, seat),
  -- One tribe per player and season.
  unique (season_id, user_id),
  foreign key (season_id, user_id) references villages (season_id, user_id),
  check ((seat = 1) = (role = 'chieftain')),
  check ((seat between 2 and 3) = (role = 'captain'))
);

create table tribe_invites (
  id         object_id primary key,
  season_id  object_id not null,
  tribe_id   object_id not null references tribes,
  user_id    object_id not null,
  role       text not null check (role in ('captain', 'warrior')),
  invited_by object_id not null references users,
  status     text not null default 'open' check (status in ('open', 'accepted', 'declined', 'withdrawn')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (season_id, user_id) references villages (season_id, user_id)
);
create unique index tribe_invites_open on tribe_invites (tribe_id, user_id) where status = 'open';
create index tribe_invites_user on tribe_invites (season_id, user_id) where status = 'open';

create table tribe_requests (
  tribe_id   object_id not null references tribes,
  user_id    object_id not null,
  season_id  object_id not null,
  created_at timestamptz not null,
  primary key (tribe_id, user_id),
  foreign key (season_id, user_id) references villages (season_id, user_id)
);
create index tribe_requests_user on tribe_requests (season_id, user_id);
