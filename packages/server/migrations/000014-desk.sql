-- What administrators decide: two-person proposals, flags, sanctions; and which processes are running.

-- An act that one person may only propose; another one decides. `payload` says what is done, `confirm` what has to be typed to do it.
create table admin_proposals (
  id            object_id primary key,
  kind          text not null check (kind ~ '^[a-z_]+[.][a-z_]+$'),
  target_kind   text not null,
  target_id     text not null,
  title         text not null,
  payload       jsonb not null check (jsonb_typeof(payload) = 'object'),
  confirm       text not null,
  reason        text not null check (length(reason) between 1 and 1000),
  proposed_by   object_id not null references users,
  proposed_role text not null check (proposed_role in ('support', 'operator', 'treasurer')),
  proposed_at   timestamptz not null,
  expires_at    timestamptz not null check (expires_at > proposed_at),
  status        text not null default 'open' check (status in ('open', 'approved', 'declined', 'withdrawn', 'expired')),
  -- Null for what expired.
  decided_by    object_id references users,
  decided_role  text check (decided_role in ('support', 'operator', 'treasurer')),
  decided_at    timestamptz,
  note          text check (length(note) between 1 and 1000),
  check ((status = 'open') = (decided_at is null)),
  check ((decided_by is null) = (status in ('open', 'expired'))),
  check ((decided_by is null) = (decided_role is null)),
  constraint admin_proposals_two_people check (status not in ('approved', 'declined') or decided_by <> proposed_by),
  check (status <> 'withdrawn' or decided_by = proposed_by)
);
create unique index admin_proposals_open on admin_proposals (kind, target_id) where status = 'open';

create function refuse_change_of_proposal() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' or (new.kind, new.target_kind, new.target_id, new.payload, new.confirm, new.reason, new.proposed_by, new.proposed_role,
      new.proposed_at, new.expires_at) is distinct from (old.kind, old.target_kind, old.target_id, old.payload, old.confirm, old.reason,
      old.proposed_by, old.proposed_role, old.proposed_at, old.expires_at) then
    raise exception 'a proposal is decided once, as it was made';
  end if;
  return new;
end $$;
create trigger admin_proposals_once before update on admin_proposals for each row execute function refuse_change_of_proposal();
create trigger admin_proposals_kept before delete on admin_proposals for each row execute function refuse_change();

-- Signs that somebody may not play fairly, with what was seen. They are no verdict: a person decides.
create table flags (
  id          object_id primary key,
  user_id     object_id not null references users,
  season_id   object_id references seasons,
  kind        text not null check (kind ~ '^[a-z_]{3,40}$'),
  -- 0 to 100, the higher the worse; null for what a person noticed.
  score       smallint check (score between 0 and 100),
  evidence    jsonb not null check (jsonb_typeof(evidence) = 'object'),
  raised_at   timestamptz not null,
  updated_at  timestamptz not null,
  status      text not null default 'open' check (status in ('open', 'cleared', 'restricted', 'banned')),
  note        text check (length(note) between 1 and 1000),
  decided_by  object_id references users,
  decided_at  timestamptz,
  check ((status = 'open') = (decided_at is null)),
  check ((status = 'open') = (decided_by is null))
);
-- What is seen again while nobody has decided belongs to the same flag.
create unique index flags_open on flags (user_id, kind, coalesce(season_id, '')) where status = 'open';
create index flags_status on flags (status, id desc);
create index flags_user on flags (user_id, id desc);

-- restricted: may play, gets no prize while it lasts; banned: may not sign in. Lifting removes the row; the audit log keeps what was.
create table sanctions (
  user_id object_id primary key references users,
  kind    text not null check (kind in ('restricted', 'banned')),
  reason  text not null check (length(reason) between 1 and 1000),
  since   timestamptz not null,
  by_user object_id not null references users,
  check (by_user <> user_id)
);

-- Every process hears that a session has ended, whoever ended it.
create function tell_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('ct_session_ended', new.id);
  return null;
end $$;
create trigger sessions_ended after update of revoked_at on sessions for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function tell_session_ended();

-- What runs. Each process renews its own row every ten seconds; counts are since its start.
create table processes (
  id             object_id primary key,
  role           text not null,
  version        text not null,
  node_version   text not null,
  started_at     timestamptz not null,
  seen_at        timestamptz not null,
  requests       bigint not null check (requests >= 0),
  errors         bigint not null check (errors >= 0),
  last_error_at  timestamptz,
  sockets        integer not null check (sockets >= 0),
  memory_bytes   bigint not null check (memory_bytes >= 0)
);
create index users_name on users (username_skeleton text_pattern_ops) where username_skeleton is not null;
