/** Puts the route table and the handlers together: access, limits, idempotency, transaction, envelope. */

import { Failure, success } from '@cryptotribes/protocol/core/envelope';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.ts';
import { readsOf } from '../platform/reads.ts';
import { inTransaction } from '../platform/tx.ts';
import { failpoint } from '../testBuild/failpoint.ts';
import { meta } from './failure.ts';
import type { Call, Handler, Handlers } from './handler.ts';
import { claim, idempotencyKey, remember, requestHash } from './idempotency.ts';
import { assertSameSite } from './origin.ts';
import { assertAdmin, assertAllowed } from './policy.ts';
import type { RateLimits } from './rateLimits.ts';

const NoBody = Type.Union([Type.Undefined(), Type.Null(), Type.Object({}, { additionalProperties: false })]);

export function registerRoutes(app: FastifyInstance, ctx: Context, handlers: Handlers, limits: RateLimits): void {
  for (const name of Object.keys(routes) as RouteName[]) {
    registerRoute(app, ctx, name, routes[name], handlers[name] as Handler<RouteName>, limits);
  }
}

function registerRoute(
  app: FastifyInstance,
  ctx: Context,
  name: RouteName,
  definition: RouteDefinition,
  handler: Handler<RouteName>,
  limits: RateLimits,
): void {
  const status = definition.status ?? 200;
  const forAdmins = definition.access === 'admin';
  app.route({
    method: definition.method,
    url: definition.path,
    exposeHeadRoute: false,
    config: { routeName: name },
    schema: {
      summary: definition.summary,
      operationId: name,
      tags: [name.split('.')[0] as string],
      ...(definition.access === 'public' ? {} : { security: [{ bearer: [] }, { cookie: [] }] }),
      ...(definition.params ? { params: definition.params } : {}),
      querystring: definition.query ?? Type.Object({}, { additionalProperties: false }),
      ...(definition.method === 'GET' ? {} : { body: definition.body ?? NoBody }),
      ...(definition.produces ? { produces: [...definition.produces] } : {}),
      response: {
        ...(definition.produces ? {} : { [status]: success(definition.data) }),
        '4xx': Failure,
        '5xx': Failure,
      },
    },
    // Before the body is read: to everybody else these addresses look like any other that does not exist.
    onRequest: async (request, reply) => {
      if (!forAdmins) return;
      if (request.auth === null) throw new AppError('NOT_FOUND');
      await limits.general(request, reply);
      await assertAdmin(ctx.pool, definition, request.auth);
    },
    preValidation: async (request, reply) => {
      if (!forAdmins) await limits.general(request, reply);
      if (definition.limit) await limits.byRoute[definition.limit](request, reply);
      if (definition.access !== 'public' && request.auth === null) throw new AppError('INVALID_TOKEN');
      if (definition.method !== 'GET' && request.auth?.kind === 'cookie') assertSameSite(request, ctx.config);
    },
    handler: async (request, reply) => {
      const call: Call<RouteName> = {
        params: request.params as never,
        query: request.query as never,
        body: request.body as never,
        auth: request.auth,
        request,
      };
      reply.code(status);
      if (handler.kind === 'command') return runCommand(ctx, definition, handler, call, reply, status);
      await assertAllowed(readsOf(ctx.pool), definition, call);
      if (handler.kind === 'raw') return handler.handle(ctx, call, reply);
      if (handler.kind === 'text') {
        const data = await handler.handle(ctx, call);
        reply.type('application/json; charset=utf-8').serializer(asItIs);
        return `{"success":true,"data":${data},"meta":${JSON.stringify(meta(ctx, request.id))}}`;
      }
      const data = handler.kind === 'query' ? await handler.handle(ctx, call) : await handler.handle(ctx, call, reply);
      return { success: true, data, meta: meta(ctx, request.id) };
    },
  });
}

const asItIs = (text: unknown): string => text as string;

async function runCommand(
  ctx: Context,
  definition: RouteDefinition,
  handler: Extract<Handler<RouteName>, { kind: 'command' }>,
  call: Call<RouteName>,
  reply: FastifyReply,
  status: number,
): Promise<unknown> {
  const key = idempotencyKey(call.request);
  const userId = call.auth?.userId ?? null;
  const outcome = await inTransaction(ctx, async (tx) => {
    if (key !== null && userId !== null) {
      const earlier = await claim(tx, userId, key, requestHash(call.request), ctx.clock.nowMs());
      if (earlier) return { replayed: earlier };
    }
    await failpoint('command.claimed');
    // After the key: whoever left a tribe may still be told again that he did.
    await assertAllowed(tx, definition, call);
    const answer = { success: true, data: await handler.handle(ctx, tx, call), meta: meta(ctx, call.request.id) };
    await failpoint('command.done');
    if (key !== null && userId !== null) await remember(tx, userId, key, { status, answer: JSON.stringify(answer) });
    await failpoint('command.kept');
    return { answer };
  });
  await failpoint('command.committed');
  if ('answer' in outcome) {
    // Settings and what was read are no commands of the game: a page sends those by itself.
    if (userId !== null && definition.access !== 'user') ctx.sightings.noteCommand(userId, ctx.clock.nowMs());
    return outcome.answer;
  }
  reply.code(outcome.replayed.status).header('idempotency-replayed', 'true');
  return JSON.parse(outcome.replayed.answer);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    routeName?: RouteName;
  }
}
