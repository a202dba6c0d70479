import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { runCt } from './ct.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function ct(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = { env: { DATABASE_URL: database.url, NODE_ENV: 'test' }, stdin: Readable.from([]), stdout, stderr };
  const code = await runCt(['season', ...argv], io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
interface Stored {
  id: string;
  season_number: number;
  status: string;
  [key: string]: unknown;
}
const newest = async (): Promise<Stored> =>
  (await database.pool.query('select * from seasons order by season_number desc limit 1')).rows[0] as Stored;
async function created(...argv: string[]): Promise<Stored> {
  expect(await ct('create', ...argv)).toMatchObject({ code: 0, err: '' });
  return newest();
}
const status = async (id: string): Promise<string> =>
  (await database.pool.query<{ status: string }>('select status from seasons where id = $1', [id])).rows[0]?.status ??
  '';
const news = async (id: string): Promise<string[]> =>
  (
    await database.pool.query<{ type: string }>('select type from news where recipient = $1', [`season:${id}`])
  ).rows.map((row) => row.type);

describe('ct season create', () => {
  it('plans a season with its land, its commitment and its ten days of game time', async () => {
    const starts = inDays(3);
    const season = await created(
      '--name',
      'Season {n}: Frost',
      '--starts',
      starts,
      '--speed',
      '10',
      '--registration',
      inDays(1),
      '--fee',
      '25',
    );
    expect(season).toMatchObject({
      name: `Season ${season.season_number}: Frost`,
      status: 'registration',
      speed: 10,
      entry_fee_micro: 25_000_000,
      demo: false,
    });
    expect(season.season_start).toBe(Date.parse(starts));
    expect((season.season_end as number) - (season.season_start as number)).toBe(DAY_MS);
    expect((season.commitment as Buffer).length).toBe(32);
    const { rows } = await database.pool.query('select count(*)::int as n from territories where season_id = $1', [
      season.id,
    ]);
    expect(rows).toEqual([{ n: 50 }]);
  });

  it('starts a free season now', async () => {
    expect(await created('--name', 'Quick', '--starts', 'now', '--speed', '600')).toMatchObject({
      status: 'active',
      entry_fee_micro: 0,
      ruleset_id: 'season1',
    });
  });

  it('takes speed and length from the ruleset', async () => {
    const blitz = await created('--name', 'Blitz {n}', '--starts', inDays(2), '--ruleset', 'blitz');
    expect(blitz).toMatchObject({ ruleset_id: 'blitz', speed: 10 });
    expect((blitz.season_end as number) - (blitz.season_start as number)).toBe(DAY_MS);
    const slow = await created('--name', 'Slow {n}', '--starts', inDays(2), '--ruleset', 'blitz', '--speed', '5');
    expect((slow.season_end as number) - (slow.season_start as number)).toBe(2 * DAY_MS);
    expect(await created('--name', 'Ten days', '--starts', inDays(2))).toMatchObject({
      ruleset_id: 'season1',
      speed: 1,
    });
  });

  it('reads a time in another zone', async () => {
    const season = await created('--name', 'Zone', '--starts', `${inDays(5).slice(0, 19)}+02:00`);
    expect(season.season_start).toBe(Date.parse(`${inDays(5).slice(0, 19)}Z`) - 2 * 3_600_000);
  });

  it.each([
    ['no name', ['--starts', 'now'], '--name must have'],
    ['a short name', ['--name', 'ab', '--starts', 'now'], '--name must have'],
    ['a name with a line feed', ['--name', 'ab\ncd', '--starts', 'now'], '--name must have'],
    ['no start', ['--name', 'Season'], '--starts is missing'],
    ['a start without a zone', ['--name', 'Season', '--starts', '2030-01-01T00:00'], '--starts must be'],
    ['a start in words', ['--name', 'Season', '--starts', 'tomorrow'], '--starts must be'],
    ['31 February', ['--name', 'Season', '--starts', '2027-02-31T00:00:00Z'], 'not a date'],
    ['a start in the past', ['--name', 'Season', '--starts', '2020-01-01T00:00:00Z'], 'in the past'],
    ['a start far away', ['--name', 'Season', '--starts', '2999-01-01T00:00:00Z'], 'more than a year'],
    [
      'registration after the start',
      ['--name', 'Season', '--starts', inDays(1), '--registration', inDays(2)],
      'must not be after',
    ],
    ['a speed of zero', ['--name', 'Season', '--starts', 'now', '--speed', '0'], '--speed must be'],
    ['a fractional speed', ['--name', 'Season', '--starts', 'now', '--speed', '1.5'], '--speed must be'],
    ['a speed above the limit', ['--name', 'Season', '--starts', 'now', '--speed', '3601'], '--speed must be'],
    ['another fee', ['--name', 'Season', '--starts', inDays(1), '--fee', '10'], '--fee must be'],
    [
      'a fee without a registration',
      ['--name', 'Season', '--starts', 'now', '--fee', '25'],
      'needs time for registration',
    ],
    ['an unknown ruleset', ['--name', 'Season', '--starts', 'now', '--ruleset', 'season9'], '--ruleset season9'],
    ['an unknown option', ['--name', 'Season', '--starts', 'now', '--days', '3'], '--days'],
  ])('refuses %s and creates nothing', async (_name, argv, message) => {
    const before = (await newest())?.season_number;
    const run = await ct('create', ...argv);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(message);
    expect((await newest())?.season_number).toBe(before);
  });
});

describe('ct season open, close, cancel and list', () => {
  it('opens registration at once, by number, and says when it was open', async () => {
    const season = await created('--name', 'Opening', '--starts', inDays(3), '--registration', inDays(2));
    expect(await ct('open', String(season.season_number))).toMatchObject({
      code: 0,
      out: expect.stringContaining('is open'),
    });
    expect(((await newest()).registration_start as number) <= Date.now()).toBe(true);
    expect(await ct('open', season.id)).toMatchObject({ code: 0, out: expect.stringContaining('open already') });
  });

  it('ends a running season in a minute, only when told so', async () => {
    const season = await created('--name', 'Closing', '--starts', 'now');
    expect(await ct('close', season.id)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--yes') });
    expect((await newest()).season_end).toBe(season.season_end);
    const before = Date.now();
    expect(await ct('close', season.id, '--yes')).toMatchObject({ code: 0, err: '' });
    const end = (await newest()).season_end as number;
    expect(end).toBeGreaterThanOrEqual(before + 60_000);
    expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(await ct('close', season.id, '--yes')).toMatchObject({ code: 0 });
    expect((await newest()).season_end).toBe(end);
    expect(await status(season.id)).toBe('active');
  });

  it('cancels a planned season and tells it, once', async () => {
    const season = await created('--name', 'Cancelling', '--starts', inDays(1));
    expect(await ct('cancel', season.id)).toMatchObject({ code: 1, err: expect.stringContaining('--yes') });
    expect(await status(season.id)).toBe('registration');
    expect(await ct('cancel', season.id, '--yes')).toMatchObject({
      code: 0,
      out: expect.stringContaining('is cancelled'),
    });
    expect(await status(season.id)).toBe('cancelled');
    expect(await news(season.id)).toEqual(['season_cancelled']);
    for (const action of ['cancel', 'close', 'open']) {
      const again = await ct(action, season.id, ...(action === 'open' ? [] : ['--yes']));
      expect(again).toMatchObject({ code: 1, err: expect.stringContaining('the season is cancelled') });
    }
    expect(await news(season.id)).toEqual(['season_cancelled']);
  });

  it('lists the seasons, newest first', async () => {
    const { code, out } = await ct('list');
    expect(code).toBe(0);
    const numbers = out
      .trim()
      .split('\n')
      .map((text) => Number(text.trim().split(/\s+/)[0]));
    expect(numbers.length).toBeGreaterThan(3);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  });

  it('leaves a line in the audit log for everything it did', async () => {
    const { rows } = await database.pool.query<{ action: string }>(
      `select distinct action from audit_log where actor = 'console' and target_kind = 'season' order by 1`,
    );
    expect(rows.map((row) => row.action)).toEqual(['season.cancel', 'season.close', 'season.create', 'season.open']);
  });

  it.each([
    ['no action', []],
    ['an unknown action', ['dance']],
    ['an inherited name', ['constructor']],
    ['no season', ['close']],
    ['an option in its place', ['close', '--yes']],
    ['an unknown option', ['open', '1', '--now']],
    ['--yes where nothing is asked', ['open', '1', '--yes']],
    ['a stray word', ['cancel', '1', 'please']],
  ])('answers %s with code 2', async (_name, argv) => {
    expect((await ct(...argv)).code).toBe(2);
  });

  it('answers a season that is not there with code 1', async () => {
    for (const which of ['999', '0'.repeat(24), '-1x', '1e2', "1';--"]) {
      const run = await ct('open', which);
      expect(run.code).toBe(which.startsWith('-') ? 2 : 1);
    }
  });

  it('has a help text for every action', async () => {
    for (const action of ['create', 'open', 'close', 'cancel', 'list']) {
      const run = await ct(action, '--help');
      expect(run).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: ct season ${action}`) });
    }
  });
});
