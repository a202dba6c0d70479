/** Brings a backup into an empty database. All or nothing: a damaged file leaves the database as it was. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg, { type Client, type Pool } from 'pg';
import copy from 'pg-copy-streams';
import { connectForCopy } from '../../platform/db.ts';
import { migrate } from '../../platform/migrate.ts';
import { measure } from './backup.ts';
import { MANIFEST_FILE, type Manifest, parseManifest, type TableInBackup, tableFile } from './manifest.ts';
import type { BackupStore } from './store.ts';

const id = (name: string): string => `public.${pg.escapeIdentifier(name)}`;

const FOREIGN_KEYS = `
  select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and k.contype = 'f' order by c.relname, k.conname`;

const TABLES = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_migrations' order by c.relname`;

/** Refuses a database in which anybody has played. */
async function expectUnused(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ has: boolean }>(`select to_regclass('public.users') is not null as has`);
  if (!rows[0]?.has) return;
  const used = await pool.query('select 1 from users union all select 1 from seasons limit 1');
  if (used.rowCount !== 0) throw new Error('this database is in use: a backup is restored into an empty one only');
}

/** The schema must be made of the very migrations that the backup was made with. */
async function expectSameSchema(pool: Pool, manifest: Manifest): Promise<void> {
  const { rows } = await pool.query<Manifest['migrations'][number]>(
    'select version, name, sha256 from schema_migrations order by version',
  );
  const text = (migrations: Manifest['migrations']) => migrations.map((one) => `${one.version} ${one.sha256}`).join();
  if (text(rows) === text(manifest.migrations)) return;
  const newest = manifest.migrations.at(-1)!;
  throw new Error(
    `the backup belongs to another program: its newest migration is ${newest.version} (${newest.name}), and not all of them are this program's`,
  );
}

async function loadTable(client: Client, source: Readable, table: TableInBackup): Promise<void> {
  const hash = createHash('sha256');
  const counted = { bytes: 0 };
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const target = client.query(copy.from(`copy ${id(table.name)} (${columns}) from stdin`));
  await pipeline(source, measure(hash, counted), createGunzip(), target).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${tableFile(table.name)} could not be read: ${reason}`, { cause: error });
  });
  if (hash.digest('hex') !== table.sha256 || counted.bytes !== table.bytes)
    throw new Error(`${tableFile(table.name)} is not what was saved: its checksum differs`);
  if (target.rowCount !== table.rows)
    throw new Error(`${tableFile(table.name)} has ${target.rowCount} rows instead of ${table.rows}`);
}

/** Fills the tables in one transaction. Foreign keys go and come back, which checks every reference; triggers rest meanwhile. */
async function load(client: Client, manifest: Manifest, read: (file: string) => Promise<Readable>): Promise<void> {
  const foreignKeys = (await client.query<{ table: string; name: string; definition: string }>(FOREIGN_KEYS)).rows;
  const tables = (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
  for (const { table, name } of foreignKeys)
    await client.query(`alter table ${id(table)} drop constraint ${pg.escapeIdentifier(name)}`);
  for (const table of tables) await client.query(`alter table ${id(table)} disable trigger user`);
  // Migrations fill some tables; the backup has those rows too.
  await client.query(`truncate ${tables.map(id).join(', ')}`);
  for (const table of manifest.tables) await loadTable(client, await read(tableFile(table.name)), table);
  for (const { name, last } of manifest.sequences)
    if (last !== null) await client.query('select setval($1::regclass, $2::bigint)', [id(name), last]);
  for (const table of tables) await client.query(`alter table ${id(table)} enable trigger user`);
  for (const { table, name, definition } of foreignKeys)
    await client.query(`alter table ${id(table)} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
}

export interface RestoreOptions {
  readonly store: BackupStore;
  readonly name: string;
  /** The role that the program works as, when it does not own the tables. */
  readonly appRole?: string;
  /** In the same transaction as the data: a restored database is never without what this writes. */
  readonly afterLoad?: (client: Client, manifest: Manifest) => Promise<void>;
}

/**
 * Restores a backup into the empty database of `owner`, whose user owns the tables, and brings it up to this program's schema. Rejects,
 * having changed no data, when the database is in use, the backup is damaged, or it belongs to a newer program.
 */
export async function restoreBackup(owner: Pool, options: RestoreOptions): Promise<Manifest> {
  const { store, name, appRole } = options;
  const manifest = parseManifest(await text(await store.read(name, MANIFEST_FILE)));
  await expectUnused(owner);
  await migrate(owner, { upTo: manifest.migrations.at(-1)!.version });
  await expectSameSchema(owner, manifest);
  const client = await connectForCopy(owner);
  try {
    await client.query(
      'set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; begin',
    );
    await load(client, manifest, (file) => store.read(name, file));
    await options.afterLoad?.(client, manifest);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    // After a failure its transaction is open: closed, not given back.
    await client.end();
  }
  await migrate(owner, appRole === undefined ? {} : { appRole });
  return manifest;
}
