import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool, PoolClient } from 'pg';
import { grantApp, grantPayouts } from './appRole.ts';

/**
 * Brings the database to this program's schema: `migrations/NNNNNN-name.sql` in order, each in one transaction with its
 * row in schema_migrations. A merged file is never edited (STYLE 6); one that changed after it ran is refused.
 */
export interface MigrateOptions {
  /** Default: the server package's own `migrations`. */
  readonly directory?: string;
  /** The role that the program works as, when it is not the one that migrates: it gets the rights it needs. */
  readonly appRole?: string;
  /** The role of the process that pays out: it gets its own, smaller rights. */
  readonly payoutRole?: string;
  /** Stops after this one; for filling an older schema. Default: all. */
  readonly upTo?: number;
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
}

/** Seen from `src/platform` and from `dist/platform` alike. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

const FILE_NAME = /^(\d{6})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/;
/** Any number will do, as long as nothing else in the program locks on it. */
const LOCK_KEY = 7_203_118_442;

function readMigrations(directory: string): Migration[] {
  const migrations = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file): Migration => {
      const match = FILE_NAME.exec(file);
      if (!match) throw new Error(`${file} is no migration: its name must look like 000001-first-tables.sql`);
      // A checkout on Windows may have other line ends; the content is the same.
      const sql = readFileSync(path.join(directory, file), 'utf8').replaceAll('\r\n', '\n');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      return { version: Number(match[1]), name: match[2] ?? '', sql, sha256 };
    });
  for (const [index, migration] of migrations.entries()) {
    if (migrations[index - 1]?.version === migration.version) {
      throw new Error(`Two migrations have the number ${migration.version}`);
    }
  }
  return migrations;
}

async function readApplied(client: PoolClient): Promise<AppliedMigration[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version    integer PRIMARY KEY,
      name       text NOT NULL,
      sha256     text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
  const { rows } = await client.query<AppliedMigration>(
    'SELECT version, name, sha256 FROM schema_migrations ORDER BY version',
  );
  return rows;
}

/**
 * The migrations still to run. Throws when history and files contradict each other. A database that is ahead of the
 * files is accepted: during a rolling update the older program runs on the newer schema.
 */
function planMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const newestFile = migrations.at(-1)?.version ?? 0;
  for (const done of applied) {
    const file = byVersion.get(done.version);
    const label = `migration ${done.version} (${done.name})`;
    if (!file && done.version <= newestFile) throw new Error(`The file of ${label}, which has run, is missing`);
    if (file && file.sha256 !== done.sha256) {
      throw new Error(`The file of ${label} was changed after it had run: restore it and write a new migration`);
    }
  }
  const newestApplied = applied.at(-1)?.version ?? 0;
  const doneVersions = new Set(applied.map((done) => done.version));
  const pending = migrations.filter((migration) => !doneVersions.has(migration.version));
  const late = pending.find((migration) => migration.version < newestApplied);
  if (late) throw new Error(`Migration ${late.version} (${late.name}) comes before ${newestApplied}, which has run`);
  return pending;
}

async function applyMigration(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.sha256,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    // On a connection that is gone there is nothing to roll back, and the reason is the first error.
    await client.query('ROLLBACK').catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.version} (${migration.name}) failed: ${reason}`, { cause: error });
  }
}

/**
 * Applies what is missing and answers with the names of the migrations that ran ("000001-identity"). Programs that
 * start at the same time wait for each other. Throws when a file that has run was changed, is missing, or comes late.
 */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const upTo = options.upTo ?? Number.POSITIVE_INFINITY;
  const migrations = readMigrations(options.directory ?? MIGRATIONS_DIRECTORY).filter(({ version }) => version <= upTo);
  const client = await pool.connect();
  try {
    // The pool's limits are for requests; a migration, and the wait for another program's, may take longer.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    // One lock for the session: released below, and by PostgreSQL itself when this program dies.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    const pending = planMigrations(migrations, await readApplied(client));
    for (const migration of pending) await applyMigration(client, migration);
    if (options.appRole !== undefined) await grantApp(client, options.appRole);
    if (options.payoutRole !== undefined) await grantPayouts(client, options.payoutRole);
    return pending.map(({ version, name }) => `${String(version).padStart(6, '0')}-${name}`);
  } finally {
    // This connection has settings and a lock of its own: it is closed, not given back.
    client.release(true);
  }
}
