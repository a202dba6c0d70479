/**
 * The specification's own design, as near as it can be had: Express 4, Joi, a JSON Web Token and a whole user loaded for every request
 * (SPEC 5.2), limits per address in memory (5.3), Joi (5.4), optimistic locking with a version (5.5), the queue a table. On PostgreSQL instead of
 * MongoDB, over copies of the same season. A baseline for the benchmark, never part of the game. Reads what it needs from its argument.
 */
import { randomBytes } from 'node:crypto';
import cors from 'cors';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import Joi from 'joi';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const { databaseUrl, seasonId, secret, poolSize } = JSON.parse(process.argv[2]);
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
pool.on('error', () => {});
const one = async (text, values, db = pool) => (await db.query(text, values)).rows[0] ?? null;
const many = async (text, values) => (await pool.query(text, values)).rows;

await pool.query(
  `create table spec_users as select u.id, u.wallet, u.username, v.season_id, s.tribe_id, v.gold::int as gold, 30000 as gold_capacity,
     0.55::float as gold_protection, 1000 as army_cap, v.victory_points::int as victory_points, 1 as vp_rank, 0 as version,
     jsonb_build_object('militia', v.militia, 'spearman', v.spearman, 'archer', v.archer, 'cavalry', v.cavalry) as army,
     jsonb_build_object('barracks', jsonb_build_object('level', v.barracks_level, 'upgrading', false), 'warehouse',
       jsonb_build_object('level', v.warehouse_level, 'upgrading', false), 'workshop', jsonb_build_object('level', v.workshop_level, 'upgrading', false)) as buildings,
     '[]'::jsonb as training_queue, now() as updated_at
   from villages v join users u on u.id = v.user_id left join tribe_seats s using (season_id, user_id)`,
);
await pool.query(
  `create table spec_tribes as select id, season_id, name, tag from tribes;
   create table spec_territories as select t.id, t.season_id, t.territory_no, t.owner_tribe_id as owner_id, t.controlled_since,
     jsonb_build_object('tribeId', t.owner_tribe_id, 'units', (select jsonb_build_object('militia', sum(militia), 'spearman', sum(spearman),
       'archer', sum(archer), 'cavalry', sum(cavalry)) from garrison_stacks g where g.season_id = t.season_id and g.territory_no = t.territory_no),
       'formation', t.formation, 'lastUpdated', t.garrison_at) as garrison, 'center' as tier, 'castle' as terrain,
     '{"x":5,"y":5}'::jsonb as coordinates, 100 as gold_generation, 100 as vp_generation from territories t;
   create table spec_battles (id text primary key, season_id text, battle_type text, attacker_id text, attacker_tribe_id text, defender_tribe_id text,
     territory_id text, attacker_army jsonb, attacker_formation text, status text, created_at timestamptz default now());
   create table spec_jobs (id bigserial primary key, queue text, data jsonb, created_at timestamptz default now());
   alter table spec_users add primary key (id); alter table spec_tribes add primary key (id); alter table spec_territories add primary key (id);
   create unique index on spec_users (wallet); create index on spec_users (tribe_id); create index on spec_users (season_id, victory_points desc);
   create index on spec_territories (owner_id); create index on spec_territories (season_id);
   create index on spec_battles (attacker_id, created_at desc); create index on spec_battles (territory_id, created_at desc);
   create index on spec_battles (season_id, created_at desc); analyze`,
);

const app = express();
app.use(helmet());
app.use(cors());
app.use(express.json());
const limiter = (windowMs) => rateLimit({ windowMs, max: 1e9 });
app.use('/v1', limiter(15 * 60_000));
app.use('/v1/battles/attack', limiter(60_000));

async function authenticate(request, response, next) {
  try {
    const header = request.headers.authorization;
    if (!header?.startsWith('Bearer ')) return response.status(401).json({ error: 'No token provided' });
    const decoded = jwt.verify(header.slice(7), secret);
    const user = await one('select * from spec_users where id = $1', [decoded.userId]);
    if (!user) return response.status(401).json({ error: 'User not found' });
    request.user = user;
    next();
  } catch {
    return response.status(401).json({ error: 'Invalid token' });
  }
}
const answer = (response, data, status = 200) =>
  response.status(status).json({
    success: true,
    data,
    meta: { timestamp: new Date().toISOString(), requestId: randomBytes(16).toString('hex') },
  });
const route = (work) => (request, response) =>
  work(request, response).catch((error) => response.status(500).json({ error: error.message }));

app.get(
  '/v1/territories',
  authenticate,
  route(async (_request, response) => {
    const territories = await many('select * from spec_territories where season_id = $1', [seasonId]);
    // Mongoose's populate(): one question for all the tribes.
    const tribes = await many('select * from spec_tribes where id = any($1)', [territories.map((t) => t.owner_id)]);
    const byId = new Map(tribes.map((tribe) => [tribe.id, tribe]));
    answer(response, {
      territories: territories.map((t) => ({
        id: t.id,
        territoryId: t.territory_no,
        tier: t.tier,
        terrain: t.terrain,
        coordinates: t.coordinates,
        owner: { tribeId: t.owner_id, tribeName: byId.get(t.owner_id)?.name, controlledSince: t.controlled_since },
        garrison: { units: t.garrison.units, formation: t.garrison.formation },
        goldGeneration: t.gold_generation,
        vpGeneration: t.vp_generation,
      })),
    });
  }),
);
app.get(
  '/v1/users/me',
  authenticate,
  route(async ({ user }, response) =>
    answer(response, {
      id: user.id,
      walletAddress: `0x${user.wallet.toString('hex')}`,
      username: user.username,
      tribeId: user.tribe_id,
      gold: user.gold,
      goldCapacity: user.gold_capacity,
      goldProtection: user.gold_protection,
      army: user.army,
      armyCap: user.army_cap,
      buildings: user.buildings,
      victoryPoints: user.victory_points,
      vpRank: user.vp_rank,
      trainingQueue: user.training_queue,
    }),
  ),
);

