-- Comparing our books with Stripe's: who did it when, and what came of it. Money that Stripe has paid out to us is in the bank.

alter table ledger_accounts drop constraint ledger_accounts_kind_check;
alter table ledger_accounts add constraint ledger_accounts_kind_check
  check (kind in ('stripe', 'chain', 'bank', 'exchange', 'disputes', 'house', 'pool', 'fee', 'refunds', 'payouts'));

create table stripe_reconciliations (
  id           bigint generated always as identity primary key,
  started_at   timestamptz not null,
  -- Null while it is at work, and for ever when it was cut off: the next one looks at the same time again.
  finished_at  timestamptz,
  -- Things that Stripe knew and we did not.
  repaired     integer not null default 0,
  -- Stripe's balance and ours in millionths of a dollar; null until compared.
  stripe_micro bigint,
  ledger_micro bigint
);
create index stripe_reconciliations_started on stripe_reconciliations (started_at desc);
