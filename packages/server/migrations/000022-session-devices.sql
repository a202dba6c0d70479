-- What a session was opened with, as its owner reads it in the list of sessions ("Firefox on Windows"). Null for older ones.
alter table sessions add column device text check (length(device) between 1 and 60);