// SPEC 9.2 keeps the ranking in Redis for five minutes; here it is a text in memory, which is faster.
let cached = null;
async function cachedLeaderboard() {
  if (cached === null) {
    const players = await many('select * from spec_users where season_id = $1 order by victory_points desc limit 100', [
      seasonId,
    ]);
    const tribes = new Map((await many('select * from spec_tribes', [])).map((tribe) => [tribe.id, tribe]));
    cached = JSON.stringify(
      players.map((player, index) => ({
        rank: index + 1,
        userId: player.id,
        username: player.username,
        tribeId: player.tribe_id,
        tribeName: tribes.get(player.tribe_id)?.name,
        victoryPoints: player.victory_points,
      })),
    );
    setTimeout(() => {
      cached = null;
    }, 300_000).unref();
  }
  return JSON.parse(cached);
}
app.get(
  '/v1/leaderboard/players',
  authenticate,
  route(async ({ user }, response) => {
    const players = await cachedLeaderboard();
    const { n } = await one('select count(*)::int as n from spec_users where season_id = $1 and victory_points > $2', [
      seasonId,
      user.victory_points,
    ]);
    answer(response, { players, userRank: { rank: n + 1, victoryPoints: user.victory_points } });
  }),
);

const count = Joi.number().integer().min(0).max(10_000).required();
const attackSchema = Joi.object({
  territoryId: Joi.string()
    .pattern(/^[0-9a-fA-F]{24}$/)
    .required(),
  army: Joi.object({ militia: count, spearman: count, archer: count, cavalry: count }).required(),
  formation: Joi.string().valid('offensive', 'balanced', 'defensive').required(),
});
const trainingSchema = Joi.object({
  unitType: Joi.string().valid('militia', 'spearman', 'archer', 'cavalry').required(),
  quantity: Joi.number().integer().min(1).max(10_000).required(),
});

/** SPEC 5.5: read, change, write when the version is still the one that was read. */
async function withUser(userId, change) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const user = await one('select * from spec_users where id = $1', [userId], client);
    const fields = change(user);
    const names = Object.keys(fields);
    const { rowCount } = await client.query(
      `update spec_users set ${names.map((name, at) => `${name} = $${at + 3}`).join(', ')}, version = version + 1, updated_at = now()
       where id = $1 and version = $2`,
      [userId, user.version, ...Object.values(fields)],
    );
    if (rowCount === 0) throw new Error('Concurrent modification detected');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

app.post(
  '/v1/battles/attack-territory',
  authenticate,
  route(async (request, response) => {
    const { error, value } = attackSchema.validate(request.body);
    if (error) return response.status(400).json({ error: error.details[0].message });
    const { user } = request;
    const territory = await one('select * from spec_territories where id = $1', [value.territoryId]);
    if (!territory) return response.status(404).json({ error: 'TERRITORY_NOT_FOUND' });
    await withUser(user.id, ({ army }) => {
      for (const unit of Object.keys(army)) if (army[unit] < value.army[unit]) throw new Error('INSUFFICIENT_UNITS');
      return {
        army: Object.fromEntries(Object.entries(army).map(([unit, have]) => [unit, have - value.army[unit]])),
      };
    });
    const id = randomBytes(12).toString('hex');
    await pool.query(
      `insert into spec_battles (id, season_id, battle_type, attacker_id, attacker_tribe_id, defender_tribe_id, territory_id, attacker_army,
         attacker_formation, status) values ($1, $2, 'pvp', $3, $4, $5, $6, $7, $8, 'queued')`,
      [id, seasonId, user.id, user.tribe_id, territory.owner_id, territory.id, value.army, value.formation],
    );
    await pool.query("insert into spec_jobs (queue, data) values ('battles', $1)", [
      { battleId: id, attackerId: user.id, territoryId: territory.id },
    ]);
    answer(response, { battleId: id, status: 'queued', estimatedProcessingTime: '10s' }, 202);
  }),
);
app.post(
  '/v1/training/start',
  authenticate,
  route(async (request, response) => {
    const { error, value } = trainingSchema.validate(request.body);
    if (error) return response.status(400).json({ error: error.details[0].message });
    const startTime = new Date();
    const entry = { ...value, startTime, endTime: new Date(startTime.getTime() + 60_000), queuePosition: 1 };
    await withUser(request.user.id, ({ gold, training_queue }) => ({
      gold: gold - 10,
      training_queue: JSON.stringify([...training_queue.slice(-4), entry]),
    }));
    answer(response, { queueId: randomBytes(12).toString('hex'), ...entry, costPaid: 10 });
  }),
);

const server = app.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit(0));
