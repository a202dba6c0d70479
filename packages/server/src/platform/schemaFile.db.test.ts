import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { dumpSchema } from './dumpSchema.ts';
import { MIGRATIONS_DIRECTORY } from './migrate.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

it('keeps schema.sql equal to what the migrations make (npm run generate)', async () => {
  const file = path.join(path.dirname(MIGRATIONS_DIRECTORY), 'schema.sql');
  expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).toBe(await dumpSchema(database.pool));
});
