import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { createPool } from './db.ts';
import { dumpSchema } from './dumpSchema.ts';
import { createLogger } from './logger.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase();
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  directory = mkdtempSync(path.join(tmpdir(), 'ct-migrations-'));
});

afterEach(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

function write(name: string, sql: string): void {
  writeFileSync(path.join(directory, name), sql);
}

describe('migrate', () => {
  it('applies the files in order, once, and answers with what it applied', async () => {
    write('000002-more.sql', `ALTER TABLE hut ADD COLUMN size integer NOT NULL DEFAULT 1;`);
    write('000001-huts.sql', 'CREATE TABLE hut (id integer PRIMARY KEY); INSERT INTO hut VALUES (5);');
    expect(await migrate(database.pool, { directory })).toEqual(['000001-huts', '000002-more']);
    expect(await migrate(database.pool, { directory })).toEqual([]);
    expect((await database.pool.query('SELECT * FROM hut')).rows).toEqual([{ id: 5, size: 1 }]);
  });

  it('lets programs that start at once wait for each other', async () => {
    write('000001-huts.sql', 'CREATE TABLE hut (id integer); SELECT pg_sleep(0.2);');
    const pools = [1, 2, 3].map((n) =>
      createPool({ url: database.url, size: 1, log: createLogger('silent'), name: `${n}` }),
    );
    const applied = await Promise.all(pools.map((pool) => migrate(pool, { directory })));
    await Promise.all(pools.map((pool) => pool.end()));
    expect(applied.flat()).toEqual(['000001-huts']);
  });

  it('changes nothing when a statement in the middle of a file fails, and names the file', async () => {
    write('000001-huts.sql', 'CREATE TABLE hut (id integer); SELECT 1/0;');
    await expect(migrate(database.pool, { directory })).rejects.toThrow('Migration 1 (huts) failed: division by zero');
    expect((await database.pool.query(`SELECT to_regclass('hut') AS hut`)).rows).toEqual([{ hut: null }]);
    write('000001-huts.sql', 'CREATE TABLE hut (id integer);');
    expect(await migrate(database.pool, { directory })).toEqual(['000001-huts']);
  });

  it('leaves nothing of one that was cut off in the middle, and begins it anew', async () => {
    write('000001-huts.sql', 'CREATE TABLE hut (id integer); SELECT pg_sleep(60); CREATE TABLE door (id integer);');
    const dying = createPool({ url: database.url, size: 1, log: createLogger('silent'), name: 'dying' });
    const cutOff = migrate(dying, { directory }).catch((error: unknown) => error);
    await vi.waitFor(async () => {
      const { rowCount } = await database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
      );
      expect(rowCount).toBe(1);
    }, 10_000);
    expect(String(await cutOff)).toContain('Migration 1 (huts) failed');
    await dying.end();
    expect((await database.pool.query(`SELECT to_regclass('hut') AS hut`)).rows).toEqual([{ hut: null }]);
    write('000001-huts.sql', 'CREATE TABLE hut (id integer); CREATE TABLE door (id integer);');
    expect(await migrate(database.pool, { directory })).toEqual(['000001-huts']);
  });

  it('refuses a file that was changed after it had run, but not for its line ends', async () => {
    write('000001-huts.sql', 'CREATE TABLE hut (\n  id integer\n);');
    await migrate(database.pool, { directory });
    write('000001-huts.sql', 'CREATE TABLE hut (\r\n  id integer\r\n);');
    expect(await migrate(database.pool, { directory })).toEqual([]);
    write('000001-huts.sql', 'CREATE TABLE hut (\n  id bigint\n);');
    await expect(migrate(database.pool, { directory })).rejects.toThrow(/huts.*was changed/);
  });

  it('refuses a file that was removed, one that comes late, one number twice and a strange name', async () => {
    write('000002-huts.sql', 'CREATE TABLE hut (id integer);');
    write('000003-barns.sql', 'CREATE TABLE barn (id integer);');
    await migrate(database.pool, { directory });
    write('000001-late.sql', 'SELECT 1;');
    await expect(migrate(database.pool, { directory })).rejects.toThrow(/late.*comes before 3/);
    rmSync(path.join(directory, '000001-late.sql'));
    rmSync(path.join(directory, '000002-huts.sql'));
    await expect(migrate(database.pool, { directory })).rejects.toThrow(/huts.*is missing/);
    write('000003-again.sql', 'SELECT 1;');
    await expect(migrate(database.pool, { directory })).rejects.toThrow(/number 3/);
    rmSync(path.join(directory, '000003-again.sql'));
    write('4-Strange.sql', 'SELECT 1;');
    await expect(migrate(database.pool, { directory })).rejects.toThrow(/4-Strange\.sql is no migration/);
  });

  it('accepts a database that is ahead of the files, as in a rolling update', async () => {
    write('000001-huts.sql', 'CREATE TABLE hut (id integer);');
    write('000002-barns.sql', 'CREATE TABLE barn (id integer);');
    await migrate(database.pool, { directory });
    rmSync(path.join(directory, '000002-barns.sql'));
    expect(await migrate(database.pool, { directory })).toEqual([]);
  });
});

