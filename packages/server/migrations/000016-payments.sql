-- Entry fees: what is asked for, what came, what goes back; and which entry was paid by what.

alter table seasons
  -- Seats of a paid season; null = as many as come.
  add column max_players integer check (max_players > 0);
update seasons set max_players = 1000 where entry_fee_micro > 0;
alter table seasons add constraint seasons_paid_have_seats check (entry_fee_micro = 0 or max_players is not null);

create table payments (
  id           object_id primary key,
  season_id    object_id not null references seasons,
  user_id      object_id not null references users,
  method       text not null check (method in ('stripe', 'crypto')),
  currency     text not null check (currency in ('USD', 'USDT')),
  amount_micro bigint not null check (amount_micro > 0),
  -- creating: our row is there, what the other side knows of it is not yet known. pending: waits for the player. settled: paid, the player is
  -- in. expired: can no longer be paid. failed: could not be asked for. refunding, refunded: came, but goes (went) back. disputed: the bank
  -- has taken it back for now. charged_back: for good.
  status       text not null check (status in ('creating', 'pending', 'settled', 'expired', 'failed', 'refunding', 'refunded', 'disputed',
                 'charged_back')),
  -- The other side's name for it: Stripe's PaymentIntent, or "<chain>:<transaction>:<log>" of a transfer. Null until known.
  reference    text,
  -- Why it is failed, refunding or refunded: a word of the program; null otherwise.
  reason       text check (reason ~ '^[a-z]+(_[a-z]+)*$'),
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  -- When the player paid, by the other side's clock.
  paid_at      timestamptz,
  settled_at   timestamptz,
  -- When the program looks at it again by itself; null = never.
  next_look_at timestamptz,
  unique (id, season_id, user_id),
  check ((method = 'stripe') = (currency = 'USD')),
  check (status not in ('settled', 'refunding', 'disputed', 'charged_back') or paid_at is not null)
);
-- One request for a fee at a time per player, season and way to pay; a seat is paid once.
create unique index payments_live on payments (season_id, user_id, method) where status in ('creating', 'pending');
create unique index payments_seat on payments (season_id, user_id) where status in ('settled', 'disputed');
create unique index payments_reference on payments (method, reference) where reference is not null;
create index payments_user on payments (user_id, created_at desc);
create index payments_status on payments (status);
create index payments_look on payments (next_look_at) where next_look_at is not null;

-- An entry of a paid season names the payment that made it.
alter table entries
  add column payment_id object_id unique,
  -- Why the seat is not valid at present: the payment is disputed, was refunded or charged back. Null = it is valid.
  add column hold text check (hold in ('disputed', 'refunded', 'charged_back')),
  add column held_at timestamptz,
  add foreign key (payment_id, season_id, user_id) references payments (id, season_id, user_id),
  add constraint entries_paid_by_a_payment check ((source = 'paid') = (payment_id is not null)),
  add constraint entries_held_since check ((hold is null) = (held_at is null)),
  add constraint entries_free_are_not_held check (hold is null or source = 'paid');

-- Nobody is in a paid season without a settled payment, whatever the program does.
create function assert_entry_paid() returns trigger language plpgsql as $$
begin
  if new.source = 'free' then
    if exists (select 1 from seasons where id = new.season_id and entry_fee_micro > 0) then
      raise exception 'an entry of a paid season needs a payment';
    end if;
  elsif not exists (select 1 from payments where id = new.payment_id and status = 'settled') then
    raise exception 'payment % is not settled', new.payment_id;
  end if;
  return new;
end $$;
create trigger entries_paid before insert on entries for each row execute function assert_entry_paid();

-- Money that goes back to where it came from, each amount once.
create table refunds (
  id           object_id primary key,
  method       text not null check (method in ('stripe', 'crypto')),
  -- What came: as in payments.reference.
  reference    text not null,
  payment_id   object_id unique references payments,
  season_id    object_id references seasons,
  user_id      object_id references users,
  currency     text not null check (currency ~ '^[A-Z]{3,5}$'),
  amount_micro bigint not null check (amount_micro > 0),
  reason       text not null check (reason ~ '^[a-z]+(_[a-z]+)*$'),
  -- due: ordered. sent: the other side has taken the order. done: it is back. failed: needs people.
  status       text not null default 'due' check (status in ('due', 'sent', 'done', 'failed')),
  -- Stripe's refund, or the transaction that paid it back.
  proof        text,
  tries        integer not null default 0,
  last_problem text,
  ordered_at   timestamptz not null,
  done_at      timestamptz,
  next_try_at  timestamptz,
  unique (method, reference),
  check ((status = 'done') = (done_at is not null))
);
create index refunds_due on refunds (method, next_try_at) where status in ('due', 'sent');
create index refunds_season on refunds (season_id) where season_id is not null;

-- Every event Stripe ever sent, once: kept for ever, so that none counts twice.
create table stripe_events (
  id          text primary key check (length(id) between 1 and 255),
  type        text not null,
  -- The thing it is about: a PaymentIntent, charge, refund or dispute.
  object_id   text,
  payment_id  object_id references payments,
  livemode    boolean not null,
  created_at  timestamptz not null,
  received_at timestamptz not null,
  -- What we did with it: a word of the program.
  outcome     text not null check (outcome ~ '^[a-z]+(_[a-z]+)*$')
);
create index stripe_events_payment on stripe_events (payment_id, created_at) where payment_id is not null;
create index stripe_events_received on stripe_events (received_at desc);
create trigger stripe_events_fixed before update or delete on stripe_events for each row execute function refuse_change();

-- A disputed payment, as Stripe last told it; Stripe's events may come in any order.
create table stripe_disputes (
  id         text primary key,
  payment_id object_id not null references payments,
  -- open: the seat waits. won, lost: final.
  status     text not null check (status in ('open', 'won', 'lost')),
  -- Whether the bank holds the money at present.
  withdrawn  boolean not null default false,
  reason     text,
  opened_at  timestamptz not null,
  closed_at  timestamptz,
  check ((status = 'open') = (closed_at is null))
);
create index stripe_disputes_payment on stripe_disputes (payment_id);

-- Who confirmed which terms, and to be of age, before paying.
create table eligibility_confirmations (
  user_id       object_id not null references users,
  terms_version text not null check (length(terms_version) between 1 and 40),
  adult         boolean not null check (adult),
  -- What the proxy said; null when it says nothing.
  country       text check (country ~ '^[A-Z0-9]{2}$'),
  confirmed_at  timestamptz not null,
  primary key (user_id, terms_version)
);
create trigger eligibility_confirmations_fixed before update or delete on eligibility_confirmations for each row execute function refuse_change();
