/**
 * Sessions: rows that can be ended at once, shown by a bearer token (programs, SPEC 4.2) or by a cookie (browsers).
 * What always holds: 401 only for proven bad credentials, a database that is away is 503 (RELIABILITY D12); a session
 * ended by this process is refused from then on, one ended elsewhere as soon as the database has told so, within a second at most.
 */
import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Context } from '../../context.ts';
import { asUnavailable, type Db } from '../../platform/db.ts';
import { readsOf } from '../../platform/reads.ts';
import type { Tx } from '../../platform/tx.ts';
import { findSessionCookie } from './cookie.ts';
import {
  deleteExpiredSessions,
  extendSession,
  getCookieSession,
  getTokenSession,
  insertSession,
  revokeSession,
  revokeSessions,
  type Session,
} from './queries.ts';
import { createSessionWatch, type SessionEndedListener, type SessionWatch } from './sessionWatch.ts';

export type SessionContext = Pick<Context, 'pool' | 'clock' | 'newId' | 'config' | 'log' | 'tokens'>;

/** Who calls, and by which session. */
export interface Auth {
  readonly userId: string;
  readonly sessionId: string;
  readonly kind: 'token' | 'cookie';
  /** Number of the session's present token: 1 after sign-in, one more after each refresh. */
  readonly generation: number;
  readonly expiresAtMs: number;
}
export interface Credentials {
  readonly bearer?: string | undefined;
  readonly cookie?: string | undefined;
}
/** A session together with what shows it: the token, or the cookie's value. */
export interface OpenSession {
  readonly auth: Auth;
  readonly secret: string;
}

const MAX_SESSION_MS = 30 * 24 * 3_600_000;

// One per program. Kept with the pool, which every holder of sessions has, so that nobody can end a session past it.
const watches = new WeakMap<Context['pool'], SessionWatch>();
export function sessionWatch(ctx: Pick<Context, 'pool'>): SessionWatch {
  const watch = watches.get(ctx.pool) ?? createSessionWatch();
  watches.set(ctx.pool, watch);
  return watch;
}

/** Calls `listener` with the id of each session that ends, whichever process ended it, once or twice; gives the function that stops it. */
export const onSessionEnded = (ctx: Pick<Context, 'pool'>, listener: SessionEndedListener): (() => void) =>
  sessionWatch(ctx).onEnded(listener);

/** The session cookie's value in a Cookie header; undefined when there is none that could be ours. */
export const readSessionCookie = (header: string | undefined, ctx: Pick<Context, 'config'>): string | undefined =>
  findSessionCookie(header, ctx.config);

export const hashCookie = (value: string): Buffer => createHash('sha256').update(value).digest();

export const toAuth = (session: Session): Auth => ({
  userId: session.user_id,
  sessionId: session.id,
  kind: session.kind,
  generation: session.generation,
  expiresAtMs: session.expires_at,
});

export const isLive = (session: Session, nowMs: number): boolean =>
  session.revoked_at === null && nowMs < session.expires_at;

/** A session's end after sign-in or refresh: JWT_EXPIRES_IN from now, and at most 30 days after it began. */
export function sessionEndMs(
  createdAtMs: number,
  nowMs: number,
  config: Pick<Context['config'], 'jwtExpiresInSeconds'>,
) {
  const lengthMs = config.jwtExpiresInSeconds * 1000;
  return Math.min(nowMs + lengthMs, createdAtMs + Math.max(MAX_SESSION_MS, lengthMs));
}

/** Who these credentials belong to; null when they are not valid (any more). A bearer token wins over a cookie. */
export async function authenticate(ctx: SessionContext, credentials: Credentials): Promise<Auth | null> {
  if (credentials.bearer !== undefined) return authenticateToken(ctx, credentials.bearer);
  if (credentials.cookie !== undefined) return authenticateCookie(ctx, credentials.cookie);
  return null;
}

