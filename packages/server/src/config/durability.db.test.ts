import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { assertDurableDatabase } from './durability.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

describe('assertDurableDatabase', () => {
  it('accepts a database that waits for its commits', async () => {
    await expect(assertDurableDatabase(database.pool, false)).resolves.toBeUndefined();
  });

  it('refuses synchronous_commit=off everywhere', async () => {
    const pool = new pg.Pool({ connectionString: database.url, options: '-c synchronous_commit=off' });
    pool.on('error', () => {});
    await expect(assertDurableDatabase(pool, false)).rejects.toThrow(/turn on synchronous_commit$/);
    await pool.end();
  });

  it('refuses a server that does not sync, in production', async () => {
    const { rows } = await database.pool.query<{ fsync: string }>('SHOW fsync');
    const check = assertDurableDatabase(database.pool, true);
    if (rows[0]?.fsync === 'on') await expect(check).resolves.toBeUndefined();
    else await expect(check).rejects.toThrow(/fsync/);
  });
});
