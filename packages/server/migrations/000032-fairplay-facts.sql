-- What is noticed about how accounts are used, for finding one person behind several and battles that are lost on purpose. No network address, no
-- browser's signature and no card is kept, only hashes; the key is made of the program's secret and the season's salt, so that the rows
-- alone answer no guess. 30 days after the payout salt and rows are deleted.
create table fairplay_salts (
  season_id object_id primary key references seasons,
  salt      bytea not null check (octet_length(salt) = 32),
  made_at   timestamptz not null
);

-- address: an IPv4 address or an IPv6 /64; network: an IPv4 /24 or an IPv6 /48; setup: a network with what a browser says of itself;
-- browser: one browser that signed out of one account and in to another.
create table fairplay_sightings (
  season_id object_id not null references seasons,
  user_id   object_id not null references users,
  kind      text not null check (kind in ('address', 'network', 'setup', 'browser')),
  hash      bytea not null check (octet_length(hash) = 16),
  first_at  timestamptz not null,
  last_at   timestamptz not null check (last_at >= first_at),
  -- On how many days, UTC.
  days      smallint not null default 1 check (days > 0),
  primary key (season_id, user_id, kind, hash)
);
create index fairplay_sightings_shared on fairplay_sightings (season_id, kind, hash);

-- In which hours of a day (bit n = hour n, UTC) a player gave commands, and how many.
create table fairplay_days (
  season_id object_id not null references seasons,
  user_id   object_id not null references users,
  day       date not null,
  hours     integer not null check (hours between 1 and 16777215),
  commands  integer not null check (commands > 0),
  primary key (season_id, user_id, day)
);

-- The card behind a payment, by Stripe's fingerprint.
create table fairplay_cards (
  payment_id object_id primary key references payments,
  season_id  object_id not null references seasons,
  user_id    object_id not null references users,
  hash       bytea not null check (octet_length(hash) = 16),
  seen_at    timestamptz not null
);
create index fairplay_cards_shared on fairplay_cards (season_id, hash);

-- How old and how used a wallet is on the chain. unknown: no node with old states could be asked; contract: such a wallet's count of
-- transactions means nothing.
create table fairplay_wallets (
  user_id    object_id primary key references users,
  state      text not null check (state in ('known', 'contract', 'unknown')),
  tx_count   bigint check (tx_count >= 0),
  is_aged    boolean,
  checked_at timestamptz not null,
  check ((state = 'known') = (tx_count is not null and is_aged is not null))
);

-- The newest reckoning; players for whom nothing was noticed have no row. Reasons are what the signals said, with their points.
create table fairplay_scores (
  season_id   object_id not null references seasons,
  user_id     object_id not null references users,
  score       smallint not null check (score between 1 and 100),
  reasons     jsonb not null check (jsonb_typeof(reasons) = 'array'),
  computed_at timestamptz not null,
  primary key (season_id, user_id)
);
create index fairplay_scores_highest on fairplay_scores (season_id, score desc, user_id);

-- When the season's scores were last reckoned.
create table fairplay_reckonings (
  season_id object_id primary key references seasons,
  at        timestamptz not null
);
