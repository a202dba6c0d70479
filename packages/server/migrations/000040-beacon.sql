-- The public random beacon (docs/FAIRNESS.md): which one a season uses, which round an order waits for, and what became of the rounds.

alter table seasons
  -- Key (a point of BLS12-381's G2), time of round 1, milliseconds between rounds; all null = this season uses none.
  add column beacon_public_key bytea check (octet_length(beacon_public_key) = 96),
  add column beacon_genesis timestamptz,
  add column beacon_period_ms integer check (beacon_period_ms > 0),
  add constraint seasons_beacon_whole check (num_nulls(beacon_public_key, beacon_genesis, beacon_period_ms) in (0, 3));

create or replace function refuse_change_of_commitment() returns trigger language plpgsql as $$
begin
  if new.commitment <> old.commitment or new.ruleset_id <> old.ruleset_id or new.speed <> old.speed then
    raise exception 'the commitment, ruleset and speed of a season cannot change';
  end if;
  if (new.beacon_public_key, new.beacon_genesis, new.beacon_period_ms)
     is distinct from (old.beacon_public_key, old.beacon_genesis, old.beacon_period_ms) then
    raise exception 'the beacon of a season cannot change';
  end if;
  return new;
end $$;

-- Fixed when the order is accepted; null in seasons without a beacon.
alter table battles add column beacon_round bigint check (beacon_round > 0);
create index battles_rounds on battles (season_id, beacon_round) where beacon_round is not null;

-- A round that orders of a season wait for. It comes (its signature, checked before) or is given up, once, for all of them.
create table beacon_rounds (
  season_id   object_id not null references seasons,
  round       bigint not null check (round > 0),
  -- When it was asked for in vain for the first time, or came.
  asked_at    timestamptz not null,
  signature   bytea check (octet_length(signature) = 48),
  given_up_at timestamptz,
  primary key (season_id, round),
  constraint beacon_rounds_one_end check (num_nonnulls(signature, given_up_at) < 2)
);
create function refuse_change_of_round() returns trigger language plpgsql as $$
begin
  if (new.season_id, new.round, new.asked_at) is distinct from (old.season_id, old.round, old.asked_at)
     or num_nonnulls(old.signature, old.given_up_at) > 0 then
    raise exception 'what became of a round cannot change';
  end if;
  return new;
end $$;
create trigger beacon_rounds_once before update on beacon_rounds for each row execute function refuse_change_of_round();
create trigger beacon_rounds_kept before delete on beacon_rounds for each row execute function refuse_change();
create trigger beacon_rounds_not_emptied before truncate on beacon_rounds for each statement execute function refuse_truncate();

-- An order names a round if its season has a beacon, and never one that is known already.
create function assert_round_of_order() returns trigger language plpgsql as $$
begin
  if (new.beacon_round is null) <> (select beacon_public_key is null from seasons where id = new.season_id) then
    raise exception 'an order names a round of the beacon if and only if its season has one';
  end if;
  if new.beacon_round is not null and exists (
       select 1 from beacon_rounds r where r.season_id = new.season_id and r.round >= new.beacon_round and r.signature is not null) then
    raise exception 'the round of an order was known when the order was given';
  end if;
  return new;
end $$;
create trigger battles_round before insert on battles for each row execute function assert_round_of_order();

-- No battle is decided before its round has come or was given up; and one whose round was given up is not fought.
create function assert_round_of_decision() returns trigger language plpgsql as $$
begin
  if new.beacon_round is distinct from old.beacon_round then
    raise exception 'the round of an order cannot change';
  end if;
  if new.status <> 'queued' and new.beacon_round is not null and not exists (
       select 1 from beacon_rounds r where r.season_id = new.season_id and r.round = new.beacon_round
         and (r.signature is not null or (r.given_up_at is not null and new.status = 'void'))) then
    raise exception 'a battle waits for its round';
  end if;
  return new;
end $$;
create trigger battles_round_first before update on battles for each row execute function assert_round_of_decision();
