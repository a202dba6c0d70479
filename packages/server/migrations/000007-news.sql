-- News: written in the transaction that causes them, numbered afterwards per recipient, then sent.

create table news (
  id        bigint generated always as identity primary key,
  -- 'user:<id>' or 'season:<id>'.
  recipient text not null,
  type      text not null,
  data      jsonb not null,
  at        timestamptz not null,
  -- Number within the recipient's stream, 1, 2, 3 … without gaps; null until published.
  seq       bigint,
  -- Order of publication over all recipients.
  pub       bigint,
  check ((seq is null) = (pub is null))
);
create index news_unpublished on news (id) where seq is null;
create unique index news_stream on news (recipient, seq) where seq is not null;
create unique index news_published on news (pub) where pub is not null;

create table news_streams (
  recipient  text primary key,
  last_seq   bigint not null check (last_seq >= 0),
  -- News up to this number were cleared away.
  pruned_seq bigint not null default 0 check (pruned_seq <= last_seq)
);

-- One row: its lock makes sure that one publisher numbers at a time.
create table news_publisher (
  only_row boolean primary key default true check (only_row),
  last_pub bigint not null check (last_pub >= 0)
);
insert into news_publisher (last_pub) values (0);
