import { AppError } from '@cryptotribes/protocol/core/errors';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { times } from '../testing/testPlayer.ts';
import { WAITING_PER_CONNECTION } from './boundedPool.ts';
import { createPool } from './db.ts';
import { createLogger } from './logger.ts';
import { runInScope } from './requestScope.ts';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, size: 1, log: createLogger('silent'), name: 'bounded' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const inScope = <T>(forMs: number, work: () => Promise<T>): Promise<T> =>
  runInScope({ requestId: 'r', waitsUntil: performance.now() + forMs }, work);
const codes = async (calls: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(calls)).map((end) =>
    end.status === 'fulfilled' ? 'ok' : end.reason instanceof AppError ? end.reason.code : String(end.reason),
  );

it('refuses requests that would stand at the end of a line that is full, and serves the line', async () => {
  const held = await pool.connect();
  const calls = times(WAITING_PER_CONNECTION + 20, () => inScope(60_000, () => pool.query('select 1')));
  const refused = await codes(calls.slice(WAITING_PER_CONNECTION));
  expect(refused).toEqual(times(20, () => 'SERVICE_UNAVAILABLE'));
  expect(pool.waitingCount).toBe(WAITING_PER_CONNECTION);
  held.release();
  expect(await codes(calls.slice(0, WAITING_PER_CONNECTION))).toEqual(times(WAITING_PER_CONNECTION, () => 'ok'));
});

it('refuses a request that has waited long enough, and gives the connection to somebody else', async () => {
  const held = await pool.connect();
  expect(await codes(times(5, () => inScope(30, () => pool.query('select 1'))))).toEqual(
    times(5, () => 'SERVICE_UNAVAILABLE'),
  );
  const patient = inScope(60_000, () => pool.query<{ n: number }>('select 7 as n'));
  held.release();
  expect((await patient).rows).toEqual([{ n: 7 }]);
  expect({ waiting: pool.waitingCount, idle: pool.idleCount }).toEqual({ waiting: 0, idle: 1 });
});

it('counts all waits of a request together', async () => {
  await inScope(0, async () => {
    // Nobody is in the way: no time is needed.
    await pool.query('select 1');
    const held = await pool.connect();
    expect(await codes([pool.connect(), pool.query('select 1')])).toEqual(times(2, () => 'SERVICE_UNAVAILABLE'));
    held.release();
    await pool.query('select 1');
  });
});

it('lets loops wait, who belong to no request', async () => {
  const held = await pool.connect();
  const loops = times(WAITING_PER_CONNECTION + 5, () => pool.query('select 1'));
  held.release();
  expect(new Set(await codes(loops))).toEqual(new Set(['ok']));
});
