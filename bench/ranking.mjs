// Rankings among very many players, over HTTP: the time of an answer by kind of question, and how PostgreSQL finds it.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../packages/server/dist/config/config.js';
import { createSeason } from '../packages/server/dist/features/seasons/service.js';
import { startEmbeddedPostgres } from '../packages/server/dist/platform/embeddedPostgres.js';
import { createLogger } from '../packages/server/dist/platform/logger.js';
import { inTransaction } from '../packages/server/dist/platform/tx.js';
import { startProgram } from '../packages/server/dist/program.js';

const id = (i) => `lpad(to_hex(${i}), 24, '0')`;

/** p50, p95 and p99 in ms by kind of question. */
export async function measureRanking({ players = 100_000, requests = 200 } = {}) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'ct-bench-'));
  // Reachable for the user PostgreSQL runs as when root starts it; otherwise the data would be put elsewhere and stay.
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  let program = null;
  try {
    const config = readConfig({ PORT: '0', DEMO: '0', DATA_DIR: dataDir, RATE_LIMIT_GLOBAL: '1000000' });
    const log = createLogger('error');
    program = await startProgram({
      config,
      log,
      databaseUrl: postgres.url,
      jwtSecret: randomBytes(32).toString('hex'),
      worker: false,
    });
    return await run(program, players, requests);
  } finally {
    await program?.stop();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run({ ctx, url }, players, requests) {
  const nowMs = Date.now();
  const plan = { name: 'Bench', speed: 1, startMs: nowMs, registrationStartMs: nowMs, entryFeeMicro: 0, demo: false };
  const season = await inTransaction(ctx, (tx) => createSeason(ctx, tx, { ...plan, tribesAtStart: 60 }));
  await fill(ctx.pool, season.id, players);
  const tokens = await sessions(ctx, players, nowMs);
  const ask = async (question, token) => {
    const startedAt = performance.now();
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(`${url}/v1/${question}`, { headers });
    const { data } = await response.json();
    return { ms: performance.now() - startedAt, data };
  };
  let cursor = null;
  const questions = {
    'players, first page': () => ask('leaderboard/players?limit=100', pick(tokens)),
    'players, around me': () => ask('leaderboard/players?limit=50&around=me', pick(tokens)),
    'players, by cursor': async () => {
      const answer = await ask(
        `leaderboard/players?limit=100${cursor ? `&cursor=${cursor}` : '&offset=40000'}`,
        pick(tokens),
      );
      cursor = answer.data.next;
      return answer;
    },
    'players, any offset': () =>
      ask(`leaderboard/players?limit=100&offset=${Math.floor(Math.random() * players)}`, pick(tokens)),
    'tribes, first page': () => ask('leaderboard/tribes?limit=50', pick(tokens)),
    'tribes, around mine': () => ask('leaderboard/tribes?limit=50&around=me', pick(tokens)),
    'users/me': () => ask('users/me', pick(tokens)),
  };
  const figures = {};
  for (const [name, question] of Object.entries(questions)) {
    for (let i = 0; i < 20; i++) await question();
    const times = [];
    for (let i = 0; i < requests; i++) times.push((await question()).ms);
    figures[name] = quantiles(times);
  }
  return { players, figures, plans: await plans(ctx.pool, season.id) };
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];
function quantiles(times) {
  times.sort((a, b) => a - b);
  const at = (q) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * q))] * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Players with points like those of a real season: most have few, some share a total; twelve to a tribe. */
async function fill(pool, seasonId, players) {
  const run = (text, ...values) => pool.query(text, values);
  const tribes = Math.floor(players / 12);
  const series = `generate_series(1, ${players}) i`;
  await run(
    `insert into users (id, wallet, username, username_skeleton, created_at, last_active_at)
     select ${id('i')}, decode(lpad(to_hex(i), 40, '0'), 'hex'), 'Player ' || i, 'player' || i, now(), now() from ${series}`,
  );
  await run(`insert into entries select $1, ${id('i')}, 'free', now() from ${series}`, seasonId);
  await run(
    `insert into villages (season_id, user_id, gold, victory_points, vp_reached_at, created_at)
     select $1, ${id('i')}, 1000, floor(5000 * random() ^ 4), date_trunc('milliseconds', now() - random() * interval '9 days'), now() from ${series}`,
    seasonId,
  );
  await run(
    `insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at)
     select ${id(`i + 1000000`)}, $1, i, 'Tribe ' || i, 'tribe' || i,
       chr(65 + i / 676 % 26) || chr(65 + i / 26 % 26) || chr(65 + i % 26), now() from generate_series(1, ${tribes}) i`,
    seasonId,
  );
  await run(
    `insert into tribe_scores select ${id('i + 1000000')}, $1, floor(20000 * random() ^ 3), date_trunc('milliseconds', now()) from generate_series(1, ${tribes}) i`,
    seasonId,
  );
  await run(
    `insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at)
     select ${id('1000000 + (i - 1) / 12 + 1')}, (i - 1) % 12 + 1, $1, ${id('i')},
       case (i - 1) % 12 when 0 then 'chieftain' when 1 then 'captain' when 2 then 'captain' else 'warrior' end, now()
     from generate_series(1, ${tribes * 12}) i`,
    seasonId,
  );
  // What every ten minutes do to the table: each row written anew.
  await run('update villages set gold = gold + 1 where season_id = $1', seasonId);
  await run('analyze');
}

async function sessions(ctx, players, nowMs) {
  const expiresAtMs = nowMs + 3_600_000;
  const tokens = [];
  for (let n = 0; n < 200; n++) {
    const userId = (1 + Math.floor(Math.random() * players)).toString(16).padStart(24, '0');
    const sessionId = ctx.newId();
    await ctx.pool.query(
      "insert into sessions (id, user_id, kind, created_at, expires_at) values ($1, $2, 'token', now(), $3)",
      [sessionId, userId, new Date(expiresAtMs)],
    );
    tokens.push(ctx.tokens.sign({ userId, sessionId, generation: 1, expiresAtMs }));
  }
  return tokens;
}

/** How the two questions that everything rests on are answered. */
async function plans(pool, seasonId) {
  const { rows } = await pool.query(
    'select user_id, victory_points, vp_reached_at from villages where season_id = $1 order by random() limit 1',
    [seasonId],
  );
  const [row] = rows;
  const order = '-victory_points, vp_reached_at, user_id';
  const key = [seasonId, -row.victory_points, new Date(row.vp_reached_at), row.user_id];
  const explain = async (text, values) =>
    (await pool.query(`explain (analyze, costs off, timing off) ${text}`, values)).rows
      .map((line) => line['QUERY PLAN'])
      .join('\n');
  return {
    'next page': await explain(
      `select user_id from villages where season_id = $1 and (${order}) > ($2::bigint, $3::timestamptz, $4::text) order by ${order} limit 100`,
      key,
    ),
    'from mark to rank': await explain(
      `select count(*) from villages where season_id = $1 and (${order}) >= ($2::bigint, $3::timestamptz, $4::text)
         and (${order}) < ($2::bigint + 1, $3::timestamptz, $4::text)`,
      key,
    ),
  };
}
