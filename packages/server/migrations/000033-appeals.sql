-- A player asks for a sanction to be looked at again; somebody else than whoever put it answers. One for each sanction.
create table appeals (
  id             object_id primary key,
  user_id        object_id not null references users,
  sanction       text not null check (sanction in ('restricted', 'banned')),
  sanction_since timestamptz not null,
  sanctioned_by  object_id not null references users,
  text           text not null check (length(text) between 20 and 2000),
  written_at     timestamptz not null,
  status         text not null default 'open' check (status in ('open', 'kept', 'lifted')),
  answer         text check (length(answer) between 1 and 1000),
  decided_by     object_id references users,
  decided_at     timestamptz,
  check ((status = 'open') = (decided_at is null)),
  check ((status = 'open') = (decided_by is null)),
  check ((status = 'open') = (answer is null)),
  constraint appeals_second_person check (status <> 'kept' or decided_by <> sanctioned_by)
);
create unique index appeals_once on appeals (user_id, sanction_since);
create index appeals_waiting on appeals (written_at) where status = 'open';
create trigger appeals_kept before delete on appeals for each row execute function refuse_change();

create function refuse_change_of_appeal() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' or (new.user_id, new.sanction, new.sanction_since, new.sanctioned_by, new.text, new.written_at)
      is distinct from (old.user_id, old.sanction, old.sanction_since, old.sanctioned_by, old.text, old.written_at) then
    raise exception 'an appeal is answered once, as it was written';
  end if;
  return new;
end $$;
create trigger appeals_once before update on appeals for each row execute function refuse_change_of_appeal();

-- Who must not be paid at the moment, and why: the one question before every payout. disputed, refunded, charged_back: the fee; restricted, banned:
-- a person decided so; appeal: waits for an answer; flag: waits for a decision.
create function payout_holds(season text) returns table (user_id object_id, why text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select e.user_id, e.hold from entries e where e.season_id = season and e.hold is not null
  union all select e.user_id, s.kind from entries e join sanctions s on s.user_id = e.user_id where e.season_id = season
  union all select e.user_id, 'appeal' from entries e where e.season_id = season
    and exists (select 1 from appeals a where a.user_id = e.user_id and a.status = 'open')
  union all select e.user_id, 'flag' from entries e where e.season_id = season
    and exists (select 1 from flags f where f.user_id = e.user_id and f.status = 'open' and (f.season_id is null or f.season_id = season))
$$;
