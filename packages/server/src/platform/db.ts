/**
 * PostgreSQL: the pool, named statements, transactions.
 * What always holds: bigint arrives as a number (or throws when it would not be exact), timestamptz arrives as milliseconds, the session's
 * time zone is UTC, a transaction that lost a race (40001, 40P01) is tried again as a whole, and a statement whose tables a newer version has
 * changed meanwhile is prepared anew.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import pg from 'pg';
import type { Logger } from 'pino';
import { BoundedPool, RETRY_AFTER_SECONDS } from './boundedPool.ts';

export interface Statement {
  readonly name: string;
  readonly text: string;
  /** SQL types of its parameters, when it may be asked for a list of them at once (platform/reads). */
  readonly keys?: readonly string[];
}
/** A pool, its gathered reads (`readsOf`) or an open transaction: what every query function takes first. */
export interface Db {
  /** Gathered reads: no transaction, a statement may be asked again. */
  readonly gathers?: boolean;
  query<R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<R>>;
}

/** A statement that the server prepares once per connection. The name must be unique in the program. */
export const statement = (name: string, text: string): Statement => ({ name, text });
/** A reading statement that `readsOf(pool)` may ask for many at once; `keys` are the SQL types of its parameters. */
export const keyedStatement = (name: string, keys: readonly string[], text: string): Statement => ({
  name,
  text,
  keys,
});

/** A list of columns for a statement that names the table by an alias, under names that begin with `prefix`. */
export const columnsOf = (alias: string, columns: string, prefix = ''): string =>
  columns
    .split(/,\s*/)
    .map((column) => `${alias}.${column} as ${prefix}${column}`)
    .join(', ');

/** How often a newer version has changed the tables under this program's statements: part of their names from then on. */
let replanned = 0;
const prepared = (sql: Statement, values: unknown[]): pg.QueryConfig & Pick<Statement, 'keys'> => ({
  ...sql,
  ...(replanned === 0 ? {} : { name: `${sql.name} ${replanned}` }),
  values,
});

/** A column was added to what a prepared statement gives (`b.*`): PostgreSQL refuses it on this connection for ever. */
const isStalePlan = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';

async function ask<R extends pg.QueryResultRow>(db: Db, sql: Statement, values: unknown[]): Promise<pg.QueryResult<R>> {
  const before = replanned;
  try {
    return await db.query<R>(prepared(sql, values));
  } catch (error) {
    if (!isStalePlan(error)) throw error;
    // Under new names all statements are prepared anew, on all connections.
    if (replanned === before) replanned++;
    // A transaction is over with its first error and runs again as a whole.
    if (!(db instanceof pg.Pool) && !db.gathers) throw error;
    return await db.query<R>(prepared(sql, values));
  }
}

export async function many<R extends pg.QueryResultRow>(db: Db, sql: Statement, values: unknown[] = []): Promise<R[]> {
  return (await ask<R>(db, sql, values)).rows;
}
export async function maybeOne<R extends pg.QueryResultRow>(
  db: Db,
  sql: Statement,
  values: unknown[] = [],
): Promise<R | null> {
  return (await ask<R>(db, sql, values)).rows[0] ?? null;
}
export async function one<R extends pg.QueryResultRow>(db: Db, sql: Statement, values: unknown[] = []): Promise<R> {
  const row = await maybeOne<R>(db, sql, values);
  if (row === null) throw new Error(`statement ${sql.name} gave no row`);
  return row;
}
/** Number of rows that the statement changed. */
export async function run(db: Db, sql: Statement, values: unknown[] = []): Promise<number> {
  return (await ask(db, sql, values)).rowCount ?? 0;
}

/** Milliseconds → a value PostgreSQL takes as timestamptz. */
export const timestamp = (ms: number): Date => new Date(ms);
export const timestampOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const parsers: Record<number, (text: string) => unknown> = {
  20: (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError('a bigint from the database is too large to be exact');
    return value;
  },
  1184: parseTimestamp,
};

