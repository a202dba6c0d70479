-- Prizes out: what each winner is owed, the plan that two people approve, and what the payout process signs and sends.

-- A payout is a prize, to the millionth.
alter table season_prizes add constraint season_prizes_exact unique (season_id, user_id, amount_micro);

create table payouts (
  season_id    object_id not null,
  user_id      object_id not null,
  amount_micro bigint not null check (amount_micro > 0),
  -- The wallet that is paid, as it was when the season ended.
  address      bytea not null check (octet_length(address) = 20),
  -- Of the season's Merkle tree: keccak256(keccak256(season, address, amount)). Null until there is a plan.
  leaf         bytea check (octet_length(leaf) = 32),
  -- What leads from the leaf to the published root; null before, and for what the treasury keeps in trust.
  proof        bytea[],
  -- review: people may object. held: somebody has. planned: in a plan. claimable: in the published root, the winner may fetch it. due: to be
  -- transferred. sent: signed. failed: needs people. paid: final on the chain. swept: was not claimed in time.
  status       text not null default 'review'
                 check (status in ('review', 'held', 'planned', 'claimable', 'due', 'sent', 'failed', 'paid', 'swept')),
  -- Held when the root was published: the treasury keeps it, and transfers it when it is released.
  in_trust     boolean not null default false,
  -- Why it is held: open_flag, restricted, disputed, refunded or by_people.
  hold_reason  text check (hold_reason ~ '^[a-z]+(_[a-z]+)*$'),
  hold_note    text check (length(hold_note) between 1 and 1000),
  held_at      timestamptz,
  -- The transaction that the winner says claims it. A hint: what counts is what the chain has.
  claim_tx     bytea check (octet_length(claim_tx) = 32),
  paid_tx      bytea check (octet_length(paid_tx) = 32),
  paid_at      timestamptz,
  problem      text,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (season_id, user_id),
  unique (season_id, address),
  foreign key (season_id, user_id, amount_micro) references season_prizes (season_id, user_id, amount_micro),
  check ((status = 'held') = (hold_reason is not null)),
  check ((hold_reason is null) = (held_at is null)),
  check ((status = 'paid') = (paid_tx is not null and paid_at is not null)),
  check (status not in ('due', 'sent', 'failed') or in_trust),
  check (status <> 'claimable' or (proof is not null and not in_trust)),
  check (status not in ('planned', 'claimable') or leaf is not null)
);
create index payouts_user on payouts (user_id, season_id desc);
create index payouts_open on payouts (status) where status in ('due', 'sent', 'claimable');

create table payout_plans (
  season_id      object_id primary key references seasons,
  -- planned: can be looked at and proposed. approved: two people agreed to this very root. published: it is in the vault. closed: everything
  -- is paid, or swept.
  status         text not null check (status in ('planned', 'approved', 'published', 'closed')),
  -- All payouts: the pool.
  total_micro    bigint not null check (total_micro > 0),
  -- What the root gives to the treasury, for payouts that were held.
  trust_micro    bigint not null default 0 check (trust_micro >= 0),
  root           bytea check (octet_length(root) = 32),
  planned_at     timestamptz not null,
  approved_at    timestamptz,
  proposal_id    object_id references admin_proposals,
  -- Where the root is; null until it is.
  chain_id       bigint check (chain_id > 0),
  vault          bytea check (octet_length(vault) = 20),
  claim_deadline timestamptz,
  published_at   timestamptz,
  published_tx   bytea check (octet_length(published_tx) = 32),
  -- When somebody asked to pay what was not claimed yet, in batches; null = claims only.
  batch_asked_at timestamptz,
  closed_at      timestamptz,
  -- Why the payout process does not go on with it; it waits until somebody says to try again.
  problem        text,
  check ((status = 'planned') = (approved_at is null)),
  check ((approved_at is null) = (root is null) and (approved_at is null) = (proposal_id is null)),
  check ((status in ('published', 'closed')) = (published_at is not null)),
  check ((published_at is null) = (vault is null) and (published_at is null) = (chain_id is null) and (published_at is null) = (claim_deadline is null)),
  check ((status = 'closed') = (closed_at is not null))
);

-- What is owed never changes, and what is paid stays paid.
create function refuse_change_of_payout() returns trigger language plpgsql as $$
begin
  if (new.season_id, new.user_id, new.amount_micro, new.address) is distinct from (old.season_id, old.user_id, old.amount_micro, old.address)
     or old.status in ('paid', 'swept')
     or (old.in_trust and not new.in_trust)
     or (old.status = 'claimable' and new.status not in ('claimable', 'paid', 'swept')) then
    raise exception 'payout of % cannot change like that', old.user_id;
  end if;
  return new;
end $$;
create trigger payouts_once before update on payouts for each row execute function refuse_change_of_payout();
create trigger payouts_kept before delete on payouts for each row execute function refuse_change();

