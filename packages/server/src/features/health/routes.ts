import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { many, statement } from '../../platform/db.ts';
import { runInScope } from '../../platform/requestScope.ts';
import { backlogGauges, measurePool } from './backlog.ts';

const ping = statement('health.ping', 'select 1 as up');
/** A database that takes longer to say that it is there is not ready for players. */
const READY_WITHIN_MS = 1_500;

export type HealthParts = Pick<Context, 'clock' | 'config' | 'log' | 'metrics' | 'pool'>;

/** The database answers in time, through the line in which requests wait, too. */
async function assertReady(ctx: HealthParts): Promise<void> {
  const scope = { requestId: 'ready', waitsUntil: performance.now() + ctx.config.dbWaitMs };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database takes too long')), READY_WITHIN_MS);
  });
  try {
    await Promise.race([runInScope(scope, () => many(ctx.pool, ping)), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Probes and metrics. `live`: the process answers; `ready`: it can reach the database. `backlog` false: without what waits in the game, which the
 * payout process may not read.
 */
export function registerHealth(app: FastifyInstance, ctx: HealthParts, { backlog = true } = {}): void {
  const hide = { schema: { hide: true } };
  app.get('/health/live', hide, async () => ({ status: 'ok' }));
  app.get('/health/ready', hide, async (_request, reply) => {
    try {
      await assertReady(ctx);
      return { status: 'ok' };
    } catch (error) {
      ctx.log.warn({ err: error }, 'not ready: the database does not answer');
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable' });
    }
  });
  const measure = backlog ? backlogGauges(ctx) : null;
  app.get('/health', hide, async (_request, reply) => reply.redirect('/health/ready', 307));
  app.get('/metrics', hide, async (_request, reply) => {
    measurePool(ctx);
    await measure?.();
    reply.type(ctx.metrics.registry.contentType);
    return ctx.metrics.registry.metrics();
  });
}
