-- Who runs the game, and the record of what they did.

create table admins (
  user_id    object_id not null references users,
  role       text not null check (role in ('support', 'operator', 'treasurer')),
  -- Null = at the command line.
  granted_by object_id references users,
  granted_at timestamptz not null,
  primary key (user_id, role),
  check (granted_by <> user_id)
);

alter table audit_log
  -- system: the program by itself, user_id is then the player concerned; console: the command line; admin: user_id, in actor_role.
  add column actor text not null default 'system' check (actor in ('system', 'console', 'admin')),
  add column actor_role text check (actor_role in ('support', 'operator', 'treasurer')),
  add column target_kind text,
  add column target_id text,
  add column reason text check (length(reason) between 1 and 1000),
  add column before jsonb,
  add column after jsonb;
update audit_log set actor = 'console', target_kind = 'season', target_id = details->>'seasonId' where action like 'season.%';
alter table audit_log
  add constraint audit_log_admin check ((actor = 'admin') = (actor_role is not null) and (actor <> 'admin' or user_id is not null)),
  add constraint audit_log_target check ((target_kind is null) = (target_id is null));
create index audit_log_target on audit_log (target_id, id desc) where target_id is not null;
create index audit_log_action on audit_log (action text_pattern_ops, id desc);
create trigger audit_log_fixed before update or delete on audit_log for each row execute function refuse_change();
