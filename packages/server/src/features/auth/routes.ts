/**
 * The sign-in routes, and the list of one's own sessions. None of the first relies on the caller found by the shared check: a refresh has to see a token that
 * was replaced (to end its session), and signing out of a session that has ended is no mistake.
 */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { direct, query, signedIn } from '../../http/handler.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { assertSameSite, isAllowedOrigin } from '../../http/origin.ts';
import { clearedCookie, sessionCookie } from './cookie.ts';
import { readCredentials } from './credentials.ts';
import { deviceOf } from './device.ts';
import { listOpenSessions } from './queries.ts';
import { rotateSession } from './rotation.ts';
import { connect, endOwnSessions, issueNonce, replaceSession, signOut } from './service.ts';
import { extendCookieSession, type OpenSession } from './sessions.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The page that asks, when it is one of ours, so that the wallet sees its own page named; else the main one. */
function ownOrigin(ctx: Context, request: FastifyRequest): string {
  const { origin, host } = request.headers;
  return origin !== undefined && isAllowedOrigin(origin, host, ctx.config) ? origin : ctx.config.publicUrl;
}

const cookieFor = (ctx: Context, { auth, secret }: OpenSession): string =>
  sessionCookie(ctx.config, secret, auth.expiresAtMs, ctx.clock.nowMs());

export const authHandlers = {
  'auth.options': query<'auth.options'>(async (ctx) => ({
    walletConnectProjectId: ctx.config.walletConnectProjectId,
    playMoney: ctx.demoChain !== null,
  })),

  'auth.nonce': direct<'auth.nonce'>(async (ctx, call) => {
    const { nonce, message, expiresAtMs } = await issueNonce(ctx, {
      walletAddress: call.body.walletAddress,
      chainId: call.body.chainId,
      origin: ownOrigin(ctx, call.request),
    });
    return { nonce, message, expiresAt: iso(expiresAtMs) };
  }),

  'auth.connect': direct<'auth.connect'>(async (ctx, call, reply) => {
    const { session: kind = 'token', walletAddress, signature, message } = call.body;
    // Before anything is used up: another website must not be able to sign a visitor in to its own account.
    if (kind === 'cookie') assertSameSite(call.request, ctx.config);
    const device = deviceOf(call.request.headers['user-agent']);
    const opened = await connect(ctx, { walletAddress, signature, message, kind, device });
    const expiresAt = iso(opened.auth.expiresAtMs);
    if (kind === 'token') return { token: opened.secret, expiresAt, user: opened.user };
    const { cookie: previous } = readCredentials(call.request.headers, ctx);
    if (previous !== undefined) await replaceSession(ctx, previous, opened.auth.userId);
    reply.header('set-cookie', cookieFor(ctx, opened));
    return { expiresAt, user: opened.user };
  }),

  'auth.refresh': direct<'auth.refresh'>(async (ctx, call, reply) => {
    const { bearer, cookie } = readCredentials(call.request.headers, ctx);
    if (bearer === undefined && cookie !== undefined) {
      assertSameSite(call.request, ctx.config);
      const extended = await extendCookieSession(ctx, cookie);
      reply.header('set-cookie', cookieFor(ctx, extended));
      return { expiresAt: iso(extended.auth.expiresAtMs) };
    }
    const { auth, secret } = await rotateSession(ctx, bearer ?? '', idempotencyKey(call.request));
    return { token: secret, expiresAt: iso(auth.expiresAtMs) };
  }),

  'auth.logout': direct<'auth.logout'>(async (ctx, call, reply) => {
    const credentials = readCredentials(call.request.headers, ctx);
    if (credentials.cookie !== undefined) {
      assertSameSite(call.request, ctx.config);
      reply.header('set-cookie', clearedCookie(ctx.config));
    }
    await signOut(ctx, credentials);
    return { signedOut: true };
  }),

  'auth.sessions': query<'auth.sessions'>(async (ctx, call) => {
    const { userId, sessionId } = signedIn(call);
    const open = await listOpenSessions(ctx.pool, userId, ctx.clock.nowMs());
    return {
      sessions: open.map((session) => ({
        id: session.id,
        device: session.device,
        isBrowser: session.kind === 'cookie',
        isThis: session.id === sessionId,
        startedAt: iso(session.created_at),
        expiresAt: iso(session.expires_at),
      })),
    };
  }),

  // Not in one transaction: each session that ends is announced at once, and a second call ends what is left.
  'auth.endSession': direct<'auth.endSession'>(async (ctx, call) => ({
    ended: await endOwnSessions(ctx, signedIn(call).userId, { sessionId: call.params.sessionId }),
  })),
  'auth.endOtherSessions': direct<'auth.endOtherSessions'>(async (ctx, call) => {
    const { userId, sessionId } = signedIn(call);
    return { ended: await endOwnSessions(ctx, userId, { keepId: sessionId }) };
  }),
};
