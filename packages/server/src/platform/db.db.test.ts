import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createPool, transaction } from './db.ts';
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
