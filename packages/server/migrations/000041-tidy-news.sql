-- Every piece of news is numbered once, which leaves an entry behind in the index of those that wait; whoever looks for the next ones passes it.
alter table news set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);
