import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canDieWithParent } from './embedded/command.ts';
import { isAlive } from './embedded/processes.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';

interface Holder {
  child: ChildProcess;
  url: string;
  pid: number;
  owned: boolean;
  directory: string;
}

const HOLDER = fileURLToPath(new URL('../testing/holdCluster.ts', import.meta.url));
const silent = (): void => {};

let base: string;
let ends: (() => Promise<void> | void)[];

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'ct-embedded-'));
  chmodSync(base, 0o755);
  ends = [];
});

afterEach(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(base, { recursive: true, force: true });
});

async function start(dataDir: string, dieWithParent?: boolean): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent, flags: ['-c', 'fsync=off'], dieWithParent });
  ends.push(() => postgres.stop());
  return postgres;
}

async function hold(dataDir: string, mode = 'tied'): Promise<Holder> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', HOLDER, dataDir, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ends.push(() => void child.kill('SIGKILL'));
  if (!child.stdout) throw new Error('the holder has no output');
  for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
  throw new Error('the holder ended before its database was ready');
}

async function run<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', silent);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Milliseconds until the process is gone. */
async function untilGone(pid: number, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  while (isAlive(pid)) {
    if (performance.now() - startedAt > limitMs) throw new Error(`process ${pid} still runs after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - startedAt;
}

describe('the embedded PostgreSQL', () => {
  it('keeps rows over a stop and a second start, in a folder with spaces and quotes', async () => {
    const dataDir = path.join(base, `it's a "fine" folder`);
    const first = await start(dataDir);
    expect(first.owned).toBe(true);
    await run(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const stopStartedAt = performance.now();
    await first.stop();
    expect(performance.now() - stopStartedAt).toBeLessThan(1_500);
    expect(isAlive(first.pid)).toBe(false);

    const second = await start(dataDir);
    expect(await run(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('listens on 127.0.0.1 below port 32768 with a random password that only its user can read', async () => {
    const postgres = await start(path.join(base, 'data'));
    expect(postgres.port).toBeLessThan(32_768);
    const settings = await run(
      postgres.url,
      `SELECT current_setting('listen_addresses') a, current_setting('TimeZone') z`,
    );
    expect(settings).toEqual([{ a: '127.0.0.1', z: 'UTC' }]);
    const passwordFile = path.join(postgres.directory, 'postgres-password');
    expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
    const password = readFileSync(passwordFile, 'utf8').trim();
    expect(postgres.url).toContain(password);
    await expect(run(postgres.url.replace(password, 'wrong'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('gives two starts at once on a new folder one server, owned by one of them', async () => {
    const dataDir = path.join(base, 'data');
    const holders = await Promise.all([hold(dataDir), hold(dataDir)]);
    expect(holders.map((holder) => holder.owned).sort()).toEqual([false, true]);
    expect(holders[0]?.pid).toBe(holders[1]?.pid);
    expect(await run(holders[1]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.runIf(canDieWithParent())('leaves no server behind after kill -9, and no committed row is lost', async () => {
    const dataDir = path.join(base, 'data');
    const holder = await hold(dataDir);
    await run(holder.url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    holder.child.kill('SIGKILL');
    expect(await untilGone(holder.pid, 2_000)).toBeLessThan(2_000);

    const again = await start(dataDir);
    expect(again.owned).toBe(true);
    expect(await run(again.url, 'SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
  });

  it('adopts the server of a killed program where nothing ended it, and stops it at the end', async () => {
    const dataDir = path.join(base, 'data');
    const holder = await hold(dataDir, 'lone');
    const sharer = await start(dataDir, false);
    expect([sharer.owned, sharer.pid]).toEqual([false, holder.pid]);
    await sharer.stop();
    expect(isAlive(holder.pid)).toBe(true);

    holder.child.kill('SIGKILL');
    await untilGone(holder.child.pid ?? 0, 2_000);
    const heir = await start(dataDir, false);
    expect([heir.owned, heir.pid]).toEqual([true, holder.pid]);
    await heir.stop();
    expect(isAlive(holder.pid)).toBe(false);
  });

  it('recovers after the server itself was killed', async () => {
    const dataDir = path.join(base, 'data');
    const first = await start(dataDir);
    await run(first.url, 'CREATE TABLE kept AS SELECT 9 AS answer');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start(dataDir);
    expect(await run(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 9 }]);
  });

  it('is not misled by a lock file whose number belongs to a stranger by now', async () => {
    const dataDir = path.join(base, 'data');
    const first = await start(dataDir);
    await first.stop();
    writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n20001\n`);
    const second = await start(dataDir);
    expect(second.owned).toBe(true);
  });

  it('sweeps what an interrupted initialisation left and starts', async () => {
    const dataDir = path.join(base, 'data');
    const leftover = path.join(dataDir, 'postgres.init-999999999');
    mkdirSync(leftover, { recursive: true });
    await start(dataDir);
    expect(existsSync(leftover)).toBe(false);
  });

  it('refuses a cluster of another major version and says what to do', async () => {
    const dataDir = path.join(base, 'data');
    mkdirSync(path.join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(start(dataDir)).rejects.toThrow(/made by PostgreSQL 15.*DATABASE_URL/s);
  });

  it.runIf(process.getuid?.() === 0)('moves to a reachable place when root starts it in a private folder', async () => {
    const dataDir = path.join(base, 'private', 'data');
    mkdirSync(path.join(base, 'private'), { mode: 0o700 });
    const first = await start(dataDir);
    ends.push(() => rmSync(first.directory, { recursive: true, force: true }));
    expect(first.directory.startsWith(base)).toBe(false);
    await first.stop();
    const second = await start(dataDir);
    expect(second.directory).toBe(first.directory);
  });
});
