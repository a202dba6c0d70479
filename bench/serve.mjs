// The program as it runs in production (durable database), with a season full of players, for the benchmarks. Started by lib/server.mjs with
// its options as one argument of JSON; tells its parent where it answers and how to sign in. Ends with its parent or on SIGTERM.
import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../packages/server/dist/config/config.js';
import { createSeason } from '../packages/server/dist/features/seasons/service.js';
import { createLogger } from '../packages/server/dist/platform/logger.js';
import { inTransaction } from '../packages/server/dist/platform/tx.js';
import { startProgram } from '../packages/server/dist/program.js';
import { startPostgres } from './lib/postgres.mjs';
import { recordStatements } from './lib/recordStatements.mjs';
import { fillWorld, sessionId, userId } from './lib/world.mjs';

const options = {
  players: 240,
  /** Units of each type that everybody has at home. */
  army: 9000,
  /** False: orders are accepted and stay queued. */
  worker: true,
  /** Everybody may raid everybody, again and again. */
  raids: false,
  /** More arguments for PostgreSQL. */
  flags: [],
  /** More settings of the program. */
  env: {},
  /** 60 is the demo's: the hourly and ten-minute credits come as often as they do there. */
  speed: 60,
  ...JSON.parse(process.argv[2] ?? '{}'),
};
const LENGTH_MS = 7_200_000;

const recorder = recordStatements();
const postgres = await startPostgres({ flags: options.flags });
const jwtSecret = randomBytes(32).toString('hex');
const program = await startProgram({
  config: readConfig({
    PORT: '0',
    DEMO: '0',
    DATA_DIR: postgres.dataDir,
    LOG_LEVEL: 'error',
    // A benchmark asks for more than there is: what is counted is what is answered.
    DB_WAIT_MS: '10000',
    RATE_LIMIT_GLOBAL: '1000000',
    RATE_LIMIT_BATTLES: '1000000',
    ...options.env,
  }),
  log: createLogger('error'),
  databaseUrl: postgres.url,
  jwtSecret,
  worker: options.worker,
  // Nobody earned what the players of a benchmark have.
  watchGame: false,
});
const { ctx } = program;
const nowMs = ctx.clock.nowMs();
const season = await inTransaction(ctx, (tx) =>
  createSeason(ctx, tx, {
    name: 'Bench',
    speed: options.speed,
    startMs: nowMs,
    registrationStartMs: nowMs,
    entryFeeMicro: 0,
    tribesAtStart: Math.ceil(options.players / 12),
    demo: false,
    lengthMs: LENGTH_MS,
  }),
);
const expiresAtMs = nowMs + LENGTH_MS;
const { tribes } = await fillWorld(ctx.pool, season.id, {
  players: options.players,
  army: options.army,
  at: new Date(nowMs),
  expiresAt: new Date(expiresAtMs),
});
if (options.raids) {
  await ctx.pool.query('delete from tribe_seats');
  // Charges grow back slowly; the raiders of this measurement have as many as they like.
  await ctx.pool.query('update villages set has_raided_village = true, raid_charges = 30000');
}
const numbers = Array.from({ length: options.players }, (_, index) => index + 1);
const tokens = numbers.map((n) =>
  ctx.tokens.sign({ userId: userId(n), sessionId: sessionId(n), generation: 1, expiresAtMs }),
);

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

/** Does `work` where rows that are for ever may be made and removed: a benchmark may begin anew. */
async function withoutTriggers(work) {
  const client = await ctx.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await work(client);
  } finally {
    // It has a setting of its own: closed, not given back.
    client.release(true);
  }
}

const clearOrders = () =>
  withoutTriggers(async (client) => {
    for (const table of ['battle_defenders', 'battles', 'training_batches', 'news'])
      await client.query(`delete from ${table}`);
    await client.query(
      'update villages set gold = 20000, militia = $1, spearman = $1, archer = $1, cavalry = $1, next_due_at = null',
      [options.army],
    );
  });

/** The battles and points of days behind it: copies of those that were fought, so that tables are as large as they get. */
const age = (times) =>
  withoutTriggers(async (client) => {
    const { rows } = await client.query(
      `select column_name as name from information_schema.columns where table_name = 'battles' and is_generated = 'NEVER'`,
    );
    const columns = rows.map(({ name }) => name).join(', ');
    await client.query(
      `insert into battles (${columns}) select ${columns} from (
         select (jsonb_populate_record(b, jsonb_build_object('id', lpad(to_hex(n * 100000 + row_number() over ()), 24, 'd'),
           'order_no', b.order_no + n * 1000000, 'decided_no', b.decided_no + n * 1000000))).*
         from battles b cross join generate_series(1, $1::int) n where b.decided_no is not null and b.raid_queue is null) copies`,
      [times],
    );
    await client.query(
      `insert into vp_moves (season_id, user_id, tribe_id, delta, reason, ref, at)
       select season_id, user_id, tribe_id, delta, reason, ref, at from vp_moves cross join generate_series(1, $1::int)`,
      [times],
    );
  });

/** What the parent may ask for between two rounds. */
const tasks = {
  /** The statements of the next request. */
  record: () => recorder.start(),
  recorded: () => recorder.take(),
  /** Nothing is queued any more, and everybody has what they began with. */
  clearOrders: async () => {
    // What the last requests left to do may hold what is cleared here: then once more.
    for (let tries = 1; ; tries++) {
      try {
        await clearOrders();
        break;
      } catch (error) {
        if (tries === 5 || error.code !== '40P01') throw error;
      }
    }
    await ctx.pool.query('vacuum analyze battles, training_batches, news, villages, territories');
  },
  age,
  queued: async () =>
    (await ctx.pool.query("select count(*)::int as n from battles where status = 'queued'")).rows[0].n,
  query: async ({ text, values }) => (await ctx.pool.query(text, values)).rows,
  /** Processor time and memory so far; the longest the loop was held up since the last call, ms. */
  usage: () => {
    const usage = { cpu: process.cpuUsage(), memory: process.memoryUsage(), loopMaxMs: delay.max / 1e6 };
    delay.reset();
    return usage;
  },
  /** The database stays, for other processes. */
  rest: () => program.stop(),
  collectGarbage: () => globalThis.gc?.(),
  /** News to one player, to a tribe's members, or to everybody. */
  tell: async ({ to, count = 1 }) => {
    for (let n = 0; n < count; n++)
      await inTransaction(ctx, async (tx) =>
        tx.tell(
          to.season ? { season: season.id } : to,
          'saga',
          { kind: 'tally', text: `@${process.hrtime.bigint()}` },
          ctx.clock.nowMs(),
        ),
      );
  },
};
process.on('message', async ({ task, value }) => {
  try {
    process.send({ value: await tasks[task](value) });
  } catch (error) {
    process.send({ error: `${task}: ${error.stack}` });
  }
});

const { rows: land } = await ctx.pool.query(
  'select id, territory_no, owner_tribe_id from territories where season_id = $1 order by territory_no',
  [season.id],
);
process.send({
  url: program.url,
  databaseUrl: postgres.url,
  postgresPid: postgres.pid,
  jwtSecret,
  dataDir: postgres.dataDir,
  seasonId: season.id,
  tokens,
  userIds: numbers.map(userId),
  tribes,
  land: land.map((row) => ({ id: row.id, no: row.territory_no, ownerTribeId: row.owner_tribe_id })),
});

const stop = async () => {
  await program.stop();
  await postgres.stop();
  process.exit(0);
};
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => void stop());
