-- Transfers out of the treasury that the database knows nothing of, found when a quarantine ended: a restored backup does not know what was paid
-- after it was made. Whatever is to be paid to the same account in the same amount waits for people first.
create table payout_strangers (
  chain_id     bigint not null check (chain_id > 0),
  tx_hash      bytea not null check (octet_length(tx_hash) = 32),
  log_index    integer not null check (log_index >= 0),
  to_address   bytea not null check (octet_length(to_address) = 20),
  amount_micro numeric(78, 0) not null check (amount_micro >= 0),
  found_at     timestamptz not null,
  -- When it was put before people, with what it may have paid.
  shown_at     timestamptz,
  shown_for    text,
  primary key (chain_id, tx_hash, log_index),
  check ((shown_at is null) = (shown_for is null))
);
create index payout_strangers_open on payout_strangers (to_address, amount_micro) where shown_at is null;
create trigger payout_strangers_kept before delete on payout_strangers for each row execute function refuse_change();
