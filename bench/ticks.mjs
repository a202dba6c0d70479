// Milliseconds of hourly and ten-minute credits in a season with that many players, all fifty territories held by full tribes,
// over the program's own code and a durable database. Most of them have room for gold; every tenth warehouse is full. Every tenth player was
// active within the last hour and is told; `all` as an argument: everybody was.
import { randomBytes } from 'node:crypto';
import { readConfig } from '../packages/server/dist/config/config.js';
import { createSeason } from '../packages/server/dist/features/seasons/service.js';
import { applyNextTick } from '../packages/server/dist/features/seasons/ticks.js';
import { ManualClock } from '../packages/server/dist/platform/clock.js';
import { createLogger } from '../packages/server/dist/platform/logger.js';
import { inTransaction } from '../packages/server/dist/platform/tx.js';
import { startProgram } from '../packages/server/dist/program.js';
import { startPostgres } from './lib/postgres.mjs';
import { prepareLoops, runGoldLoop, runVpLoop } from './spec/tickLoops.mjs';

const SLOT_MS = 600_000;
const TERRITORIES = 50;
const SEATS = 12;

async function fill(pool, seasonId, players, at, share) {
  const tribes = Math.min(TERRITORIES, Math.floor(players / SEATS));
  const id = (prefix, n) => `lpad('${prefix}' || to_hex(${n}), 24, '0')`;
  const run = (text, values = []) => pool.query({ text, values });
  await run(
    `insert into users (id, wallet, created_at, last_active_at)
     select ${id('a', 'n')}, decode(lpad(to_hex(n), 40, '0'), 'hex'), $1, case when (n + 1) % ${share} = 0 then timestamptz '2100-01-01' else $1 end
     from generate_series(1, ${players}) n`,
    [at],
  );
  await run(`insert into entries (season_id, user_id, source, created_at) select $1, id, 'free', $2 from users`, [
    seasonId,
    at,
  ]);
  await run(
    `insert into villages (season_id, user_id, gold, warehouse_level, vp_reached_at, created_at)
     select $1, ${id('a', 'n')}, case when n % 10 = 0 then 30000 else 0 end, 1 + n % 10, $2, $2 from generate_series(1, ${players}) n`,
    [seasonId, at],
  );
  await run(
    `insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at)
     select ${id('b', 'n')}, $1, n, 'Tribe ' || n, 'tribe ' || n, 'T' || chr(65 + n / 26) || chr(65 + n % 26), $2 from generate_series(1, ${tribes}) n`,
    [seasonId, at],
  );
  await run(`insert into tribe_scores (tribe_id, season_id, vp_reached_at) select id, $1, $2 from tribes`, [
    seasonId,
    at,
  ]);
  for (let n = 1; n <= tribes; n++) {
    const tribe = (await run(`select ${id('b', n)} as id`)).rows[0].id;
    await run(
      'update territories set owner_tribe_id = $2, controlled_since = $3 where season_id = $1 and territory_no = $4',
      [seasonId, tribe, at, n],
    );
    const members = `select ${id('a', `${(n - 1) * SEATS} + m`)} as u, m from generate_series(1, ${SEATS}) m`;
    await run(
      `insert into garrison_stacks (season_id, territory_no, user_id, tribe_id, militia, spearman, archer, cavalry)
       select $1, $2, u, $3, 10, 0, 0, 0 from (${members}) x`,
      [seasonId, n, tribe],
    );
    await run(
      `insert into tenures (season_id, territory_no, user_id, tribe_id, from_at) select $1, $2, u, $3, $4 from (${members}) x`,
      [seasonId, n, tribe, at],
    );
  }
  await run('vacuum analyze');
}

/**
 * `rounds` credits of each kind after one to warm up, in ms: { gold, vp }; with `loops` also the same credits by SPEC 7.3's and 7.4's loops, on
 * the same server over copies of the same rows: { goldLoop, vpLoop }.
 */
export async function measureTicks(players, { rounds = 5, share = 10, loops = 0 } = {}) {
  const postgres = await startPostgres();
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  const clock = new ManualClock(startMs);
  const program = await startProgram({
    config: readConfig({ PORT: '0', DEMO: '0', ROLE: 'worker', DATA_DIR: postgres.dataDir, LOG_LEVEL: 'error' }),
    log: createLogger('error'),
    databaseUrl: postgres.url,
    jwtSecret: randomBytes(32).toString('hex'),
    clock,
    worker: false,
  });
  const { ctx } = program;
  try {
    const season = await inTransaction(ctx, (tx) =>
      createSeason(ctx, tx, {
        name: 'Bench',
        speed: 1,
        startMs,
        registrationStartMs: startMs,
        entryFeeMicro: 0,
        tribesAtStart: TERRITORIES,
        demo: false,
      }),
    );
    // Numbering and sending the news goes on beside it and is not part of a credit.
    await ctx.publisher.stop();
    await fill(ctx.pool, season.id, players, new Date(startMs), share);
    const ms = { gold: [], vp: [], goldLoop: [], vpLoop: [] };
    const timed = async (kind, round, work) => {
      const from = performance.now();
      await work();
      if (round > 0) ms[kind].push(performance.now() - from);
    };
    for (const kind of ['gold', 'vp']) {
      for (let round = 0; round <= rounds; round++) {
        const spanMs = kind === 'gold' ? SLOT_MS : SLOT_MS * 6;
        clock.set(Math.max(ctx.clock.nowMs(), startMs + (round + 1) * spanMs));
        await timed(kind, round, async () => {
          if (!(await applyNextTick(ctx, season, kind))) throw new Error(`no ${kind} tick was due`);
        });
      }
    }
    if (loops > 0) {
      await prepareLoops(ctx.pool, season.id);
      for (let round = 0; round <= loops; round++) {
        await timed('goldLoop', round, () => runGoldLoop(ctx.pool, season.id));
        await timed('vpLoop', round, () => runVpLoop(ctx.pool, season.id));
      }
    }
    return { players, ...ms };
  } finally {
    await program.stop();
    await postgres.stop();
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const args = process.argv.slice(2);
  const share = args.includes('all') ? 1 : 10;
  for (const players of args.map(Number).filter(Number.isFinite))
    console.log(JSON.stringify(await measureTicks(players, { share })));
  process.exit(0);
}
