/**
 * The four sign-in routes. None of them relies on the caller found by the shared check: a refresh has to see a token that
 * was replaced (to end its session), and signing out of a session that has ended is no mistake.
 */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { direct } from '../../http/handler.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { assertSameSite, isAllowedOrigin } from '../../http/origin.ts';
import { clearedCookie, sessionCookie } from './cookie.ts';
import { readCredentials } from './credentials.ts';
import { rotateSession } from './rotation.ts';
import { connect, endCookieSession, issueNonce, signOut } from './service.ts';
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
    const signedIn = await connect(ctx, { walletAddress, signature, message, kind });
    const expiresAt = iso(signedIn.auth.expiresAtMs);
    if (kind === 'token') return { token: signedIn.secret, expiresAt, user: signedIn.user };
    const { cookie: previous } = readCredentials(call.request.headers, ctx);
    if (previous !== undefined) await endCookieSession(ctx, previous, 'replaced');
    reply.header('set-cookie', cookieFor(ctx, signedIn));
    return { expiresAt, user: signedIn.user };
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
};
