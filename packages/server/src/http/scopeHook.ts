import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { busy } from '../platform/boundedPool.ts';
import { type RequestScope, runInScope } from '../platform/requestScope.ts';
import { sendFailure } from './failure.ts';

declare module 'fastify' {
  interface FastifyRequest {
    scope: RequestScope | null;
    /** By performance.now(). */
    bodyStartedAt: number;
  }
}

/**
 * Everything that a request does knows its id and how long it may wait for the database. After `answerMs` without an answer it is told to ask
 * again: what it asked for may still be done, and whoever comes back with the same Idempotency-Key learns of it. Fastify's own
 * `handlerTimeout` ends with the body of the request.
 */
export function registerScope(app: FastifyInstance, ctx: Context, answerMs: number): void {
  app.decorateRequest('scope', null);
  app.decorateRequest('bodyStartedAt', 0);
  app.addHook('onRequest', (request, reply, done) => {
    const timer = setTimeout(() => {
      if (!reply.sent && !reply.raw.headersSent) void sendFailure(ctx, busy(), request, reply);
    }, answerMs);
    reply.raw.once('close', () => clearTimeout(timer));
    request.scope = { requestId: request.id, waitsUntil: performance.now() + ctx.config.dbWaitMs };
    runInScope(request.scope, done);
  });
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    request.bodyStartedAt = performance.now();
    done();
  });
  // Once more after the body: it arrives by the connection, which knows nothing of the request. That time was the caller's, not ours.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.scope === null) {
      done();
      return;
    }
    const bodyMs = performance.now() - request.bodyStartedAt;
    request.scope = { ...request.scope, waitsUntil: request.scope.waitsUntil + bodyMs };
    runInScope(request.scope, done);
  });
}
