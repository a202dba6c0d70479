-- A tribe's council: messages among members, who has read how far, who may not write; and who was here when.

create table tribe_messages (
  id         object_id primary key,
  tribe_id   object_id not null references tribes,
  -- 1, 2, 3 … without gaps within the tribe.
  message_no bigint not null check (message_no > 0),
  season_id  object_id not null,
  -- Stays when the author leaves the tribe.
  user_id    object_id not null,
  text       text not null check (char_length(text) between 1 and 500),
  created_at timestamptz not null,
  unique (tribe_id, message_no),
  foreign key (season_id, user_id) references villages (season_id, user_id)
);
create index tribe_messages_author on tribe_messages (user_id, created_at desc);

create table tribe_message_reports (
  message_id object_id not null references tribe_messages,
  user_id    object_id not null references users,
  reason     text not null check (reason in ('abuse', 'spam', 'cheating', 'other')),
  created_at timestamptz not null,
  primary key (message_id, user_id)
);

-- Numbers the messages. Apart from the tribe itself: writing does not wait for changes of membership elsewhere in the tribe.
create table tribe_councils (
  tribe_id        object_id primary key references tribes,
  last_message_no bigint not null check (last_message_no > 0)
);

-- Apart from the seat, so that a mute is still there when its player leaves and comes back.
create table tribe_council_members (
  tribe_id    object_id not null references tribes,
  user_id     object_id not null references users,
  -- The newest message the player has seen.
  read_no     bigint not null default 0 check (read_no >= 0),
  muted_until timestamptz,
  muted_by    object_id references users,
  primary key (tribe_id, user_id)
);

-- Which process has sockets of which player. Renewed while they last, so that a process that dies leaves nobody online for long.
create table user_presence (
  user_id      object_id not null references users,
  process_id   object_id not null,
  online_until timestamptz not null,
  primary key (user_id, process_id)
) with (fillfactor = 70);
create index user_presence_end on user_presence (online_until);

-- News for a tribe's members are told only to those who are still members when they are delivered.
alter table news add column tribe_id object_id;

-- Checked at the end of a statement, so that one statement can let two members change seats.
alter table tribe_seats drop constraint tribe_seats_pkey;
alter table tribe_seats add primary key (tribe_id, seat) deferrable initially immediate;
