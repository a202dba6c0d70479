/**
 * SPEC 7.3's and 7.4's credits as they are written there: one question after the other, a bulk write at the end. Its collections are tables
 * here, with the same fields and indexes; `hasUnitsInGarrison` is a question to the database (SPEC's filter does not wait for it and would let
 * everybody pass: that is repaired).
 */

/** Copies of the season's rows, so that the two ways do not touch each other's. */
export async function prepareLoops(pool, seasonId) {
  await pool.query(
    `create table spec_users as select v.user_id as id, v.season_id, s.tribe_id, v.gold::int as gold, 30000 as gold_capacity, v.warehouse_level,
       v.victory_points::int as victory_points from villages v
     left join (select distinct season_id, user_id, tribe_id from garrison_stacks) s using (season_id, user_id)`,
  );
  await pool.query('alter table spec_users add primary key (id)');
  await pool.query('create index on spec_users (tribe_id)');
  await pool.query('create index on spec_users (season_id, victory_points desc)');
  await pool.query(
    `create table spec_territories as select id, season_id, territory_no, owner_tribe_id as owner_id, owner_tribe_id as garrison_tribe_id,
       case when territory_no <= 5 then 100 when territory_no <= 20 then 50 else 25 end as gold_generation,
       case when territory_no <= 5 then 100 when territory_no <= 20 then 50 else 25 end as vp_generation from territories`,
  );
  await pool.query('alter table spec_territories add primary key (id)');
  await pool.query('create index on spec_territories (owner_id)');
  await pool.query('create index on spec_territories (season_id)');
  await pool.query(
    `create table spec_garrison_units as select t.id as territory_id, s.user_id from garrison_stacks s join territories t using (season_id, territory_no)`,
  );
  await pool.query('alter table spec_garrison_units add primary key (territory_id, user_id)');
  await pool.query('vacuum analyze spec_users, spec_territories, spec_garrison_units');
  if ((await pool.query('select 1 from spec_users where season_id = $1 limit 1', [seasonId])).rowCount === 0)
    throw new Error('nobody plays in this season');
}

const many = async (pool, text, values) => (await pool.query(text, values)).rows;
const hasUnitsInGarrison = async (pool, userId, territoryId) =>
  (
    await many(pool, 'select 1 from spec_garrison_units where territory_id = $1 and user_id = $2', [
      territoryId,
      userId,
    ])
  ).length > 0;

/** SPEC 7.3. */
export async function runVpLoop(pool, seasonId) {
  const territories = await many(pool, 'select * from spec_territories where season_id = $1 and owner_id is not null', [
    seasonId,
  ]);
  const updates = [];
  for (const territory of territories) {
    if (territory.garrison_tribe_id === null) continue;
    const members = await many(pool, 'select * from spec_users where tribe_id = $1', [territory.garrison_tribe_id]);
    const users = [];
    for (const user of members) if (await hasUnitsInGarrison(pool, user.id, territory.id)) users.push(user);
    const each = Math.floor(territory.vp_generation / users.length);
    for (const user of users) updates.push([user.id, each]);
  }
  await pool.query(
    `update spec_users u set victory_points = u.victory_points + x.v from unnest($1::text[], $2::int[]) as x(id, v) where u.id = x.id`,
    [updates.map(([id]) => id), updates.map(([, vp]) => vp)],
  );
  if (updates.length === 0) throw new Error('the loop credited nobody');
}

/** SPEC 7.4. */
export async function runGoldLoop(pool, seasonId) {
  const users = await many(pool, 'select * from spec_users where season_id = $1', [seasonId]);
  const updates = [];
  for (const user of users) {
    let hourlyIncome = 10 + user.warehouse_level * 2;
    const held = await many(pool, 'select * from spec_territories where season_id = $1 and garrison_tribe_id = $2', [
      seasonId,
      user.tribe_id,
    ]);
    for (const territory of held)
      if (await hasUnitsInGarrison(pool, user.id, territory.id)) hourlyIncome += territory.gold_generation * 0.5;
    updates.push([user.id, Math.min(user.gold + Math.floor(hourlyIncome / 6), user.gold_capacity)]);
  }
  await pool.query(
    `update spec_users u set gold = x.g from unnest($1::text[], $2::int[]) as x(id, g) where u.id = x.id`,
    [updates.map(([id]) => id), updates.map(([, gold]) => gold)],
  );
  if (updates.length === 0) throw new Error('the loop credited nobody');
}
