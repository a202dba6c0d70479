/** Takes a backup: every table of one snapshot, so that it is as if the database had stood still. The game goes on meanwhile. */
import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DAY_MS } from '@cryptotribes/rules/core/time';
import pg, { type Client, type Pool } from 'pg';
import copy from 'pg-copy-streams';
import { connectForCopy } from '../../platform/db.ts';
import { backupName, MANIFEST_FILE, type Manifest, type TableInBackup, tableFile, takenMsOf } from './manifest.ts';
import type { BackupStore } from './store.ts';

/** Tables with the columns that hold data of their own; what the database computes is computed again. */
const TABLES = `
  select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and c.relname <> 'schema_migrations'
  group by c.relname order by c.relname`;

/** `last_value` is null for one that was never used. The right to use a sequence is enough to see it here. */
const SEQUENCES = `
  select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public' order by sequencename`;

/** Counts and hashes what passes. */
export function measure(hash: Hash, counted: { bytes: number }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      counted.bytes += chunk.length;
      done(null, chunk);
    },
  });
}

async function saveTable(client: Client, folder: string, table: { name: string; columns: string[] }) {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const source = client.query(copy.to(`copy public.${pg.escapeIdentifier(table.name)} (${columns}) to stdout`));
  const hash = createHash('sha256');
  const counted = { bytes: 0 };
  const target = createWriteStream(path.join(folder, tableFile(table.name)), { mode: 0o600 });
  await pipeline(source, createGzip({ level: 6 }), measure(hash, counted), target);
  return { ...table, rows: source.rowCount, bytes: counted.bytes, sha256: hash.digest('hex') } as TableInBackup;
}

interface Snapshot {
  takenMs: number;
  postgres: string;
}

/** Begins the snapshot: from here on everything is read as it is at this moment. */
async function beginSnapshot(client: Client): Promise<Snapshot> {
  await client.query('begin isolation level repeatable read read only');
  const { rows } = await client.query<{ ms: string; postgres: string }>(
    `select floor(extract(epoch from transaction_timestamp()) * 1000)::bigint::text as ms, current_setting('server_version') as postgres`,
  );
  return { takenMs: Number(rows[0]!.ms), postgres: rows[0]!.postgres };
}

/** Writes all of a snapshot into the folder. */
async function saveSnapshot(client: Client, folder: string, snapshot: Snapshot): Promise<Manifest> {
  const rowsOf = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  const tables: TableInBackup[] = [];
  for (const table of await rowsOf<{ name: string; columns: string[] }>(TABLES))
    tables.push(await saveTable(client, folder, table));
  // Sequences stand outside of snapshots. Read after the tables they are never behind a number that was given.
  const sequences = await rowsOf<Manifest['sequences'][number]>(SEQUENCES);
  const migrations = await rowsOf<Manifest['migrations'][number]>(
    'select version, name, sha256 from schema_migrations order by version',
  );
  const takenAt = new Date(snapshot.takenMs).toISOString();
  return { format: 1, takenAt, postgres: snapshot.postgres, migrations, tables, sequences };
}

/** A backup may take minutes, and waits for nobody: it only reads. */
const PATIENT = `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`;

export interface TakenBackup {
  readonly name: string;
  readonly rows: number;
  /** Compressed. */
  readonly bytes: number;
}

export interface TakeOptions {
  /** Asked when it is this program's turn: true = another one has just taken it. */
  readonly unless?: () => Promise<boolean>;
}

/** Any number will do, as long as nothing else in the program locks on it. */
const TURN = 7_203_118_447;

/**
 * Takes a backup of the database and gives it to the store. Null when another program is at it, or `unless` says so. Rejects when anything
 * is missing; nothing is left behind then.
 */
export async function takeBackup(
  pool: Pool,
  store: BackupStore,
  { unless }: TakeOptions = {},
): Promise<TakenBackup | null> {
  const client = await connectForCopy(pool);
  let folder: string | null = null;
  try {
    await client.query(PATIENT);
    // For the session: it is closed below.
    const turn = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [TURN]);
    if (!turn.rows[0]?.mine || (await unless?.())) return null;
    const snapshot = await beginSnapshot(client);
    const name = backupName(snapshot.takenMs);
    folder = await store.prepare(name);
    const manifest = await saveSnapshot(client, folder, snapshot);
    await client.query('commit');
    await writeFile(path.join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
    await store.publish(folder, name);
    const sum = (key: 'rows' | 'bytes') => manifest.tables.reduce((total, table) => total + table[key], 0);
    return { name, rows: sum('rows'), bytes: sum('bytes') };
  } catch (error) {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    // It has settings and a lock of its own, and after a failure an open transaction: closed, not given back.
    await client.end();
  }
}

/** Removes backups older than `keepDays`; the newest stays whatever its age. Answers with the names. */
export async function removeOldBackups(store: BackupStore, keepDays: number, nowMs: number): Promise<string[]> {
  const names = await store.list();
  const old = names.slice(0, -1).filter((name) => nowMs - (takenMsOf(name) ?? nowMs) > keepDays * DAY_MS);
  for (const name of old) await store.remove(name);
  return old;
}