async function authenticateToken(ctx: SessionContext, token: string): Promise<Auth | null> {
  const claims = ctx.tokens.verify(token);
  if (claims === null) return null;
  const session = await findSession(ctx, claims.sessionId, () => getTokenSession(readsOf(ctx.pool), claims.sessionId));
  if (session === null || session.user_id !== claims.userId || session.generation !== claims.generation) return null;
  return toAuth(session);
}

async function authenticateCookie(ctx: SessionContext, cookie: string): Promise<Auth | null> {
  const hash = hashCookie(cookie);
  const session = await findSession(ctx, hash.toString('hex'), () => getCookieSession(readsOf(ctx.pool), hash));
  return session === null ? null : toAuth(session);
}

async function findSession(
  ctx: SessionContext,
  key: string,
  read: () => Promise<Session | null>,
): Promise<Session | null> {
  const watch = sessionWatch(ctx);
  const nowMs = ctx.clock.nowMs();
  let session = watch.recall(key, nowMs);
  if (session === null) {
    const epoch = watch.epoch();
    try {
      session = await read();
    } catch (error) {
      throw asUnavailable(error);
    }
    if (session !== null) watch.remember(key, session, nowMs, epoch);
  }
  return session !== null && isLive(session, ctx.clock.nowMs()) ? session : null;
}

/** Opens a session, in the transaction of the sign-in. */
export async function createSession(
  ctx: SessionContext,
  db: Db,
  { userId, kind, device = null }: { userId: string; kind: Auth['kind']; device?: string | null },
): Promise<OpenSession> {
  const nowMs = ctx.clock.nowMs();
  await deleteExpiredSessions(db, userId, nowMs);
  const cookie = randomBytes(32).toString('base64url');
  const session = await insertSession(db, {
    id: ctx.newId(),
    userId,
    kind,
    cookieHash: kind === 'cookie' ? hashCookie(cookie) : null,
    createdAtMs: nowMs,
    expiresAtMs: sessionEndMs(nowMs, nowMs, ctx.config),
    device,
  });
  const auth = toAuth(session);
  return { auth, secret: kind === 'cookie' ? cookie : ctx.tokens.sign(auth) };
}

/** Lengthens a cookie session; the cookie stays the same. INVALID_TOKEN when there is no such session (any more). */
export async function extendCookieSession(ctx: SessionContext, cookie: string): Promise<OpenSession> {
  const nowMs = ctx.clock.nowMs();
  const session = await getCookieSession(ctx.pool, hashCookie(cookie));
  if (session === null || !isLive(session, nowMs)) throw new AppError('INVALID_TOKEN');
  const extended = await extendSession(ctx.pool, session.id, sessionEndMs(session.created_at, nowMs, ctx.config));
  if (extended === null) throw new AppError('INVALID_TOKEN');
  sessionWatch(ctx).forget(extended);
  return { auth: toAuth(extended), secret: cookie };
}

/** Ends a session at once and tells the listeners. Safe to repeat; `reason` is for our records. */
export async function endSession(ctx: SessionContext, sessionId: string, reason: string): Promise<void> {
  const ended = await revokeSession(ctx.pool, sessionId, ctx.clock.nowMs(), reason);
  if (ended !== null) announceEnd(ctx, ended);
}

/** Ends all of a player's sessions in the open transaction, which has locked the player's row; gives how many there were. */
export async function endAllSessions(
  ctx: Pick<Context, 'clock' | 'pool'>,
  tx: Tx,
  userId: string,
  reason: string,
): Promise<number> {
  const ended = await revokeSessions(tx, userId, ctx.clock.nowMs(), reason);
  tx.afterCommit(() => {
    for (const session of ended) announceEnd(ctx, session);
  });
  return ended.length;
}

/** Some process, this one or another, has ended the session. */
export function sessionEndedSomewhere(ctx: Pick<Context, 'pool'>, sessionId: string): void {
  const watch = sessionWatch(ctx);
  watch.forgetId(sessionId);
  watch.announceEnd(sessionId);
}

/** For whoever ended a session in an own transaction: after its commit. */
export function announceEnd(ctx: Pick<Context, 'pool'>, session: Session): void {
  const watch = sessionWatch(ctx);
  watch.forget(session);
  watch.announceEnd(session.id);
}
