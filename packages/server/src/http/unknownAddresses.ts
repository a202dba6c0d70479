import { AppError } from '@cryptotribes/protocol/core/errors';
import { routes } from '@cryptotribes/protocol/routes';
import type { FastifyInstance } from 'fastify';

/** What answers under /v1/ when no route does: METHOD_NOT_ALLOWED with an Allow header where other methods are known, else NOT_FOUND. */
export function registerUnknownAddresses(app: FastifyInstance): void {
  const known = Object.values(routes).map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
  }));
  app.all('/v1/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = new Set(known.filter((route) => route.pattern.test(path)).map((route) => route.method));
    if (allowed.size === 0) throw new AppError('NOT_FOUND');
    reply.header('allow', [...allowed].join(', '));
    throw new AppError('METHOD_NOT_ALLOWED', { allowed: [...allowed] });
  });
}
