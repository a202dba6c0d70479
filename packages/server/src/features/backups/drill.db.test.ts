/**
 * The drill of docs/OPERATIONS.md with the real commands, each a process of its own: people play, a backup is taken, the database is destroyed,
 * the backup brought into a new one, looked at, released, and played on (RELIABILITY BK1, BK2). Needs the built program.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CT, type GameProcess, startGameProcess } from '../../testing/gameProcess.ts';
import { freePort } from '../../testing/startNginx.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { plainClient, refused, signInPlayer, type TestPlayer, times } from '../../testing/testPlayer.ts';

const place = mkdtempSync(path.join(tmpdir(), 'ct-drill-'));
const databases: TestDatabase[] = [];
let game: GameProcess | null = null;
let port: number;
const secret = randomBytes(32).toString('hex');

beforeAll(async () => {
  port = await freePort();
  databases.push(await createTestDatabase());
});
afterAll(async () => {
  await game?.end('SIGKILL');
  for (const database of databases) await database.drop();
  rmSync(place, { recursive: true, force: true });
});

const envFor = (database: TestDatabase): Record<string, string> => ({
  // As in production, but for the tests' database, which does not sync to the disk and would be refused.
  NODE_ENV: 'test',
  DATABASE_URL: database.appUrl,
  MIGRATION_DATABASE_URL: database.url,
  JWT_SECRET: secret,
  LOG_LEVEL: 'error',
  HOST: '127.0.0.1',
  PORT: String(port),
  // A free season that runs, and nobody in it but the test's players.
  DEMO: '1',
  DEMO_BOTS: '0',
  DEMO_SPEED: '600',
  BACKUP_TO: '',
});
/** A command line as an operator types it. */
const ct = (database: TestDatabase, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...envFor(database) };
    execFile(process.execPath, [CT, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
    );
  });
const url = (): string => `http://127.0.0.1:${port}`;
/** What the players are shown of themselves and of each other, but for what time alone changes. */
async function seen(players: TestPlayer[]): Promise<object[]> {
  return Promise.all(
    players.map(async ({ token }) => {
      const me = await plainClient(url(), token).call('users.me');
      const { id, username, seasonId, tribeId, armyTotal, armyCap, buildings } = me;
      return { id, username, seasonId, tribeId, armyTotal, armyCap, barracks: buildings.barracks.level };
    }),
  );
}

it('a destroyed game is brought back by `ct restore`, waits, is released, and is played on', async () => {
  const [first] = databases as [TestDatabase];
  game = await startGameProcess(envFor(first));
  const visitor = plainClient(url(), null);
  const { seasonId } = await visitor.call('seasons.current');
  const players = await Promise.all(
    times(3, async (n) => {
      const player = await signInPlayer(url(), `Drill${'ABC'[n]}`);
      await player.call('seasons.join', { params: { seasonId } });
      await player.call('training.start', { body: { unitType: 'militia', quantity: 10 + n } });
      return player;
    }),
  );
  const [chief, member] = players as [TestPlayer, TestPlayer];
  const { tribeId } = await chief.call('tribes.create', { body: { name: 'House of Ash', tag: 'ASH' } });
  await member.call('tribes.request', { params: { tribeId } });
  await chief.call('tribes.acceptRequest', { params: { tribeId, userId: member.id } });
  await chief.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
  // Both are done after seconds at this speed.
  await vi.waitFor(async () => {
    const me = await chief.call('users.me');
    expect({ army: me.army.militia, barracks: me.buildings.barracks.level }).toEqual({ army: 10, barracks: 2 });
  }, 20_000);
  const before = await seen(players);

  expect(await ct(first, 'backup', '--to', place)).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^Saved \d+ rows/),
  });
  // What comes after the backup is what a backup loses.
  await signInPlayer(url(), 'TooLate');
  await game.end('SIGKILL');
  game = null;
  await first.drop();
  databases.splice(0);

  const second = await createTestDatabase({ isEmpty: true });
  databases.push(second);
  expect(await ct(second, 'backups', '--at', place)).toMatchObject({
    code: 0,
    out: expect.stringContaining('cryptotribes-'),
  });
  const restored = await ct(second, 'restore', '--from', place, '--quarantine');
  expect(restored).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('The books agree. Payouts are stopped, and the game stands still'),
  });

  game = await startGameProcess(envFor(second));
  expect(await seen(players)).toEqual(before);
  const order = (player: TestPlayer) =>
    plainClient(url(), player.token).call('training.start', { body: { unitType: 'militia', quantity: 1 } });
  await refused(order(chief), 'SERVICE_UNAVAILABLE');
  // Stopped payouts are what is left to be lifted by hand; the records agree.
  const looked = await ct(second, 'check-invariants');
  expect(looked).toMatchObject({ code: 0, err: '', out: expect.stringContaining('All invariants hold.') });
  const stop = /^Payouts are stopped since .* \((\d+)\): the database was restored from a backup$/m.exec(
    looked.out,
  )?.[1];
  expect(await ct(second, 'release', '--reason', 'Compared with Stripe and the chain.')).toMatchObject({ code: 0 });
  await vi.waitFor(() => order(chief), 20_000);
  expect(await ct(second, 'resume-payouts', '--stop', stop ?? '', '--reason', 'All agree.')).toMatchObject({
    code: 0,
    err: '',
  });

  expect(await ct(second, 'check-invariants')).toMatchObject({ code: 0, err: '', out: 'All invariants hold.\n' });
  await refused(signInPlayer(url(), 'DrillA'), 'USERNAME_TAKEN');
  const late = await signInPlayer(url(), 'TooLate');
  expect((await late.call('users.me')).username).toBe('TooLate');
  expect(await game.end('SIGTERM')).toBe(0);
  game = null;
});
