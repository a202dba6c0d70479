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