/** `2026-01-31 23:59:59.123456+00` → milliseconds. Digit by digit: there are several in nearly every row, and Date.parse takes ten times as long. */
function parseTimestamp(text: string): number {
  const length = text.length;
  const isUsual = length >= 22 && text.charCodeAt(4) === DASH && text.charCodeAt(10) === SPACE && text.endsWith('+00');
  if (!isUsual) return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  let ms = 0;
  for (let at = 20; at < 23; at++) ms = ms * 10 + (at < length - 3 ? text.charCodeAt(at) - ZERO : 0);
  return Date.UTC(
    digits(text, 0, 4),
    digits(text, 5, 7) - 1,
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
    ms,
  );
}
const [ZERO, DASH, SPACE] = [48, 45, 32];
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  return value;
}
// node-postgres asks per result column; everything it is not told about keeps its default.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    format !== 'binary' && parsers[oid] ? parsers[oid] : pg.types.getTypeParser(oid, format as 'text'),
};

export interface PoolOptions {
  url: string;
  size: number;
  log: Logger;
  name: string;
  /** False: a commit does not wait for the disk. For work that may be lost as a whole; true unless given. */
  synchronousCommit?: boolean;
}

export function createPool(options: PoolOptions): pg.Pool {
  const pool = new BoundedPool({
    connectionString: options.url,
    max: options.size,
    connectionTimeoutMillis: 4_000,
    // Questions that do not wait for each other's answers are sent at once.
    pipeline: true,
    // A server that is gone without a word is noticed.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 20_000,
    application_name: `cryptotribes ${options.name}`,
    options: `-c timezone=UTC -c synchronous_commit=${options.synchronousCommit === false ? 'off' : 'on'}`,
    types: types as unknown as pg.CustomTypesConfig,
  });
  // Without a listener a dropped idle connection would end the process.
  // The error carries the whole connection with it: only what it says is worth a line.
  const lost = (error: Error) => options.log.warn({ problem: error.message }, 'a database connection was lost');
  pool.on('error', lost);
  // The pool listens to idle connections only. One that is lost between two statements of a transaction would end the process, too; the
  // transaction itself learns of it from its next statement.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** A connection beside those of the pool, for COPY, which pipelined ones cannot do. Whoever opens it ends it. */
export async function connectForCopy(pool: pg.Pool): Promise<pg.Client> {
  const client = new pg.Client({ ...pool.options, pipeline: false });
  // Its statements fail with it; without a listener the process would end.
  client.on('error', () => {});
  await client.connect();
  return client;
}

const RETRY_STATES = new Set(['40001', '40P01']);
const MAX_TRIES = 6;

/**
 * Runs `work` in one transaction. It may run several times: it must change nothing outside the database. What `work` hands to `withCommit` is
 * sent together with the commit: a last statement whose result nothing depends on. When it fails, nothing is committed.
 */
export async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, withCommit: (send: () => Promise<unknown>) => void) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const client = await connect(pool);
    let broken: Error | undefined;
    try {
      let last = async (): Promise<unknown> => undefined;
      // Not waited for: the first statement goes with it, and fails with it.
      const begun = together(client, () => client.query('begin'));
      begun.catch(() => {});
      const result = await work(client, (send) => {
        last = send;
      });
      await begun;
      const [, { command }] = await together(client, () => Promise.all([last(), client.query('commit')]));
      // PostgreSQL ends a transaction in which a statement failed so, without an error.
      if (command !== 'COMMIT') throw new Error('a transaction went on after one of its statements had failed');
      return result;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      if (!RETRY_STATES.has(sqlState(error) ?? '') && !isStalePlan(error)) throw asUnavailable(error);
      if (tries >= MAX_TRIES) throw new AppError('CONCURRENT_MODIFICATION');
    } finally {
      client.release(broken);
    }
  }
}

/** What is asked within `send`, and at once after it, leaves in one piece. */
export function together<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return send();
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asUnavailable(error, true);
  }
}

export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
/** Name of the violated constraint when `error` is a unique violation; null otherwise. */
export function uniqueViolation(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23505' ? (error.constraint ?? '') : null;
}

const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** Errors that mean "the database cannot be reached or is too busy" become SERVICE_UNAVAILABLE; others stay as they are. */
export function asUnavailable(error: unknown, connecting = false): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const state = sqlState(error) ?? '';
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const unavailable =
    connecting ||
    NETWORK_CODES.has(code) ||
    state.startsWith('08') ||
    state.startsWith('57P') ||
    // A full disk, no memory, no connections; a file that cannot be read or written; a server that is a standby.
    state.startsWith('53') ||
    state.startsWith('58') ||
    state === '25006' ||
    state === '57014' ||
    state === '55P03' ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    );
  if (!unavailable) return error;
  const busy = new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  busy.cause = error;
  return busy;
}
