/** How far the work is behind, as the database says: the same from every process, asked when somebody looks. */
import type { Context } from '../../context.ts';
import { type Db, one, statement, timestamp } from '../../platform/db.ts';
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
  readonly queued: number;
}

export async function readBacklog(db: Db, nowMs: number): Promise<Backlog> {
  const { battles, news, queued } = await one<{ battles: number; news: number; queued: number }>(db, oldest, [
    timestamp(nowMs),
  ]);
  const running = (await listOpenSeasons(db)).filter((season) => season.status === 'active');
  const late = await Promise.all(running.map((season) => overdueMs(db, season, nowMs)));
  return { battles: Math.max(0, battles), news: Math.max(0, news), ticks: Math.max(0, ...late) / 1000, queued };
}

/** Brings the gauges up to date; leaves them when the database does not answer. */
export async function measureBacklog(ctx: Pick<Context, 'clock' | 'log' | 'metrics' | 'pool'>): Promise<void> {
  const { metrics, pool } = ctx;
  metrics.poolConnections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
  metrics.poolConnections.set({ state: 'idle' }, pool.idleCount);
  metrics.poolConnections.set({ state: 'waited for' }, pool.waitingCount);
  try {
    const { battles, news, ticks, queued } = await readBacklog(pool, ctx.clock.nowMs());
    metrics.backlog.set({ of: 'battles' }, battles);
    metrics.backlog.set({ of: 'news' }, news);
    metrics.backlog.set({ of: 'credits' }, ticks);
    metrics.battlesQueued.set(queued);
  } catch (error) {
    ctx.log.warn({ err: error }, 'the backlog could not be read');
  }
}
