import { ERRORS } from '@cryptotribes/protocol/core/errors';
import { ACCESS, policyRow, ROLES } from '@cryptotribes/protocol/core/policy';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';

/** Who may call what, as data: every route × role, with the code of the refusal where there is one. */
export const policyDocument = () => ({
  access: ACCESS,
  roles: ROLES,
  routes: (Object.keys(routes) as RouteName[]).map((name) => ({
    name,
    method: routes[name].method,
    path: routes[name].path,
    access: routes[name].access,
    roles: policyRow(routes[name]),
  })),
  errors: Object.fromEntries(
    Object.entries(ERRORS).map(([code, e]) => [code, { status: e.status, message: e.message, retry: e.retry }]),
  ),
});

/** /v1/openapi.json and /v1/policy.json: both made from the route table. */
export function registerDocuments(app: FastifyInstance, _ctx: Context): void {
  app.get('/v1/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return app.swagger();
  });
  app.get('/v1/policy.json', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return policyDocument();
  });
}
