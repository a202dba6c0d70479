-- Where tribes stood at each hourly tally: trends of the ranking.
create table tribe_history (
  season_id object_id not null references seasons,
  -- The game hour that the tally closed, from 1.
  hour      integer not null check (hour > 0),
  tribe_id  object_id not null references tribes,
  total_vp  bigint not null check (total_vp >= 0),
  rank      integer not null check (rank > 0),
  primary key (season_id, tribe_id, hour)
);