-- A plan pays the pool, all of it and no more; one that was approved is carried out as it was approved, by two people.
create function assert_payout_plan() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.total_micro <> old.total_micro
      or (old.approved_at is not null and (new.root, new.proposal_id, new.trust_micro) is distinct from (old.root, old.proposal_id, old.trust_micro))
      or array_position(array['planned', 'approved', 'published', 'closed'], new.status)
        < array_position(array['planned', 'approved', 'published', 'closed'], old.status)) then
    raise exception 'the plan of season % cannot change like that', new.season_id;
  end if;
  if new.total_micro is distinct from (select sum(amount_micro) from payouts where season_id = new.season_id)
     or new.total_micro is distinct from (select prize_pool_micro from seasons where id = new.season_id) then
    raise exception 'the payouts of season % are not its pool', new.season_id using errcode = 'check_violation';
  end if;
  if new.approved_at is not null and not exists (
      select 1 from admin_proposals where id = new.proposal_id and kind = 'payouts.publish' and target_id = new.season_id and status = 'approved'
        and decided_by <> proposed_by and payload->>'root' = '0x' || encode(new.root, 'hex')) then
    raise exception 'the plan of season % was not approved by two people', new.season_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger payout_plans_exact before insert or update on payout_plans for each row execute function assert_payout_plan();
create trigger payout_plans_kept before delete on payout_plans for each row execute function refuse_change();

-- Seasons that have ended already.
insert into payouts (season_id, user_id, amount_micro, address, created_at, updated_at)
  select p.season_id, p.user_id, p.amount_micro, u.wallet, s.ended_at, s.ended_at
  from season_prizes p join users u on u.id = p.user_id join seasons s on s.id = p.season_id where p.amount_micro > 0;

-- What the payout process does on the chain: a row with its nonce, and the signed transaction, before anything is sent. A transaction that is
-- replaced (a higher fee) has the same nonce, so that the chain takes one of them.
create table payout_acts (
  id           bigint generated always as identity primary key,
  chain_id     bigint not null check (chain_id > 0),
  signer       bytea not null check (octet_length(signer) = 20),
  nonce        bigint not null check (nonce >= 0),
  kind         text not null check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  -- What it is for: kind and ref together are done once.
  ref          text not null,
  season_id    object_id references seasons,
  target       bytea not null check (octet_length(target) = 20),
  data         bytea not null,
  -- signed: may be on its way. done: final. failed: final, and the contract refused.
  status       text not null default 'signed' check (status in ('signed', 'done', 'failed')),
  signed_at    timestamptz not null,
  -- Which of its transactions the chain took.
  tx_hash      bytea check (octet_length(tx_hash) = 32),
  block_number bigint,
  gas_used     bigint,
  done_at      timestamptz,
  problem      text,
  unique (chain_id, signer, nonce),
  check ((status = 'signed') = (done_at is null)),
  check ((status = 'signed') = (tx_hash is null))
);
create unique index payout_acts_once on payout_acts (kind, ref) where status <> 'failed';
create index payout_acts_season on payout_acts (season_id, id) where season_id is not null;
create index payout_acts_open on payout_acts (nonce) where status = 'signed';

create function refuse_change_of_act() returns trigger language plpgsql as $$
begin
  if old.status <> 'signed' or (new.chain_id, new.signer, new.nonce, new.kind, new.ref, new.target, new.data, new.signed_at)
      is distinct from (old.chain_id, old.signer, old.nonce, old.kind, old.ref, old.target, old.data, old.signed_at) then
    raise exception 'an act on the chain cannot change';
  end if;
  return new;
end $$;
create trigger payout_acts_once before update on payout_acts for each row execute function refuse_change_of_act();
create trigger payout_acts_kept before delete on payout_acts for each row execute function refuse_change();

create table payout_transactions (
  hash            bytea primary key check (octet_length(hash) = 32),
  act_id          bigint not null references payout_acts,
  raw             bytea not null,
  max_fee_wei     numeric(78, 0) not null check (max_fee_wei > 0),
  tip_wei         numeric(78, 0) not null check (tip_wei >= 0),
  gas_limit       bigint not null check (gas_limit > 0),
  signed_at       timestamptz not null
);
create index payout_transactions_act on payout_transactions (act_id, signed_at);
create trigger payout_transactions_fixed before update or delete on payout_transactions for each row execute function refuse_change();

-- How the payout process is; one row per chain and signer, its own.
create table payout_process (
  chain_id      bigint not null check (chain_id > 0),
  signer        bytea not null check (octet_length(signer) = 20),
  -- quarantine: waits for people, because the chain knows what we do not (payout_releases ends it). working; stopped: the books disagree.
  state         text not null check (state in ('quarantine', 'working', 'stopped')),
  -- In which quarantine; a release names it.
  quarantine_no integer not null default 0 check (quarantine_no >= 0),
  problem       text,
  since         timestamptz not null,
  seen_at       timestamptz not null,
  -- The signer's transactions on the chain that are older than the first of payout_acts.
  first_nonce   bigint not null check (first_nonce >= 0),
  -- The first block whose claims were not read.
  next_block    bigint not null check (next_block >= 0),
  primary key (chain_id, signer)
);

-- An operator has compared database and chain, and lets the process act.
create table payout_releases (
  id            bigint generated always as identity primary key,
  quarantine_no integer not null check (quarantine_no > 0),
  reason        text not null check (length(reason) between 1 and 1000),
  released_at   timestamptz not null
);
create trigger payout_releases_fixed before update or delete on payout_releases for each row execute function refuse_change();

-- Orders to open a season in the vault; carried out by the payout process.
create table vault_openings (
  season_id  object_id primary key references seasons,
  ordered_at timestamptz not null,
  -- By an administrator; null = at the command line.
  ordered_by object_id references users,
  -- The season takes entries in the vault.
  opened_at  timestamptz,
  problem    text
);
