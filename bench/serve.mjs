// The program as it runs in production (durable database), with a season full of players for the benchmarks.
// Prints one line of JSON: where it answers and how to sign in. Ends with its parent or on SIGTERM.
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

const players = Number(process.argv[2] ?? 240);
/** Everybody may raid everybody, again and again. */
const raids = process.argv[3] === 'raids';
const tribes = Math.ceil(players / 12);
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'ct-bench-'));
// Reachable for the user PostgreSQL runs as when root starts it; otherwise the data would be put elsewhere and stay.
chmodSync(dataDir, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
const config = readConfig({
  PORT: '0',
  DEMO: '0',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  RATE_LIMIT_GLOBAL: '1000000',
  RATE_LIMIT_BATTLES: '1000000',
});
const program = await startProgram({
  config,
  log: createLogger('error'),
  databaseUrl: postgres.url,
  jwtSecret: randomBytes(32).toString('hex'),
});
const { ctx } = program;
const nowMs = ctx.clock.nowMs();
// The demo's speed: the hourly and ten-minute credits come as often as they do there.
const season = await inTransaction(ctx, (tx) =>
  createSeason(ctx, tx, {
    name: 'Bench',
    speed: 60,
    startMs: nowMs,
    registrationStartMs: nowMs,
    entryFeeMicro: 0,
    tribesAtStart: tribes,
    demo: false,
    lengthMs: 3_600_000,
  }),
);
const tokens = [];
const userIds = [];
const tribeIds = Array.from({ length: tribes }, () => ctx.newId());
for (let i = 0; i < players; i++) {
  const userId = ctx.newId();
  const sessionId = ctx.newId();
  const at = new Date(nowMs);
  const expiresAtMs = nowMs + 3_600_000;
  const run = (text, values) => ctx.pool.query(text, values);
  await run('insert into users (id, wallet, created_at, last_active_at) values ($1, $2, $3, $3)', [
    userId,
    randomBytes(20),
    at,
  ]);
  await run("insert into entries (season_id, user_id, source, created_at) values ($1, $2, 'free', $3)", [
    season.id,
    userId,
    at,
  ]);
  await run(
    `insert into villages (season_id, user_id, gold, militia, spearman, archer, cavalry, barracks_level, vp_reached_at, created_at)
     values ($1, $2, 20000, 9000, 9000, 9000, 9000, 10, $3, $3)`,
    [season.id, userId, at],
  );
  const tribe = tribeIds[Math.floor(i / 12)];
  const seat = (i % 12) + 1;
  if (seat === 1) {
    const n = Math.floor(i / 12);
    const tag = [0, 1, 2].map((k) => String.fromCharCode(65 + (Math.floor(n / 26 ** k) % 26))).join('');
    await run(
      'insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at) values ($1,$2,$3,$4,$4,$5,$6)',
      [tribe, season.id, n + 1, `Tribe ${n}`, tag, at],
    );
    await run('insert into tribe_scores (tribe_id, season_id, vp_reached_at) values ($1, $2, $3)', [
      tribe,
      season.id,
      at,
    ]);
  }
  const role = seat === 1 ? 'chieftain' : seat <= 3 ? 'captain' : 'warrior';
  await run(
    'insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at) values ($1,$2,$3,$4,$5,$6)',
    [tribe, seat, season.id, userId, role, at],
  );
  await run("insert into sessions (id, user_id, kind, created_at, expires_at) values ($1, $2, 'token', $3, $4)", [
    sessionId,
    userId,
    at,
    new Date(expiresAtMs),
  ]);
  userIds.push(userId);
  tokens.push(ctx.tokens.sign({ userId, sessionId, generation: 1, expiresAtMs }));
}
// Every territory is held so strongly that no attack takes it: a truce would end the measurement.
for (let no = 1; no <= 50; no++) {
  const tribe = tribeIds[no % tribes];
  const { rows } = await ctx.pool.query("select user_id from tribe_seats where tribe_id = $1 and role = 'chieftain'", [
    tribe,
  ]);
  const place = [season.id, no];
  await ctx.pool.query(
    `update territories set owner_tribe_id = $3, controlled_since = $4, garrison_at = $4, npc_militia = 0, npc_spearman = 0, npc_archer = 0,
       npc_cavalry = 0 where season_id = $1 and territory_no = $2`,
    [...place, tribe, new Date(nowMs)],
  );
  await ctx.pool.query(
    `insert into garrison_stacks (season_id, territory_no, user_id, tribe_id, militia, spearman, archer, cavalry)
     values ($1, $2, $3, $4, 9000, 9000, 9000, 9000)`,
    [...place, rows[0].user_id, tribe],
  );
}
if (raids) {
  await ctx.pool.query('delete from tribe_seats');
  // Charges grow back slowly; the raiders of this measurement have as many as they like.
  await ctx.pool.query('update villages set has_raided_village = true, raid_charges = 30000');
}
process.stdout.write(`${JSON.stringify({ url: program.url, tokens, userIds, tribes })}\n`);

const stop = async () => {
  await program.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
};
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => void stop());
