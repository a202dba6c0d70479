/** The typed client without the network: calls go straight to the route handlers, each command in a transaction of its own. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { AppError, ERRORS } from '@cryptotribes/protocol/core/errors';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { handlers } from '../features/handlers.ts';
import { inTransaction } from '../platform/tx.ts';
import type { Call, Handler } from './handler.ts';
import { assertAllowed } from './policy.ts';

/**
 * Calls in the name of a player, null = of a visitor. Access and rules are those of every request; sign-in, limits and Idempotency-Keys
 * belong to the network and are left out, and so are the routes that read headers or set cookies. Refusals are the client's ApiError.
 */
export function createDirectApi(ctx: Context, userId: string | null, onCommand: (name: RouteName) => void): ApiClient {
  const auth =
    userId === null
      ? null
      : { userId, sessionId: 'house', kind: 'token' as const, generation: 1, expiresAtMs: Number.MAX_SAFE_INTEGER };
  const call = async (name: RouteName, given: { params?: unknown; query?: unknown; body?: unknown } = {}) => {
    const handler = handlers[name] as Handler<RouteName>;
    const definition = routes[name];
    const request: Call<RouteName> = {
      params: (given.params ?? {}) as never,
      query: (given.query ?? {}) as never,
      body: given.body as never,
      auth,
      request: null as unknown as FastifyRequest,
    };
    try {
      if (handler.kind === 'query') {
        await assertAllowed(ctx.pool, definition, request);
        return await handler.handle(ctx, request);
      }
      if (handler.kind === 'text') {
        await assertAllowed(ctx.pool, definition, request);
        return JSON.parse(await handler.handle(ctx, request));
      }
      if (handler.kind !== 'command') throw new Error(`${name} needs a real request`);
      const data = await inTransaction(ctx, async (tx) => {
        await assertAllowed(tx, definition, request);
        return handler.handle(ctx, tx, request);
      });
      onCommand(name);
      return data;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { status, message } = ERRORS[error.code];
      throw new ApiError({ code: error.code, message, status, details: error.details });
    }
  };
  return { call: call as ApiClient['call'] };
}
