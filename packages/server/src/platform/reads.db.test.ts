import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createPool, keyedStatement, many, statement } from './db.ts';
import { readsOf } from './reads.ts';

let database: TestDatabase;
let pool: pg.Pool;
/** Texts of what was really asked. */
let asked: string[] = [];

const between = keyedStatement(
  'test.between',
  ['int', 'int'],
  'select n, $1::int as low from generate_series($1::int, $2::int) n order by n desc',
);
const same = statement('test.same', 'select $1::int + 1 as n');

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, size: 4, log: pino({ level: 'silent' }), name: 'test' });
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((config: string | pg.QueryConfig, ...rest: unknown[]) => {
      asked.push(typeof config === 'string' ? config : (config.name ?? config.text));
      return query(config, ...rest);
    }) as typeof client.query;
  });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('reads of many requests', () => {
  it('are one question, and each gets the rows it would have got alone, in their order', async () => {
    asked = [];
    const all = await Promise.all(
      [
        [1, 3],
        [7, 6],
        [5, 5],
        [1, 3],
      ].map((values) => many<{ n: number; low: number }>(readsOf(pool), between, values)),
    );
    expect(all.map((rows) => rows.map(({ n }) => n))).toEqual([[3, 2, 1], [], [5], [3, 2, 1]]);
    expect(all[0]?.[0]).toEqual({ n: 3, low: 1 });
    expect(asked).toEqual(['test.between.many']);
  });

  it('are sent as they are when nobody else asks', async () => {
    asked = [];
    expect(await many(readsOf(pool), between, [2, 2])).toEqual([{ n: 2, low: 2 }]);
    expect(asked).toEqual(['test.between']);
  });

  it('without keys are only put together when they are the same', async () => {
    asked = [];
    const all = await Promise.all([1, 1, 2].map((n) => many<{ n: number }>(readsOf(pool), same, [n])));
    expect(all.map((rows) => rows[0]?.n)).toEqual([2, 2, 3]);
    expect(asked).toEqual(['test.same', 'test.same']);
  });

  it('of several kinds go over one connection, without waiting for each other', async () => {
    const own = keyedStatement('test.backend', ['int'], 'select pg_backend_pid() as pid, $1::int as n');
    const other = statement('test.otherBackend', 'select pg_backend_pid() as pid, pg_sleep($1::int * 0.05)::text');
    const all = await Promise.all([
      many<{ pid: number }>(readsOf(pool), other, [1]),
      many<{ pid: number }>(readsOf(pool), own, [1]),
      many<{ pid: number }>(readsOf(pool), own, [2]),
    ]);
    expect(new Set(all.map(([row]) => row?.pid)).size).toBe(1);
  });

  it('of a kind that is slow leave room for others', async () => {
    const slow = statement('test.slow', 'select $1::int as n, pg_sleep(0.6)::text');
    const quick = keyedStatement('test.quick', ['int'], 'select $1::int as n');
    const order: string[] = [];
    const slowOnes = [];
    for (const n of [1, 1, 1, 1]) {
      slowOnes.push(many(readsOf(pool), slow, [n]).then(() => order.push('slow')));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await many(readsOf(pool), quick, [1]).then(() => order.push('quick'));
    await Promise.all(slowOnes);
    expect(order[0]).toBe('quick');
  });

  it('never answer with what was read before somebody asked', async () => {
    await pool.query('create table reads_test (n int)');
    await pool.query('insert into reads_test values (0)');
    const read = keyedStatement('test.fresh', ['int'], 'select n from reads_test where n >= $1');
    const late: Promise<unknown>[] = [];
    for (let n = 1; n <= 30; n++) {
      late.push(many(readsOf(pool), read, [0]));
      await pool.query({ text: 'update reads_test set n = $1', values: [n] });
      const [row] = await many<{ n: number }>(readsOf(pool), read, [0]);
      expect(row?.n).toBe(n);
    }
    await Promise.all(late);
  });

  it('all fail when their question fails, and the next ones do not', async () => {
    const bad = keyedStatement('test.bad', ['int'], 'select 1 / $1::int as n');
    const outcomes = await Promise.allSettled([0, 1].map((n) => many(readsOf(pool), bad, [n])));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await many(readsOf(pool), bad, [1])).toEqual([{ n: 1 }]);
  });

  it('are prepared anew when a newer version has changed their tables', async () => {
    await pool.query('create table reads_huts (n int)');
    await pool.query('insert into reads_huts values (1), (2)');
    const huts = keyedStatement('test.huts', ['int'], 'select * from reads_huts where n = $1');
    const both = () => Promise.all([1, 2].map((n) => many(readsOf(pool), huts, [n])));
    expect(await both()).toEqual([[{ n: 1 }], [{ n: 2 }]]);
    await pool.query('alter table reads_huts add column doors int not null default 2');
    expect(await both()).toEqual([[{ n: 1, doors: 2 }], [{ n: 2, doors: 2 }]]);
  });
});
