/** How far the work is behind, as the database says: the same from every process, asked when somebody looks. */
import type { Context } from '../../context.ts';
import { type Db, one, statement, timestamp } from '../../platform/db.ts';
import { beaconLag } from '../beacon/queries.ts';
import { listOpenSeasons } from '../seasons/queries.ts';
import { overdueMs } from '../seasons/ticks.ts';

const oldest = statement(
  'health.oldest',
  `select coalesce(extract(epoch from $1 - (select min(accepted_at) from battles where status = 'queued')), 0)::float8 as battles,
     (select count(*) from battles where status = 'queued')::int as queued,
     coalesce(extract(epoch from $1 - (select min(at) from news where seq is null)), 0)::float8 as news`,
);

interface Backlog {
  /** Age of the oldest undecided order, of the oldest news not numbered yet, and of the oldest credit not applied yet; seconds, 0 = none. */
  readonly battles: number;
  readonly news: number;
  readonly ticks: number;
  /** How long the oldest round of the beacon that orders wait for is overdue; seconds, 0 = none. */
  readonly beacon: number;
  readonly queued: number;
}

export async function readBacklog(db: Db, nowMs: number): Promise<Backlog> {
  const { battles, news, queued } = await one<{ battles: number; news: number; queued: number }>(db, oldest, [
    timestamp(nowMs),
  ]);
  const running = (await listOpenSeasons(db)).filter((season) => season.status === 'active');
  const late = await Promise.all(running.map((season) => overdueMs(db, season, nowMs)));
  return {
    battles: Math.max(0, battles),
    news: Math.max(0, news),
    ticks: Math.max(0, ...late) / 1000,
    beacon: await beaconLag(db, nowMs),
    queued,
  };
}

/** How many connections to the database this process has, and how many requests wait for one. */
export function measurePool({ metrics, pool }: Pick<Context, 'metrics' | 'pool'>): void {
  metrics.poolConnections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
  metrics.poolConnections.set({ state: 'idle' }, pool.idleCount);
  metrics.poolConnections.set({ state: 'waited for' }, pool.waitingCount);
}

/** However many look: the database is asked once in this time. */
const KEEP_MS = 5_000;
/** Whoever looks is not kept waiting by a slow database: the numbers are then those from before. */
const WAIT_MS = 1_500;

/**
 * Gives the function that brings the gauges up to date. When the database does not answer they stay, and `ct_backlog_read_timestamp_seconds`
 * says since when.
 */
export function backlogGauges(ctx: Pick<Context, 'clock' | 'log' | 'metrics' | 'pool'>): () => Promise<void> {
  const { metrics, pool } = ctx;
  let reading: Promise<void> | null = null;
  // By both clocks: the game's may stand still, a test moves nothing else.
  let readAt: { gameMs: number; machineMs: number } | null = null;

  const read = async (): Promise<void> => {
    const nowMs = ctx.clock.nowMs();
    try {
      const { battles, news, ticks, beacon, queued } = await readBacklog(pool, nowMs);
      metrics.backlog.set({ of: 'battles' }, battles);
      metrics.backlog.set({ of: 'news' }, news);
      metrics.backlog.set({ of: 'credits' }, ticks);
      metrics.backlog.set({ of: 'beacon' }, beacon);
      metrics.battlesQueued.set(queued);
      metrics.backlogRead.set(nowMs / 1000);
      readAt = { gameMs: nowMs, machineMs: performance.now() };
    } catch (error) {
      ctx.log.warn({ err: error }, 'the backlog could not be read');
    }
  };

  return async () => {
    const isFresh =
      readAt !== null &&
      Math.abs(ctx.clock.nowMs() - readAt.gameMs) < KEEP_MS &&
      performance.now() - readAt.machineMs < KEEP_MS;
    if (isFresh) return;
    reading ??= read().finally(() => {
      reading = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, WAIT_MS);
    });
    await Promise.race([reading, enough]);
    clearTimeout(timer);
  };
}
