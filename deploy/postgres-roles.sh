#!/bin/sh
# The two roles of the program, made when the database of compose.yaml is made: the owner of the tables, and the one that plays.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v game="$GAME_PASSWORD" -U postgres -d cryptotribes <<'SQL'
create role game_owner login password :'owner';
create role game login password :'game';
grant create, usage on schema public to game_owner;
SQL
