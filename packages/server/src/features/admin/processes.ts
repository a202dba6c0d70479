/**
 * Which processes run: each renews its own row every ten seconds with what it has counted. Nothing in the game depends on it.
 * Times here are the database's, so that a test's clock or a wrong one changes nothing.
 */
import { readFileSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { type Db, many, run, statement } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';

const EVERY_MS = 10_000;
/** A process that was silent for this long is taken for dead. */
export const SILENT_SECONDS = 30;

// Seen from src/features/admin and dist/features/admin alike.
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
export const VERSION = version;

const renew = statement(
  'processes.renew',
  `insert into processes (id, role, version, node_version, started_at, seen_at, requests, errors, last_error_at, sockets, memory_bytes)
   values ($1, $2, $3, $4, clock_timestamp() - make_interval(secs => $5), clock_timestamp(), $6, $7,
     case when $8::float8 is null then null else clock_timestamp() - make_interval(secs => $8) end, $9, $10)
   on conflict (id) do update set seen_at = excluded.seen_at, requests = excluded.requests, errors = excluded.errors,
     last_error_at = excluded.last_error_at, sockets = excluded.sockets, memory_bytes = excluded.memory_bytes`,
);
const forget = statement('processes.forget', 'delete from processes where id = $1');
// Left behind by processes that died: shown for a day.
const sweep = statement(
  'processes.sweep',
  `delete from processes where seen_at < clock_timestamp() - interval '1 day'`,
);
const list = statement(
  'processes.list',
  `select id, role, version, node_version, started_at, floor(extract(epoch from clock_timestamp() - seen_at))::int as silent_seconds, requests,
     errors, last_error_at, sockets, memory_bytes from processes order by started_at, id`,
);
export interface ProcessInfo {
  id: string;
  role: string;
  version: string;
  node_version: string;
  started_at: number;
  silent_seconds: number;
  requests: number;
  errors: number;
  last_error_at: number | null;
  sockets: number;
  memory_bytes: number;
}
export const listProcesses = (db: Db): Promise<ProcessInfo[]> => many(db, list);

type Parts = Pick<Context, 'pool' | 'log' | 'newId' | 'metrics' | 'config'>;

async function beat(ctx: Parts, id: string): Promise<void> {
  const { tally } = ctx.metrics;
  const secondsSince = (at: number): number => (performance.now() - at) / 1000;
  await run(ctx.pool, renew, [
    id,
    ctx.config.role,
    VERSION,
    process.version,
    performance.now() / 1000,
    tally.requests,
    tally.errors,
    tally.lastErrorAt === null ? null : secondsSince(tally.lastErrorAt),
    tally.sockets,
    process.memoryUsage.rss(),
  ]);
}

/** Keeps this process's row until it is stopped; then the row goes. */
export async function startHeartbeat(ctx: Parts): Promise<Loop> {
  const id = ctx.newId();
  await beat(ctx, id);
  const loop = startLoop({
    name: 'heartbeat',
    log: ctx.log,
    idleMs: EVERY_MS,
    round: async () => {
      await beat(ctx, id);
      await run(ctx.pool, sweep);
      return false;
    },
  });
  return {
    stop: async () => {
      await loop.stop();
      await run(ctx.pool, forget, [id]).catch((error: unknown) =>
        ctx.log.warn({ err: error }, 'this process could not say that it ends'),
      );
    },
  };
}
