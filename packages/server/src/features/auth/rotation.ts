/**
 * Refreshing a bearer token (RELIABILITY D9): each refresh makes the session's next token and ends the one before. A token
 * that comes back after its turn has been copied by somebody, so the whole session ends. The one exception is the same
 * caller who lost the answer: the same Idempotency-Key, with the token just replaced, within a minute.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { transaction } from '../../platform/db.ts';
import { insertAudit, lockTokenSession, raiseGeneration, revokeSession, type Session } from './queries.ts';
import {
  announceEnd,
  isLive,
  type OpenSession,
  type SessionContext,
  sessionEndMs,
  sessionWatch,
  toAuth,
} from './sessions.ts';

const REPEAT_WINDOW_MS = 60_000;

type Outcome =
  | { readonly kind: 'rotated' | 'repeated' | 'reused'; readonly session: Session }
  | { readonly kind: 'refused' };

/** The session's next token. `key` is the request's Idempotency-Key, null without one. INVALID_TOKEN otherwise. */
export async function rotateSession(ctx: SessionContext, token: string, key: string | null): Promise<OpenSession> {
  const claims = ctx.tokens.verify(token);
  if (claims === null) throw new AppError('INVALID_TOKEN');
  const nowMs = ctx.clock.nowMs();
  const outcome = await transaction<Outcome>(ctx.pool, async (tx) => {
    const session = await lockTokenSession(tx, claims.sessionId);
    if (session === null || session.user_id !== claims.userId || !isLive(session, nowMs)) return { kind: 'refused' };
    if (claims.generation === session.generation) {
      const expiresAtMs = sessionEndMs(session.created_at, nowMs, ctx.config);
      return { kind: 'rotated', session: await raiseGeneration(tx, session.id, refreshMark(nowMs, key), expiresAtMs) };
    }
    if (claims.generation > session.generation) return { kind: 'refused' };
    if (claims.generation === session.generation - 1 && isRepeat(session.refresh_key, nowMs, key)) {
      return { kind: 'repeated', session };
    }
    const ended = await revokeSession(tx, session.id, nowMs, 'refresh_token_reused');
    await insertAudit(tx, nowMs, session.user_id, 'refresh_token_reused', {
      sessionId: session.id,
      generation: claims.generation,
      currentGeneration: session.generation,
    });
    return { kind: 'reused', session: ended ?? session };
  });

  if (outcome.kind === 'refused') throw new AppError('INVALID_TOKEN');
  if (outcome.kind === 'reused') {
    announceEnd(ctx, outcome.session);
    ctx.log.warn({ sessionId: outcome.session.id }, 'a replaced token was used again; its session has been ended');
    throw new AppError('INVALID_TOKEN');
  }
  sessionWatch(ctx).forget(outcome.session);
  const auth = toAuth(outcome.session);
  return { auth, secret: ctx.tokens.sign(auth) };
}

/** sessions.refresh_key: when the last refresh was, and with which key. */
const refreshMark = (nowMs: number, key: string | null): string => `${nowMs} ${key ?? ''}`;

function isRepeat(mark: string | null, nowMs: number, key: string | null): boolean {
  if (mark === null || key === null) return false;
  const refreshedAtMs = Number(mark.slice(0, mark.indexOf(' ')));
  return mark === refreshMark(refreshedAtMs, key) && nowMs - refreshedAtMs <= REPEAT_WINDOW_MS;
}
