import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { asRole } from '../platform/appRole.ts';
import { createPool } from '../platform/db.ts';
import { createLogger } from '../platform/logger.ts';

/** A database of a test's own: a fresh copy of the migrated template. */
export interface TestDatabase {
  readonly url: string;
  /** As the role that the program works as. */
  readonly appUrl: string;
  /** As the program's own pool, with eight connections; closed by `drop`. */
  readonly pool: pg.Pool;
  /** Ends the pool, throws out everybody else and removes the database. */
  drop(): Promise<void>;
}

/** PostgreSQL refuses to copy a database that a second copy is being made of, so copies are made one by one. */
const CLONE_LOCK = 7_203_118_443;
const POOL_SIZE = 8;

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  admin.on('error', () => {});
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Copies the template (or, with `isEmpty`, makes a database without tables); call it once per test file, in beforeAll, and `drop` in afterAll. Only in `*.db.test.ts`. */
export async function createTestDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const { adminUrl, prefix, template, app } = inject('testServer');
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [CLONE_LOCK]);
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${isEmpty ? 'template0' : template}"`);
  });
  const url = withDatabaseName(adminUrl, name);
  const pool = createPool({ url, size: POOL_SIZE, log: createLogger('silent'), name: 'test' });
  return {
    url,
    appUrl: app === null ? url : asRole(url, app.role, app.password),
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    },
  };
}
