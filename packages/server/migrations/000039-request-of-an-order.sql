-- The id of the request that gave an order goes along with it, so that the worker's log lines and spans name it. Nothing else reads it.
alter table battles add column request_id text check (length(request_id) between 1 and 64);
