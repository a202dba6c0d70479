import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { many, statement } from '../../platform/db.ts';
import { measureBacklog } from './backlog.ts';

const ping = statement('health.ping', 'select 1 as up');

/** Probes and metrics. `live`: the process answers; `ready`: it can reach the database. */
export function registerHealth(app: FastifyInstance, ctx: Context): void {
  const hide = { schema: { hide: true } };
  app.get('/health/live', hide, async () => ({ status: 'ok' }));
  app.get('/health/ready', hide, async (_request, reply) => {
    try {
      await many(ctx.pool, ping);
      return { status: 'ok' };
    } catch (error) {
      ctx.log.warn({ err: error }, 'not ready: the database does not answer');
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable' });
    }
  });
  app.get('/health', hide, async (_request, reply) => reply.redirect('/health/ready', 307));
  app.get('/metrics', hide, async (_request, reply) => {
    await measureBacklog(ctx);
    reply.type(ctx.metrics.registry.contentType);
    return ctx.metrics.registry.metrics();
  });
}
