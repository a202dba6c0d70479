import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createPool, transaction } from './db.ts';
import { later } from './later.ts';
import { createLogger } from './logger.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('a database connection that is ended by the server', () => {
  it('between two statements of a transaction fails that transaction alone, not the process', async () => {
    const pool = createPool({ url: database.url, size: 1, log: createLogger('silent'), name: 'lost' });
    // An error that nobody listens to ends a process; here it is only written down.
    const unheard: unknown[] = [];
    const note = (error: unknown) => unheard.push(error);
    process.prependListener('uncaughtException', note);
    try {
      const work = transaction(pool, async (client) => {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        // Not events.once: that would listen to errors.
        const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
        await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
        await ended;
        await client.query('select 1');
      });
      await expect(work).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      expect(unheard).toEqual([]);
      // The pool has let go of it: the next transaction gets another connection.
      expect(await transaction(pool, async (client) => (await client.query('select 1 as one')).rows)).toEqual([
        { one: 1 },
      ]);
    } finally {
      process.off('uncaughtException', note);
      await pool.end();
    }
  });
});

describe('a transaction that loses a race', () => {
  it('is run again as a whole: of two that wait for each other both succeed', async () => {
    await database.pool.query('create table huts (id int primary key, size int not null)');
    await database.pool.query('insert into huts values (1, 0), (2, 0)');
    let tries = 0;
    let holding = 0;
    const bothHold = later<void>();
    const oneIsThrough = later<void>();
    const bothWays = async (first: number, second: number) => {
      await transaction(database.pool, async (client) => {
        // Whoever lost could be faster than the other wakes up, take the same row again, and both would meet once more.
        if (++tries > 2) await oneIsThrough.promise;
        await client.query('update huts set size = size + 1 where id = $1', [first]);
        if (++holding === 2) bothHold.resolve();
        await bothHold.promise;
        await client.query('update huts set size = size + 1 where id = $1', [second]);
      });
      oneIsThrough.resolve();
    };
    await Promise.all([bothWays(1, 2), bothWays(2, 1)]);
    expect(tries).toBe(3);
    expect((await database.pool.query('select size from huts')).rows).toEqual([{ size: 2 }, { size: 2 }]);
  });

  it.each(['40001', '40P01'])('says after six tries that it could not be done (%s)', async (state) => {
    let tries = 0;
    const work = transaction(database.pool, async (client) => {
      tries++;
      await client.query(`do $$ begin raise exception 'lost' using errcode = '${state}'; end $$`);
    });
    await expect(work).rejects.toMatchObject({ code: 'CONCURRENT_MODIFICATION' });
    expect(tries).toBe(6);
  });
});

describe('a database that cannot work at the moment', () => {
  it.each([
    ['its disk is full', '53100'],
    ['it has no memory left', '53200'],
    ['it has no connection left', '53300'],
    ['it cannot read a file', '58030'],
    ['it is a standby', '25006'],
  ])('makes a transaction fail as busy when %s, and leaves nothing of it', async (_what, state) => {
    await database.pool.query('create table if not exists notes (text text)');
    const work = transaction(database.pool, async (client) => {
      await client.query(`insert into notes values ('half')`);
      await client.query(`do $$ begin raise exception 'no' using errcode = '${state}'; end $$`);
    });
    await expect(work).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    expect((await database.pool.query('select * from notes')).rows).toEqual([]);
  });
});

describe('a transaction whose statements leave together', () => {
  const inPool = async <T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> => {
    const pool = createPool({ url: database.url, size: 1, log: createLogger('silent'), name: 'together' });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  };

  it('does them in their order, each seeing what the one before left', () =>
    inPool(async (pool) => {
      await pool.query('create table together_order (n int)');
      const seen = await transaction(pool, (client) =>
        Promise.all([
          client.query('insert into together_order values (1)'),
          client.query('select count(*)::int as n from together_order'),
          client.query('insert into together_order values (2)'),
          client.query('select count(*)::int as n from together_order'),
        ]),
      );
      expect(seen.map(({ rows }) => rows[0]?.n)).toEqual([undefined, 1, undefined, 2]);
    }));

  it('commits nothing when one of them fails, and what goes with the commit not either', () =>
    inPool(async (pool) => {
      await pool.query('create table together_none (n int check (n > 0))');
      const add = (client: pg.PoolClient, n: number) => client.query('insert into together_none values ($1)', [n]);
      const inside = transaction(pool, (client) => Promise.all([add(client, 1), add(client, 0), add(client, 2)]));
      await expect(inside).rejects.toMatchObject({ code: '23514' });
      const atTheEnd = transaction(pool, async (client, withCommit) => {
        await add(client, 3);
        withCommit(() => add(client, 0));
      });
      await expect(atTheEnd).rejects.toMatchObject({ code: '23514' });
      const unheard = transaction(pool, async (client) => {
        await add(client, 4);
        await add(client, 0).catch(() => {});
      });
      await expect(unheard).rejects.toThrow(/after one of its statements had failed/);
      expect((await pool.query('select n from together_none')).rows).toEqual([]);
      expect(await transaction(pool, async (client) => (await add(client, 5)).rowCount)).toBe(1);
    }));
});

describe('a time from the database', () => {
  it('is the millisecond that it says, whatever its form', async () => {
    const pool = createPool({ url: database.url, size: 1, log: createLogger('silent'), name: 'times' });
    try {
      for (const [text, ms] of [
        ['2026-01-31 23:59:59.123456+00', Date.parse('2026-01-31T23:59:59.123Z')],
        ['2026-12-31 00:00:00.5+00', Date.parse('2026-12-31T00:00:00.500Z')],
        ['2024-02-29 12:34:56.07+00', Date.parse('2024-02-29T12:34:56.070Z')],
        ['1969-12-31 23:59:59+00', -1_000],
        ['2100-01-01 00:00:00.001+01', Date.parse('2099-12-31T23:00:00.001Z')],
      ] as const) {
        const { rows } = await pool.query<{ at: number }>('select $1::timestamptz as at', [text]);
        expect(rows[0]?.at, text).toBe(ms);
      }
      expect((await pool.query(`select 'infinity'::timestamptz as at`)).rows[0]?.at).toBeNaN();
    } finally {
      await pool.end();
    }
  });
});
