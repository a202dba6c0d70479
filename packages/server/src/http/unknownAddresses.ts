import { AppError } from '@cryptotribes/protocol/core/errors';
import { routes } from '@cryptotribes/protocol/routes';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { rolesOf } from '../features/admin/roles.ts';

/**
 * What answers under /v1/ when no route does: METHOD_NOT_ALLOWED with an Allow header where other methods are known, else NOT_FOUND.
 * Administrators' addresses are known to administrators only.
 */
export function registerUnknownAddresses(app: FastifyInstance, ctx: Pick<Context, 'pool'>): void {
  const known = Object.values(routes).map(({ method, path, access }) => ({
    method,
    forAdmins: access === 'admin',
    pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
  }));
  app.all('/v1/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const found = known.filter((route) => route.pattern.test(path));
    const userId = request.auth?.userId;
    if (
      found.some((route) => route.forAdmins) &&
      (userId === undefined || (await rolesOf(ctx.pool, userId)).length === 0)
    )
      throw new AppError('NOT_FOUND');
    const allowed = new Set(found.map((route) => route.method));
    if (allowed.size === 0) throw new AppError('NOT_FOUND');
    reply.header('allow', [...allowed].join(', '));
    throw new AppError('METHOD_NOT_ALLOWED', { allowed: [...allowed] });
  });
}
