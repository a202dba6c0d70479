-- Who arrived earlier gets the odd unit and the odd point: to compute a battle again the order of its defenders has to be known.

alter table battle_defenders add column place integer;
-- Units and tenure begin with the same statement, so the tenures of that moment stand in the same order. Villages have one defender.
update battle_defenders d set place = o.place
from (
  select x.battle_id, x.user_id, row_number() over (partition by x.battle_id order by
      (select max(t.id) from tenures t where t.season_id = x.season_id and t.territory_no = b.territory_no and t.user_id = x.user_id
         and t.from_at <= b.decided_at and (t.to_at is null or t.to_at >= b.decided_at)), x.user_id) as place
  from battle_defenders x join battles b on b.id = x.battle_id) o
where o.battle_id = d.battle_id and o.user_id = d.user_id;
alter table battle_defenders alter column place set not null, add constraint battle_defenders_place_check check (place > 0),
  add constraint battle_defenders_place_key unique (battle_id, place);
