-- Which reports a player has opened: a decided battle without a row here is unread.

create table battle_reads (
  user_id   object_id not null references users,
  battle_id object_id not null references battles,
  read_at   timestamptz not null,
  primary key (user_id, battle_id)
);
