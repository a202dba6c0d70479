import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { many, maybeOne, run, statement, transaction } from './db.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  await database.pool.query('create table hut (id integer); insert into hut values (1)');
});
afterAll(() => database.drop());

const huts = statement('test.huts', 'select * from hut');
const burn = statement('test.burn', 'update hut set id = id returning *');
/** On every connection of the pool at once. */
const everywhere = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 8 }, ask));

describe('statements that were prepared before a newer version changed their tables', () => {
  it('give the new columns, on every connection', async () => {
    await everywhere(() => many(database.pool, huts));
    await database.pool.query('alter table hut add column doors integer not null default 2');
    for (const rows of await everywhere(() => many(database.pool, huts))) expect(rows).toEqual([{ id: 1, doors: 2 }]);
    expect(await maybeOne(database.pool, huts)).toEqual({ id: 1, doors: 2 });
  });

  it('are carried out in transactions too, once', async () => {
    const add = () =>
      transaction(database.pool, async (client) => {
        await client.query('insert into hut values (2)');
        return many(client, burn);
      });
    await everywhere(add);
    await database.pool.query('alter table hut add column smoke text');
    await everywhere(add);
    expect(await run(database.pool, huts)).toBe(17);
  });
});
