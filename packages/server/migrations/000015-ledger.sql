-- The books: double entry, append-only. Amounts are millionths of a currency unit. A positive amount credits the account, a negative one debits
-- it: what we hold somewhere (at Stripe, on the chain) is negative, what we owe to somebody (pool, refunds, payouts) positive.

create table ledger_accounts (
  -- "<kind>:<currency>", or "<kind>:<season>:<currency>".
  id              text primary key,
  kind            text not null check (kind in ('stripe', 'chain', 'exchange', 'disputes', 'house', 'pool', 'fee', 'refunds', 'payouts')),
  currency        text not null check (currency ~ '^[A-Z]{3,5}$'),
  season_id       object_id references seasons,
  -- Null season and currency never clash: the id says all.
  check (id = kind || coalesce(':' || season_id, '') || ':' || currency),
  check (kind not in ('pool', 'fee', 'payouts') or season_id is not null)
);
create trigger ledger_accounts_fixed before update or delete on ledger_accounts for each row execute function refuse_change();

create table ledger_transactions (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  -- What it books: the same thing is never booked twice.
  ref        text not null check (length(ref) between 1 and 200),
  season_id  object_id references seasons,
  user_id    object_id references users,
  at         timestamptz not null,
  -- Postings are added by the transaction that made this row, and never later.
  written_by xid8 not null default pg_current_xact_id(),
  unique (kind, ref)
);
create index ledger_transactions_season on ledger_transactions (season_id, id) where season_id is not null;
create index ledger_transactions_user on ledger_transactions (user_id, id) where user_id is not null;
create trigger ledger_transactions_fixed before update or delete on ledger_transactions for each row execute function refuse_change();

create table ledger_postings (
  transaction_id bigint not null references ledger_transactions,
  line           smallint not null check (line > 0),
  account_id     text not null references ledger_accounts,
  amount_micro   bigint not null check (amount_micro <> 0),
  -- Whose share of the account it is; null where that makes no sense.
  user_id        object_id references users,
  primary key (transaction_id, line)
);
create index ledger_postings_account on ledger_postings (account_id, transaction_id);
create trigger ledger_postings_fixed before update or delete on ledger_postings for each row execute function refuse_change();

create function refuse_truncate() returns trigger language plpgsql as $$
declare
  any_row boolean;
begin
  execute format('select exists (select 1 from %I)', tg_table_name) into any_row;
  if any_row then
    raise exception 'rows of % cannot be removed', tg_table_name;
  end if;
  return null;
end $$;
create trigger ledger_accounts_kept before truncate on ledger_accounts execute function refuse_truncate();
create trigger ledger_transactions_kept before truncate on ledger_transactions execute function refuse_truncate();
create trigger ledger_postings_kept before truncate on ledger_postings execute function refuse_truncate();

create function refuse_late_posting() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from ledger_transactions where id = new.transaction_id and written_by = pg_current_xact_id()) then
    raise exception 'ledger transaction % is closed', new.transaction_id;
  end if;
  return new;
end $$;
create trigger ledger_postings_in_time before insert on ledger_postings for each row execute function refuse_late_posting();

-- Looked at when the database transaction commits: it has postings, and they add up to nothing in every currency.
create function assert_ledger_balance() returns trigger language plpgsql as $$
declare
  transaction bigint := case tg_table_name when 'ledger_postings' then (to_jsonb(new)->>'transaction_id')::bigint else (to_jsonb(new)->>'id')::bigint end;
begin
  if not exists (select 1 from ledger_postings where transaction_id = transaction) then
    raise exception 'ledger transaction % has no postings', transaction using errcode = 'check_violation';
  end if;
  if exists (
    select 1 from ledger_postings p join ledger_accounts a on a.id = p.account_id
    where p.transaction_id = transaction group by a.currency having sum(p.amount_micro) <> 0
  ) then
    raise exception 'ledger transaction % does not balance', transaction using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger ledger_transactions_balance after insert on ledger_transactions
  deferrable initially deferred for each row execute function assert_ledger_balance();
create constraint trigger ledger_postings_balance after insert on ledger_postings
  deferrable initially deferred for each row execute function assert_ledger_balance();

-- While a row is open, nothing is paid out. Set by the watch over the books, lifted by people.
create table payout_freezes (
  id         bigint generated always as identity primary key,
  -- The rule that was found broken.
  rule       text not null,
  details    jsonb not null default '{}',
  frozen_at  timestamptz not null,
  lifted_at  timestamptz,
  -- Null while frozen, and when lifted at the command line.
  lifted_by  object_id references users,
  lift_reason text check (length(lift_reason) between 1 and 1000),
  check ((lifted_at is null) = (lift_reason is null))
);
create unique index payout_freezes_open on payout_freezes (rule) where lifted_at is null;
