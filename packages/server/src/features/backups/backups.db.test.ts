/** A game is saved, destroyed and brought back: whole, checked, standing still until somebody says so. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCt } from '../../cli/ct.ts';
import { createLogger } from '../../platform/logger.ts';
import { startProgram } from '../../program.ts';
import { expectInvariants } from '../../testing/invariants.ts';
import { type S3StandIn, startS3StandIn } from '../../testing/standIns/s3/server.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';
import { removeOldBackups, takeBackup } from './backup.ts';
import { backupName, MANIFEST_FILE, tableFile } from './manifest.ts';
import { openStore } from './openStore.ts';
import { restoreBackup } from './restore.ts';
import { backUpWhenDue } from './schedule.ts';
import { folderStore } from './store.ts';

const HOUR_MS = 3_600_000;
const root = mkdtempSync(path.join(tmpdir(), 'ct-backups-'));
let app: TestApp;
let s3: S3StandIn;
let chieftain: TestPlayer & { tribeId: string };
const databases: TestDatabase[] = [];
let places = 0;
/** A folder of its own for each test. */
const newPlace = (): string => path.join(root, `${++places}`);
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ isEmpty: true });
  databases.push(database);
  return database;
}

/** Some of everything: tribes, a garrison, battles and a raid fought, orders waiting, news, names that need escaping. */
beforeAll(async () => {
  [app, s3] = await Promise.all([startTestApp(), startS3StandIn()]);
  chieftain = await app.newChieftain({ gold: 5_000, army: { militia: 400, archer: 20 } });
  const member = await app.newPlayer('Rúna');
  await app.admit(chieftain.tribeId, chieftain, member);
  await chieftain.call('tribes.postMessage', {
    params: { tribeId: chieftain.tribeId },
    body: { text: String.raw`\N and \t and "quotes" – ready?` },
  });
  await app.attack(chieftain, 21, { militia: 120 });
  await app.settle();
  app.clock.advance(3 * HOUR_MS);
  await app.settle();
  await app.attack(chieftain, 22, { militia: 100 });
});
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});
afterAll(async () => {
  await app.stop();
  await s3.stop();
  rmSync(root, { recursive: true, force: true });
});

