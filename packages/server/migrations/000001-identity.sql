-- People, sign-in, sessions, and what makes requests safe to repeat.

create domain object_id as text check (value ~ '^[0-9a-f]{24}$');

create table users (
  id                object_id primary key,
  wallet            bytea not null unique check (octet_length(wallet) = 20),
  username          text,
  -- What the name looks like (NFKC, look-alikes folded): unique, so that nobody can pass for somebody else.
  username_skeleton text unique,
  created_at        timestamptz not null,
  last_active_at    timestamptz not null,
  check ((username is null) = (username_skeleton is null))
);

create table login_nonces (
  nonce      text primary key,
  wallet     bytea not null check (octet_length(wallet) = 20),
  message    text not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index login_nonces_expiry on login_nonces (expires_at);
create index login_nonces_wallet on login_nonces (wallet, expires_at);

create table sessions (
  id             object_id primary key,
  user_id        object_id not null references users,
  kind           text not null check (kind in ('token', 'cookie')),
  -- Raised by every refresh; a token of an earlier generation that is used to refresh ends the session.
  generation     integer not null default 1 check (generation > 0),
  refresh_key    text,
  cookie_hash    bytea check (octet_length(cookie_hash) = 32),
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  revoked_at     timestamptz,
  revoked_reason text,
  check ((kind = 'cookie') = (cookie_hash is not null))
);
create index sessions_user on sessions (user_id);
create unique index sessions_cookie on sessions (cookie_hash) where cookie_hash is not null;

create table audit_log (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  user_id object_id references users,
  action  text not null,
  details jsonb not null default '{}'
);
create index audit_log_user on audit_log (user_id, at desc);

-- The answer to a request that was carried out: repeating the request with its key gives the answer again.
create table idempotency_keys (
  user_id      object_id not null references users,
  key          text not null check (length(key) between 8 and 128),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status       smallint not null default 0,
  answer       text not null default '',
  created_at   timestamptz not null,
  primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Small facts about the installation, e.g. the seed of the demo's players.
create table installation (
  name  text primary key,
  value text not null
);
