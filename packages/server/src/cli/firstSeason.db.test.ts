/** The commands of docs/FIRST_SEASON.md, run in the page's order on an empty database; what they print is what the page shows. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { currentSeason } from '../features/seasons/service.ts';
import { ManualClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { type Program, startProgram } from '../program.ts';
import { enterPaid } from '../testing/paidEntries.ts';
import { endPaidSeason, makeUsers } from '../testing/paidSeason.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { runCt } from './ct.ts';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/FIRST_SEASON.md'), 'utf8');
const WEEK_MS = 7 * 86_400_000;

let database: TestDatabase;
let folder: string;
let program: Program | null = null;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  folder = mkdtempSync(path.join(tmpdir(), 'ct-first-'));
});
afterAll(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

/** What `npx ct …` prints, with its own backup folder and a start that is still to come. */
async function print(command: string): Promise<string> {
  const start = new Date(Date.now() + WEEK_MS).toISOString();
  const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const argv = args.map((arg) => arg.replace('/srv/backups', folder).replace(/^2026-12-01T.*Z$/, start));
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const env = { NODE_ENV: 'test', DATABASE_URL: database.url };
  await runCt(argv.slice(2), { env, stdin: Readable.from([]), stdout, stderr });
  return `${stdout.read() ?? ''}${stderr.read() ?? ''}`;
}

/** Ids, times, sizes and the number of migrations are different each time. */
const settled = (text: string): string =>
  text
    .replaceAll(folder, '/srv/backups')
    .replace(/^applied .*\n|^…\n/gm, '')
    .replace(/\d+ migrations/g, 'N migrations')
    .replace(/\b[0-9a-f]{24}\b/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\d{8}T\d{6}Z?[\w-]*/g, '<backup>')
    .replace(/\d+ rows in \d+ bytes/g, 'N rows in N bytes');

type Players = Parameters<typeof endPaidSeason>[0];

/** Between two chapters of the page: 24 players come and pay; then they play, and the season ends. */
async function openRegistration(): Promise<() => Promise<void>> {
  const clock = new ManualClock(Date.now());
  program = await startProgram({
    config: readConfig({ NODE_ENV: 'test', DEMO: '0', PORT: '0' }),
    ...{ log: createLogger('silent'), databaseUrl: database.url, jwtSecret: 'first season '.repeat(5) },
    ...{ clock, worker: false },
  });
  const ctx = { ...program.ctx, clock };
  const season = await currentSeason(ctx.pool, null);
  const sql = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
    (await database.pool.query<R>(text, values)).rows;
  const app: Players = { ctx, sql, newSeason: () => Promise.reject(new Error('the season is there')) };
  const users = await makeUsers(app, 24);
  const ids = users.map(({ userId }) => userId);
  await enterPaid(ctx, season.id, ids);
  return async () => {
    clock.set(season.season_start);
    await endPaidSeason(app, { players: 24, seasonId: season.id, users });
  };
}

it('prints what the page shows, from the first migration to the list of prizes', async () => {
  const blocks = [...PAGE.matchAll(/^## (.*)$|^```console\n([\s\S]*?)^```$/gm)];
  const printed: string[] = [];
  const shownOnPage: string[] = [];
  let playToTheEnd = async (): Promise<void> => {};
  for (const [, heading, block] of blocks) {
    if (heading?.startsWith('7.')) playToTheEnd = await openRegistration();
    if (heading?.startsWith('8.')) await playToTheEnd();
    if (block === undefined) continue;
    const commands = block.split(/^\$ /m).slice(1);
    for (const part of commands) {
      const [command = '', ...shown] = part.split('\n');
      printed.push(`$ ${command}\n${settled(await print(command))}`);
      shownOnPage.push(`$ ${command}\n${settled(shown.join('\n'))}`);
    }
  }
  expect(printed.length).toBeGreaterThan(10);
  expect(printed.join('')).toBe(shownOnPage.join(''));
});