async function ct(env: Record<string, string>, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = { env: { NODE_ENV: 'test', ...env }, stdin: Readable.from([]), stdout, stderr };
  const code = await runCt(argv, io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

/** Every row of every table as text, and where every sequence stands. */
async function contents({ pool }: Pick<TestDatabase, 'pool'>): Promise<Record<string, string[]>> {
  const rows = async (sql: string) => (await pool.query<{ row: string }>(sql)).rows.map(({ row }) => row);
  const names = await rows(
    `select relname as row from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'`,
  );
  const entries = names.map(
    async (name) => [name, await rows(`select t::text as row from ${name} t order by 1`)] as const,
  );
  const sequences = await rows(
    `select sequencename || ' ' || coalesce(last_value::text, '-') as row from pg_sequences order by 1`,
  );
  return { ...Object.fromEntries(await Promise.all(entries)), sequences };
}

const folderOf = (place: string): string => path.join(place, readdirSync(place)[0] ?? '');
const isUnused = async ({ pool }: TestDatabase): Promise<boolean> =>
  (await pool.query('select 1 from users')).rowCount === 0;

describe('a backup', () => {
  it('brings back every row of every table, every number to come, and a database that keeps its rules', async () => {
    const place = newPlace();
    expect(await ct({ DATABASE_URL: app.database.url }, 'backup', '--to', place)).toMatchObject({ code: 0, err: '' });
    const target = await emptyDatabase();
    await restoreBackup(target.pool, { store: folderStore(place), name: path.basename(folderOf(place)) });
    const [before, after] = [await contents(app.database), await contents(target)];
    // The running program notes every ten seconds that it lives, also in between.
    expect({ ...after, processes: [] }).toEqual({ ...before, processes: [] });
    expect(after.processes).toHaveLength(before.processes?.length ?? 0);
    expect(Object.values(before).flat().length).toBeGreaterThan(140);
    const count = async (database: TestDatabase, sql: string) => (await database.pool.query(sql)).rows[0];
    for (const what of [
      'select count(*) from pg_constraint',
      "select count(*) from pg_trigger where tgenabled = 'O'",
      "select count(*) from pg_trigger where tgenabled <> 'O'",
      'select count(*) from pg_indexes',
    ])
      expect(await count(target, what), what).toEqual(await count(app.database, what));
  });

  it('is one moment, whatever is written meanwhile', async () => {
    const place = newPlace();
    let isDone = false;
    const writing = (async () => {
      for (let n = 0; !isDone; n++) {
        const player = await app.newPlayer();
        await app.found(player);
        await app.give(player, { army: { militia: 50 } });
        // Each edge territory once: what was taken has a truce.
        if (n <= 20) await app.attack(player, 30 + n, { militia: 30 });
        await app.settle();
      }
    })();
    await vi.waitFor(async () => expect(await app.number('select count(*) from battles')).toBeGreaterThan(4), 10_000);
    await takeBackup(app.database.pool, folderStore(place));
    isDone = true;
    await writing;
    const target = await emptyDatabase();
    await restoreBackup(target.pool, { store: folderStore(place), name: path.basename(folderOf(place)) });
    const sql = async <R extends object>(text: string, values: unknown[] = []) =>
      (await target.pool.query<R>(text, values)).rows;
    const number = async (text: string, values: unknown[] = []) =>
      Number(Object.values((await sql<Record<string, unknown>>(text, values))[0] ?? {})[0]);
    await expectInvariants({ sql, number });
  });

  it.each([
    ['a flipped byte', (file: string) => flip(file)],
    ['a file cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -12))],
    ['a missing file', (file: string) => rmSync(file)],
    ['another backup’s file', (file: string) => writeFileSync(file, readFileSync(file.replace('news.', 'users.')))],
  ])('with %s is refused, and nothing was changed', async (_, damage) => {
    const place = newPlace();
    await takeBackup(app.database.pool, folderStore(place));
    const good = readFileSync(path.join(folderOf(place), tableFile('news')));
    damage(path.join(folderOf(place), tableFile('news')));
    const target = await emptyDatabase();
    const restoring = () =>
      restoreBackup(target.pool, { store: folderStore(place), name: path.basename(folderOf(place)) });
    await expect(restoring()).rejects.toThrow(/news\.copy\.gz/);
    expect(await isUnused(target)).toBe(true);
    // The same database takes the whole one.
    writeFileSync(path.join(folderOf(place), tableFile('news')), good);
    await restoring();
    expect(await isUnused(target)).toBe(false);
  });

  it('of another program is refused with the reason', async () => {
    const place = newPlace();
    await takeBackup(app.database.pool, folderStore(place));
    const file = path.join(folderOf(place), MANIFEST_FILE);
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.migrations.push({ version: 999_999, name: 'from-the-future', sha256: 'f'.repeat(64) });
    writeFileSync(file, JSON.stringify(manifest));
    const target = await emptyDatabase();
    const name = path.basename(folderOf(place));
    await expect(restoreBackup(target.pool, { store: folderStore(place), name })).rejects.toThrow(/from-the-future/);
    writeFileSync(file, '{"format":2}');
    await expect(restoreBackup(target.pool, { store: folderStore(place), name })).rejects.toThrow(/manifest/);
  });

  it('is not there while it is being made, and leaves nothing behind when it fails', async () => {
    const place = newPlace();
    const store = folderStore(place);
    const failing = { ...store, publish: () => Promise.reject(new Error('the disk is full')) };
    await expect(takeBackup(app.database.pool, failing)).rejects.toThrow('the disk is full');
    expect(readdirSync(place)).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('is never restored over a game', async () => {
    const place = newPlace();
    await ct({ DATABASE_URL: app.database.url }, 'backup', '--to', place);
    const answer = await ct({ DATABASE_URL: app.database.url }, 'restore', '--from', place, '--live');
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining('in use') });
  });
});

function flip(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
}

describe('a restored game', () => {
  it('stands still until it is released, then makes up for the time and is played on', async () => {
    const place = newPlace();
    await app.give(chieftain, { army: { militia: 300 } });
    await app.attack(chieftain, 23, { militia: 100 });
    await ct({ DATABASE_URL: app.database.url }, 'backup', '--to', place);
    const target = await emptyDatabase();
    const env = { DATABASE_URL: target.url };
    const restored = await ct(env, 'restore', '--from', place, '--quarantine');
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('stands still') });
    const program = await startProgram({
      config: { ...app.ctx.config, port: 0, publicUrl: 'http://localhost:0' },
      log: createLogger('silent'),
      databaseUrl: target.url,
      jwtSecret: 'a secret that only these tests know, and nobody else',
      clock: app.clock,
      watchGame: false,
    });
    try {
      const player = { ...chieftain, call: callerAt(program.url!, chieftain.token) };
      const ticks = async () => Number((await target.pool.query('select count(*) from ticks')).rows[0].count);
      const queued = async () =>
        Number((await target.pool.query("select count(*) from battles where status = 'queued'")).rows[0].count);
      expect(await queued()).toBeGreaterThan(0);
      const before = await ticks();
      app.clock.advance(2 * HOUR_MS);
      expect(await player.call('GET', '/v1/users/me')).toMatchObject({ status: 200 });
      const order = () =>
        player.call('POST', '/v1/battles/attack-territory', {
          territoryId: app.territory(24),
          army: { militia: 10, spearman: 0, archer: 0, cavalry: 0 },
          formation: 'balanced',
        });
      expect(await order()).toMatchObject({ status: 503, body: { error: { details: { reason: 'restored' } } } });
      expect(await player.call('POST', '/webhooks/stripe', {})).toMatchObject({ status: 503 });
      expect(await ticks()).toBe(before);
      expect(await queued()).toBeGreaterThan(0);
      expect(await ct(env, 'release')).toMatchObject({ code: 2 });
      expect(await ct(env, 'release', '--reason', 'Compared with the chain.')).toMatchObject({ code: 0, err: '' });
      await vi.waitFor(async () => expect(await ticks()).toBeGreaterThan(before + 10), 15_000);
      await vi.waitFor(async () => expect(await queued()).toBe(0), 15_000);
      expect(await order()).toMatchObject({ status: 202 });
      expect(await ct(env, 'release', '--reason', 'Again.')).toMatchObject({ code: 1 });
      const acts = await target.pool.query("select reason from audit_log where action = 'restore.release'");
      expect(acts.rows).toEqual([{ reason: 'Compared with the chain.' }]);
      const frozen = await target.pool.query('select rule from payout_freezes where lifted_at is null');
      expect(frozen.rows).toEqual([{ rule: 'the database was restored from a backup' }]);
    } finally {
      await program.stop();
    }
  });
});

function callerAt(url: string, token: string) {
  return async (method: string, address: string, body?: object) => {
    const response = await fetch(url + address, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
}

describe('a bucket', () => {
  const access = () => ({
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });

  it('holds backups like a folder, through requests that fail at first', async () => {
    const env = { DATABASE_URL: app.database.url, BACKUP_TO: 's3://winter/nightly', ...access() };
    s3.failNext(2);
    expect(await ct(env, 'backup')).toMatchObject({ code: 0, err: '' });
    const listed = await ct(env, 'backups');
    expect(listed.out.trim().split('\n')).toHaveLength(1);
    expect([...s3.objects.keys()].every((key) => key.startsWith('winter/nightly/cryptotribes-'))).toBe(true);
    const target = await emptyDatabase();
    s3.failNext(1);
    const restored = await ct({ ...env, DATABASE_URL: target.url }, 'restore', '--live');
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect((await contents(target)).battles).toEqual((await contents(app.database)).battles);
    const store = openStore('s3://winter/nightly', { s3: { endpoint: s3.endpoint, region: 'us-east-1', ...keys() } });
    await store.remove((await store.list())[0]!);
    expect(s3.objects.size).toBe(0);
    expect(s3.refused()).toBe(0);
  });

  it('that refuses the key is reported with its reason', async () => {
    const env = { DATABASE_URL: app.database.url, ...access(), S3_SECRET_ACCESS_KEY: 'wrong' };
    const answer = await ct(env, 'backup', '--to', 's3://winter/x');
    expect(answer).toMatchObject({ code: 1, err: expect.stringMatching(/403/) });
    expect(await ct({ DATABASE_URL: app.database.url }, 'backup', '--to', 's3://winter/x')).toMatchObject({ code: 1 });
  });

  const keys = () => ({ accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey });
});

describe('the daily backup', () => {
  it('is taken by one of several programs, again after a day, and kept for a week', async () => {
    const place = newPlace();
    const store = folderStore(place);
    const ctx = {
      ...app.ctx,
      config: { ...app.ctx.config, backups: { to: place, everyHours: 24, keepDays: 7, s3: null } },
    };
    // Names come from the database's clock, which the tests' clock stands in for here.
    const clock = { nowMs: () => Date.now() };
    const taken = await Promise.all([1, 2, 3].map(() => backUpWhenDue({ ...ctx, clock }, store)));
    expect(taken.filter((name) => name !== null)).toHaveLength(1);
    expect(await backUpWhenDue({ ...ctx, clock }, store)).toBeNull();
    const tomorrow = { nowMs: () => Date.now() + 24 * HOUR_MS };
    // Another second, another name.
    await vi.waitFor(() => expect(backupName(Date.now())).not.toBe(taken.find((name) => name !== null)), 3_000);
    expect(await backUpWhenDue({ ...ctx, clock: tomorrow }, store)).not.toBeNull();
    expect(await store.list()).toHaveLength(2);
    const names = await store.list();
    expect(await removeOldBackups(store, 7, Date.now() + 8 * 24 * HOUR_MS)).toEqual(names.slice(0, 1));
    expect(await store.list()).toEqual(names.slice(1));
  });
});
