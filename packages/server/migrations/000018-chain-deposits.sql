-- Entry fees on the chain: every transfer to the treasury and every entry of the vault as the chain tells it, and what was decided about it.

create table chain_deposits (
  chain_id     bigint not null check (chain_id > 0),
  tx_hash      bytea not null check (octet_length(tx_hash) = 32),
  log_index    integer not null check (log_index >= 0),
  kind         text not null check (kind in ('transfer', 'entered')),
  block_number bigint not null check (block_number >= 0),
  block_hash   bytea not null check (octet_length(block_hash) = 32),
  -- Whose tokens were moved: a refund goes back there.
  payer        bytea not null check (octet_length(payer) = 20),
  -- For whom the vault's entry is.
  player       bytea check (octet_length(player) = 20),
  -- The season's number in the vault.
  vault_season numeric(78, 0),
  -- As the log says; anybody can write any number to a log of a token.
  amount_micro numeric(78, 0) not null check (amount_micro >= 0),
  -- seen: in a block that is not final. vanished: in no block any more. final: in a final block, not yet decided. credited: an entry was made.
  -- refunding: goes back (refunds has the order). quarantined: people must look. dismissed: is no entry fee.
  status       text not null check (status in ('seen', 'vanished', 'final', 'credited', 'refunding', 'quarantined', 'dismissed')),
  -- Why it is refunding, quarantined or dismissed: a word of the program.
  reason       text check (reason ~ '^[a-z]+(_[a-z]+)*$'),
  -- The payment it made or goes back from; before the decision: the one that people assigned it to.
  payment_id   object_id references payments,
  -- Where a refund goes when not to the payer: an exchange's wallet is not its customer's.
  refund_to    bytea check (octet_length(refund_to) = 20),
  -- The block's time; null until it is decided.
  paid_at      timestamptz,
  seen_at      timestamptz not null,
  decided_at   timestamptz,
  -- When the program looks again at one that it could not decide.
  next_try_at  timestamptz,
  primary key (chain_id, tx_hash, log_index),
  check ((kind = 'entered') = (player is not null and vault_season is not null)),
  check ((status in ('credited', 'refunding', 'quarantined', 'dismissed')) = (decided_at is not null)),
  check (status <> 'credited' or payment_id is not null),
  check (status not in ('refunding', 'quarantined', 'dismissed') or reason is not null)
);
create index chain_deposits_open on chain_deposits (chain_id, status) where status in ('seen', 'final', 'quarantined');
create index chain_deposits_payer on chain_deposits (payer, seen_at desc);
create index chain_deposits_player on chain_deposits (player, seen_at desc) where player is not null;
create index chain_deposits_payment on chain_deposits (payment_id) where payment_id is not null;

-- What a decided deposit says never changes, and no decision that moved money is taken back.
create function refuse_change_of_deposit() returns trigger language plpgsql as $$
begin
  if (new.kind, new.payer, new.player, new.vault_season, new.amount_micro) is distinct from (old.kind, old.payer, old.player, old.vault_season, old.amount_micro)
     and old.status not in ('seen', 'vanished') then
    raise exception 'a deposit that was decided cannot change';
  end if;
  if old.status in ('credited', 'refunding', 'dismissed') and new.status <> old.status then
    raise exception 'the decision about a deposit cannot be taken back';
  end if;
  return new;
end $$;
create trigger chain_deposits_decided before update on chain_deposits for each row execute function refuse_change_of_deposit();
create trigger chain_deposits_kept before delete on chain_deposits for each row execute function refuse_change();

-- How far the chain was read for final deposits.
create table chain_cursors (
  chain_id   bigint primary key check (chain_id > 0),
  -- Where reading began: what lies before was never asked for.
  first_block bigint not null check (first_block >= 0),
  -- The first block that was not read.
  next_block bigint not null check (next_block >= first_block),
  moved_at   timestamptz not null,
  -- When credited deposits were last compared with the chain.
  checked_at timestamptz
);
