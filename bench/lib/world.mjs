// A season full of players, written in a few statements: for benchmarks, not for play.

/** Ids that can be told from a player's number, also in SQL. */
export const userId = (n) => `a${n.toString(16).padStart(23, '0')}`;
export const tribeId = (n) => `b${n.toString(16).padStart(23, '0')}`;
export const sessionId = (n) => `d${n.toString(16).padStart(23, '0')}`;
export const sql = {
  user: (n) => `'a' || lpad(to_hex((${n})::bigint), 23, '0')`,
  tribe: (n) => `'b' || lpad(to_hex((${n})::bigint), 23, '0')`,
  territory: (n) => `'c' || lpad(to_hex((${n})::bigint), 23, '0')`,
  session: (n) => `'d' || lpad(to_hex((${n})::bigint), 23, '0')`,
};
export const SEATS = 12;

/**
 * `players` numbered from 1, twelve to a tribe, rich and armed, each with a session; every territory held by a tribe so strongly that no
 * attack takes it (a truce would end a measurement).
 */
export async function fillWorld(pool, seasonId, { players, army = 9000, at, expiresAt }) {
  const tribes = Math.ceil(players / SEATS);
  const run = (text, ...values) => pool.query(text, values);
  const all = `generate_series(1, ${players}) n`;
  await run(
    `insert into users (id, wallet, username, username_skeleton, created_at, last_active_at)
     select ${sql.user('n')}, decode(lpad(to_hex(n), 40, '0'), 'hex'), 'Player ' || n, 'player' || n, $1, $1 from ${all}`,
    at,
  );
  await run(
    `insert into entries (season_id, user_id, source, created_at) select $1, ${sql.user('n')}, 'free', $2 from ${all}`,
    seasonId,
    at,
  );
  await run(
    `insert into villages (season_id, user_id, gold, militia, spearman, archer, cavalry, barracks_level, warehouse_level, victory_points,
       vp_reached_at, created_at)
     select $1, ${sql.user('n')}, 20000, ${army}, ${army}, ${army}, ${army}, 10, 10, (n * 7919) % 5000, $2, $2 from ${all}`,
    seasonId,
    at,
  );
  await run(
    `insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at)
     select ${sql.tribe('n')}, $1, n, 'Tribe ' || n, 'tribe' || n, chr(65 + n / 676 % 26) || chr(65 + n / 26 % 26) || chr(65 + n % 26), $2
     from generate_series(1, ${tribes}) n`,
    seasonId,
    at,
  );
  await run(
    `insert into tribe_scores (tribe_id, season_id, vp_reached_at) select ${sql.tribe('n')}, $1, $2 from generate_series(1, ${tribes}) n`,
    seasonId,
    at,
  );
  await run(
    `insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at)
     select ${sql.tribe(`(n - 1) / ${SEATS} + 1`)}, (n - 1) % ${SEATS} + 1, $1, ${sql.user('n')},
       case (n - 1) % ${SEATS} when 0 then 'chieftain' when 1 then 'captain' when 2 then 'captain' else 'warrior' end, $2 from ${all}`,
    seasonId,
    at,
  );
  await run(
    `insert into sessions (id, user_id, kind, created_at, expires_at) select ${sql.session('n')}, ${sql.user('n')}, 'token', $1, $2 from ${all}`,
    at,
    expiresAt,
  );
  await run(
    `update territories set id = ${sql.territory('territory_no')}, owner_tribe_id = ${sql.tribe(`territory_no % ${tribes} + 1`)}, controlled_since = $2, garrison_at = $2,
       npc_militia = 0, npc_spearman = 0, npc_archer = 0, npc_cavalry = 0 where season_id = $1`,
    seasonId,
    at,
  );
  const chieftains = `from territories t join tribe_seats s on s.tribe_id = t.owner_tribe_id and s.role = 'chieftain' where t.season_id = $1`;
  await run(
    `insert into garrison_stacks (season_id, territory_no, user_id, tribe_id, militia, spearman, archer, cavalry)
     select t.season_id, t.territory_no, s.user_id, t.owner_tribe_id, 9000, 9000, 9000, 9000 ${chieftains}`,
    seasonId,
  );
  await run(
    `insert into tenures (season_id, territory_no, user_id, tribe_id, from_at)
     select t.season_id, t.territory_no, s.user_id, t.owner_tribe_id, t.controlled_since ${chieftains}`,
    seasonId,
  );
  await run('analyze');
  return { tribes };
}
