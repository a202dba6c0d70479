/**
 * Reads for many requests at once. What is asked for while earlier questions are on their way is gathered, and the next question to the
 * database asks for all of it: the same question once, the same statement with other values as one statement over a list of keys.
 * What always holds: a question is sent after everything it answers was asked for, so an answer is never older than its request. Rows may be
 * shared by several requests: whoever reads must not change them. Only for reading; within a transaction its own connection is asked.
 */
import pg from 'pg';
import { busy } from './boundedPool.ts';
import { type Db, type Statement, together } from './db.ts';
import { later } from './later.ts';
import { currentScope, type RequestScope, runInScope, runWithoutScope } from './requestScope.ts';

/** Bunches of questions on their way at most; whoever asks meanwhile is gathered. */
const LANES = 3;
/** Of one kind at most: a slow one leaves lanes to the others. A statement without keys is a kind with its values. */
const LANES_OF_A_KIND = 2;
/** Keys in one question at most. */
const MOST_KEYS = 100;

type Rows = pg.QueryResultRow[];
type Asked = pg.QueryConfig & Pick<Statement, 'keys'>;
interface Waiting {
  values: unknown[];
  /** Of the request that asked first. */
  scope: RequestScope | undefined;
  promise: Promise<Rows>;
  resolve: (rows: Rows) => void;
  reject: (error: unknown) => void;
}
interface Queue {
  config: Asked;
  waiting: Map<string, Waiting>;
  onTheWay: number;
}
interface Question {
  config: Asked;
  queue: Queue;
  waiting: readonly Waiting[];
}

const madeFor = new WeakMap<pg.Pool, Db>();

/** The gathering reader of a pool; always the same one. */
export function readsOf(pool: pg.Pool): Db {
  const reads = madeFor.get(pool) ?? createReads(pool);
  madeFor.set(pool, reads);
  return reads;
}

function createReads(pool: pg.Pool): Db {
  const queues = new Map<string, Queue>();
  let lanes = 0;
  let isScheduled = false;

  function ask(config: Asked & { name: string }): Promise<Rows> {
    const values = config.values ?? [];
    const key = JSON.stringify(values);
    const kind = config.keys ? config.name : `${config.name} ${key}`;
    const queue = queues.get(kind) ?? { config, waiting: new Map(), onTheWay: 0 };
    queues.set(kind, queue);
    const same = queue.waiting.get(key);
    if (same) return same.promise;
    const { promise, resolve, reject } = later<Rows>();
    const waiting: Waiting = { values, scope: currentScope(), promise, resolve, reject };
    queue.waiting.set(key, waiting);
    if (lanes >= LANES || queue.onTheWay >= LANES_OF_A_KIND) refuseInTime(queue, key, waiting);
    schedule();
    return promise;
  }

  /** After everything that has arrived by now was read: requests come in bunches. */
  function schedule(): void {
    if (isScheduled || lanes >= LANES) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      const questions = [...queues].flatMap(([kind, queue]) => take(kind, queue));
      if (questions.length === 0) return;
      lanes++;
      const patience = questions.flatMap(({ waiting }) => waiting);
      void withPatienceOf(patience, () => answerAll(pool, questions)).finally(() => {
        lanes--;
        for (const { queue } of questions) queue.onTheWay--;
        schedule();
      });
      // More than one question holds goes by the next lane.
      if (questions.some(({ queue }) => queue.waiting.size > 0)) schedule();
    });
  }

  /** What waits in a queue as one question, if it may be sent now. */
  function take(kind: string, queue: Queue): Question[] {
    if (queue.waiting.size === 0 && queue.onTheWay === 0) queues.delete(kind);
    if (queue.waiting.size === 0 || queue.onTheWay >= LANES_OF_A_KIND) return [];
    const batch = [...queue.waiting].slice(0, MOST_KEYS);
    for (const [key] of batch) queue.waiting.delete(key);
    queue.onTheWay++;
    return [{ config: queue.config, queue, waiting: batch.map(([, one]) => one) }];
  }

  return {
    gathers: true,
    query: async <R extends pg.QueryResultRow>(config: pg.QueryConfig) => {
      if (config.name === undefined) return pool.query<R>(config);
      const rows = (await ask(config as Asked & { name: string })) as R[];
      return { rows, rowCount: rows.length } as pg.QueryResult<R>;
    },
  };
}

/** Sends all questions over one connection without waiting in between (pipelined). Never rejects. */
async function answerAll(pool: pg.Pool, questions: readonly Question[]): Promise<void> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    for (const { waiting } of questions) for (const { reject } of waiting) reject(error);
    return;
  }
  const errors = await together(client, () => Promise.all(questions.map((question) => answer(client, question))));
  // A refused question leaves the connection as it was; anything else may have broken it.
  client.release(errors.find((error) => error !== null && !(error instanceof pg.DatabaseError)) ?? undefined);
}

/** Who waits for its turn waits no longer than for a connection. */
function refuseInTime(queue: Queue, key: string, waiting: Waiting): void {
  if (waiting.scope === undefined) return;
  const timer = setTimeout(
    () => {
      if (queue.waiting.get(key) !== waiting) return;
      queue.waiting.delete(key);
      waiting.reject(busy());
    },
    Math.max(0, waiting.scope.waitsUntil - performance.now()),
  );
  const done = () => clearTimeout(timer);
  waiting.promise.then(done, done);
}

/** Answers everybody who asked the question; the error when it failed, else null. */
async function answer(client: Db, { config, waiting: batch }: Question): Promise<Error | null> {
  try {
    const [first] = batch;
    if (batch.length === 1 && first) {
      first.resolve((await client.query({ ...config, values: first.values })).rows);
      return null;
    }
    const lists = (config.keys ?? []).map((_type, index) => batch.map(({ values }) => values[index]));
    const { rows } = await client.query<pg.QueryResultRow & { batch_place: number; batch_row: number }>({
      name: `${config.name}.many`,
      text: overList(config.text, config.keys ?? []),
      values: lists,
    });
    const found: Rows[] = batch.map(() => []);
    for (const { batch_place, batch_row: _row, ...row } of rows) found[batch_place - 1]?.push(row);
    for (const [index, { resolve }] of batch.entries()) resolve(found[index] as Rows);
    return null;
  } catch (error) {
    for (const { reject } of batch) reject(error);
    return error as Error;
  }
}

/** Waits for a connection as long as the most patient of those who ask may. */
function withPatienceOf<T>(batch: readonly Waiting[], work: () => T): T {
  let longest: RequestScope | undefined;
  for (const { scope } of batch) {
    if (scope === undefined) return runWithoutScope(work);
    if (longest === undefined || scope.waitsUntil > longest.waitsUntil) longest = scope;
  }
  return longest === undefined ? runWithoutScope(work) : runInScope(longest, work);
}

/** The same statement for every row of a list of keys, each with the rows it would have given alone, in their order. */
function overList(text: string, keys: readonly string[]): string {
  const lists = keys.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
  const names = keys.map((_type, index) => `p${index + 1}`).join(', ');
  const one = text.replace(/\$(\d+)/g, (_all, n: string) => `batch_key.p${n}`);
  return `select batch_key.batch_place::int, r.* from unnest(${lists}) with ordinality as batch_key(${names}, batch_place)
    cross join lateral (select q.*, (row_number() over ())::int as batch_row from (${one}) q) r order by batch_key.batch_place, r.batch_row`;
}
