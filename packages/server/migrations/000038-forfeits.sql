-- A prize that can never be paid is forfeited by two people. It goes into the pool of the paid season that ends next (docs/decisions).
-- A list that was approved can be taken back until its root is signed.

alter table ledger_accounts drop constraint ledger_accounts_kind_check;
alter table ledger_accounts add constraint ledger_accounts_kind_check
  check (kind in ('stripe', 'chain', 'bank', 'exchange', 'disputes', 'house', 'pool', 'fee', 'refunds', 'payouts', 'carried'));

alter table payouts drop constraint payouts_status_check;
alter table payouts add constraint payouts_status_check
  check (status in ('review', 'held', 'planned', 'claimable', 'due', 'sent', 'failed', 'paid', 'swept', 'forfeited'));
-- fee_returned: the entry fee went back. banned: the player is excluded. unpayable: the wallet cannot be paid.
alter table payouts add column forfeit_reason text check (forfeit_reason in ('fee_returned', 'banned', 'unpayable'));
alter table payouts add column forfeit_proposal_id object_id references admin_proposals;
alter table payouts add constraint payouts_forfeited check (
  (status = 'forfeited') = (forfeit_reason is not null) and (status = 'forfeited') = (forfeit_proposal_id is not null));

-- Which prizes may be forfeited, and why. A fee that is only disputed is not lost yet; a ban counts when nobody appealed within 14 days, or the
-- appeal was answered; a transfer that fails counts as unpayable when others can no longer claim either.
create function payout_forfeits(season text, at timestamptz) returns table (user_id object_id, why text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct on (x.user_id) x.user_id, x.why from (
    select e.user_id, 'fee_returned' as why, 1 as n from entries e where e.season_id = season and e.hold in ('refunded', 'charged_back')
    union all select e.user_id, 'banned', 2 from entries e join sanctions s on s.user_id = e.user_id
      where e.season_id = season and s.kind = 'banned'
        and not exists (select 1 from appeals a where a.user_id = e.user_id and a.status = 'open')
        and (s.since <= at - interval '14 days'
          or exists (select 1 from appeals a where a.user_id = e.user_id and a.sanction_since = s.since and a.status = 'kept'))
    union all select p.user_id, 'unpayable', 3 from payouts p join payout_plans n using (season_id)
      where p.season_id = season and p.status = 'failed' and n.claim_deadline <= at) x
    join payouts p on p.season_id = season and p.user_id = x.user_id
  where p.status = 'failed' or (p.status = 'held' and x.why <> 'unpayable')
  order by x.user_id, x.n
$$;

-- What is owed never changes; what is paid, was not fetched, or is forfeited stays so. Forfeiting takes two people.
create or replace function refuse_change_of_payout() returns trigger language plpgsql as $$
begin
  if (new.season_id, new.user_id, new.amount_micro, new.address) is distinct from (old.season_id, old.user_id, old.amount_micro, old.address)
     or old.status in ('paid', 'swept', 'forfeited')
     or (old.in_trust and not new.in_trust
       and not exists (select 1 from payout_plans n where n.season_id = new.season_id and n.status = 'planned'))
     or (old.status = 'claimable' and new.status not in ('claimable', 'paid', 'swept')) then
    raise exception 'payout of % cannot change like that', old.user_id;
  end if;
  if new.status = 'forfeited' and (old.status not in ('held', 'failed') or not exists (
      select 1 from admin_proposals where id = new.forfeit_proposal_id and kind = 'payout.forfeit' and status = 'approved'
        and target_id = new.season_id || ':' || new.user_id and decided_by <> proposed_by)) then
    raise exception 'the payout of % was not forfeited by two people', old.user_id using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- As before, and: what was approved goes back to planned only as long as no root of it was signed.
create or replace function assert_payout_plan() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.status = 'approved' and new.status = 'planned' then
    if new.total_micro <> old.total_micro or exists (
        select 1 from payout_acts where season_id = new.season_id and kind = 'set_root' and status <> 'failed') then
      raise exception 'the plan of season % cannot be taken back any more', new.season_id;
    end if;
  elsif tg_op = 'UPDATE' and (new.total_micro <> old.total_micro
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
