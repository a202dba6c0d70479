import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { readCredentials } from '../features/auth/credentials.ts';
import { type Auth, authenticate } from '../features/auth/sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null without a valid sign-in. */
    auth: Auth | null;
  }
}

/** Finds out who calls before anything else looks at the request. Which routes need it is decided by the route table. */
export function registerAuth(app: FastifyInstance, ctx: Context): void {
  app.decorateRequest('auth', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1/')) return;
    const credentials = readCredentials(request.headers, ctx);
    if (credentials.bearer === undefined && credentials.cookie === undefined) return;
    request.auth = await authenticate(ctx, credentials);
    if (request.auth === null) return;
    const nowMs = ctx.clock.nowMs();
    ctx.activity.note(request.auth.userId, nowMs);
    ctx.sightings.note(request.auth.userId, request, nowMs);
  });
}
