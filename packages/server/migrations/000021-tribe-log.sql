-- Who came, went and rose in a tribe; and finding players by the beginning of their name.

create table tribe_log (
  id       object_id primary key,
  tribe_id object_id not null references tribes,
  at       timestamptz not null,
  kind     text not null check (kind in ('founded', 'joined', 'left', 'dismissed', 'role')),
  user_id  object_id not null references users,
  -- The role from then on; null for those who went.
  role     text check (role in ('chieftain', 'captain', 'warrior')),
  -- Who did it; null = the player.
  by_id    object_id references users,
  check ((role is null) = (kind in ('left', 'dismissed')))
);
create index tribe_log_recent on tribe_log (tribe_id, at desc, id desc);

create index users_name_start on users (lower(username) text_pattern_ops) where username is not null;