describe('dumpSchema', () => {
  const SQL = `
    CREATE TYPE shape AS ENUM ('round', 'square');
    CREATE TABLE hut (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      shape shape NOT NULL DEFAULT 'round',
      area integer CHECK (area > 0),
      doubled integer GENERATED ALWAYS AS (area * 2) STORED
    );
    CREATE TABLE door (hut_id bigint NOT NULL REFERENCES hut (id), UNIQUE (hut_id));
    CREATE INDEX hut_area ON hut (area) WHERE shape = 'round';
    CREATE FUNCTION knock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER knocking BEFORE INSERT ON door FOR EACH ROW EXECUTE FUNCTION knock();`;

  it('shows tables, types, constraints, indexes, triggers and functions', async () => {
    write('000001-huts.sql', SQL);
    await migrate(database.pool, { directory });
    expect(await dumpSchema(database.pool)).toMatchInlineSnapshot(`
      "-- Generated by \`npm run generate\` from migrations/. Do not edit.

      CREATE TYPE shape AS ENUM ('round', 'square');

      CREATE TABLE door (
        hut_id bigint NOT NULL,
        CONSTRAINT door_hut_id_key UNIQUE (hut_id),
        CONSTRAINT door_hut_id_fkey FOREIGN KEY (hut_id) REFERENCES hut(id)
      );
      CREATE TRIGGER knocking BEFORE INSERT ON door FOR EACH ROW EXECUTE FUNCTION knock();

      CREATE TABLE hut (
        id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        shape shape DEFAULT 'round'::shape NOT NULL,
        area integer,
        doubled integer GENERATED ALWAYS AS ((area * 2)) STORED,
        CONSTRAINT hut_pkey PRIMARY KEY (id),
        CONSTRAINT hut_area_check CHECK (area > 0)
      );
      CREATE INDEX hut_area ON public.hut USING btree (area) WHERE (shape = 'round'::shape);

      CREATE OR REPLACE FUNCTION public.knock()
       RETURNS trigger
       LANGUAGE plpgsql
      AS $function$ BEGIN RETURN NEW; END $function$;
      "
    `);
  });

  it('is the same for a schema that was made in other steps', async () => {
    write('000001-huts.sql', SQL);
    await migrate(database.pool, { directory });
    const before = await dumpSchema(database.pool);
    await database.pool.query('DROP INDEX hut_area; ALTER TABLE hut ADD COLUMN roof text');
    expect(await dumpSchema(database.pool)).not.toBe(before);
    await database.pool.query(`ALTER TABLE hut DROP COLUMN roof`);
    await database.pool.query(`CREATE INDEX hut_area ON hut (area) WHERE shape = 'round'`);
    expect(await dumpSchema(database.pool)).toBe(before);
  });
});
