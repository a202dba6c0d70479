import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../../platform/db.ts';
import { createLogger } from '../../platform/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { rotateSession } from './rotation.ts';
import { signOut } from './service.ts';
import { authenticate, endSession, extendCookieSession, onSessionEnded } from './sessions.ts';
import { count, createTestContext, DAY_MS, newPlayer, type Player, signIn, type TestContext } from './testKit.ts';

let database: TestDatabase;
let otherPool: Pool;
let ctx: TestContext;
let elsewhere: TestContext;
let player: Player;
beforeAll(async () => {
  database = await createTestDatabase();
  otherPool = createPool({ url: database.url, size: 4, log: createLogger('silent'), name: 'second process' });
});
afterAll(async () => {
  await otherPool.end();
  await database.drop();
});
beforeEach(() => {
  ctx = createTestContext(database.pool);
  elsewhere = createTestContext(otherPool, {}, ctx);
  player = newPlayer();
});
const invalid = expect.objectContaining({ code: 'INVALID_TOKEN' });

describe('who calls', () => {
  it('is nobody without credentials or with made-up ones', async () => {
    expect(await authenticate(ctx, {})).toBeNull();
    expect(await authenticate(ctx, { bearer: '' })).toBeNull();
    expect(await authenticate(ctx, { cookie: 'A'.repeat(43) })).toBeNull();
  });

  it('is decided by the bearer token when there is a cookie as well', async () => {
    const { secret: cookie } = await signIn(ctx, player, 'cookie');
    const token = await signIn(ctx, newPlayer());
    expect(await authenticate(ctx, { bearer: token.secret, cookie })).toEqual(token.auth);
    expect(await authenticate(ctx, { bearer: 'nonsense', cookie })).toBeNull();
  });

  it('is nobody when a token claims a session of another player or a cookie session', async () => {
    const mine = await signIn(ctx, player);
    const other = await signIn(ctx, newPlayer());
    const cookie = await signIn(ctx, player, 'cookie');
    const sign = (claims: object) => ctx.tokens.sign({ ...mine.auth, ...claims });
    expect(await authenticate(ctx, { bearer: sign({}) })).toEqual(mine.auth);
    expect(await authenticate(ctx, { bearer: sign({ sessionId: other.auth.sessionId }) })).toBeNull();
    expect(await authenticate(ctx, { bearer: sign({ sessionId: cookie.auth.sessionId }) })).toBeNull();
    expect(await authenticate(ctx, { bearer: sign({ sessionId: '0'.repeat(24) }) })).toBeNull();
  });

  it('is nobody after the session has expired', async () => {
    const { secret } = await signIn(ctx, player, 'cookie');
    ctx.clock.advance(7 * DAY_MS - 1);
    expect(await authenticate(ctx, { cookie: secret })).not.toBeNull();
    ctx.clock.advance(1);
    expect(await authenticate(ctx, { cookie: secret })).toBeNull();
  });

  it('is refused with 503 while the database is away, and known again afterwards', async () => {
    const { secret, auth } = await signIn(ctx, player);
    const dead = createPool({
      url: 'postgres://x:x@127.0.0.1:9/x',
      size: 1,
      log: createLogger('silent'),
      name: 'dead',
    });
    const cutOff = createTestContext(dead, {}, ctx);
    await expect(authenticate(cutOff, { bearer: secret })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await expect(authenticate(cutOff, { cookie: 'A'.repeat(43) })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    await dead.end();
    expect(await authenticate(elsewhere, { bearer: secret })).toEqual(auth);
  });

  it('is not stored in a form that could be used to sign in', async () => {
    const { secret } = await signIn(ctx, player, 'cookie');
    expect(await count(database.pool, 'sessions s where s::text like $1', [`%${secret}%`])).toBe(0);
    const hex = Buffer.from(secret, 'base64url').toString('hex');
    expect(await count(database.pool, 'sessions s where s::text like $1', [`%${hex}%`])).toBe(0);
  });
});

describe('ending a session', () => {
  it.each(['token', 'cookie'] as const)(
    'takes effect at once here and within a second elsewhere (%s)',
    async (kind) => {
      const { secret, auth } = await signIn(ctx, player, kind);
      const credentials = kind === 'token' ? { bearer: secret } : { cookie: secret };
      expect(await authenticate(ctx, credentials)).toEqual(auth);
      expect(await authenticate(elsewhere, credentials)).toEqual(auth);
      await endSession(ctx, auth.sessionId, 'banned');
      expect(await authenticate(ctx, credentials)).toBeNull();
      ctx.clock.advance(1_000);
      expect(await authenticate(elsewhere, credentials)).toBeNull();
    },
  );

  it('is told to listeners once', async () => {
    const { auth, secret } = await signIn(ctx, player);
    const heard: string[] = [];
    const leave = onSessionEnded(ctx, (id) => heard.push(id));
    await endSession(ctx, auth.sessionId, 'banned');
    await endSession(ctx, auth.sessionId, 'banned');
    await signOut(ctx, { bearer: secret });
    leave();
    expect(heard).toEqual([auth.sessionId]);
  });

  it('does not lose against a check that began before it', async () => {
    const { auth, secret } = await signIn(ctx, player);
    for (let i = 0; i < 20; i++) {
      const checks = Array.from({ length: 5 }, () => authenticate(ctx, { bearer: secret }));
      if (i === 10) await endSession(ctx, auth.sessionId, 'banned');
      await Promise.all(checks);
    }
    expect(await authenticate(ctx, { bearer: secret })).toBeNull();
  });

  it('makes room: expired sessions of a player go when the next one begins', async () => {
    const { auth } = await signIn(ctx, player);
    ctx.clock.advance(8 * DAY_MS);
    await signIn(ctx, player);
    expect(await count(database.pool, 'sessions where user_id = $1', [auth.userId])).toBe(1);
  });
});

describe('refreshing a token', () => {
  it('gives a new token and ends the old one', async () => {
    const { secret, auth } = await signIn(ctx, player);
    ctx.clock.advance(DAY_MS);
    const next = await rotateSession(ctx, secret, null);
    expect(next.auth).toEqual({ ...auth, generation: 2, expiresAtMs: auth.expiresAtMs + DAY_MS });
    expect(await authenticate(ctx, { bearer: next.secret })).toEqual(next.auth);
    expect(await authenticate(ctx, { bearer: secret })).toBeNull();
  });

  it('ends the whole session and leaves a record when an old token comes back', async () => {
    const { secret, auth } = await signIn(ctx, player);
    const next = await rotateSession(ctx, secret, 'first-key-1');
    const heard: string[] = [];
    onSessionEnded(ctx, (id) => heard.push(id));
    await expect(rotateSession(ctx, secret, 'other-key-2')).rejects.toEqual(invalid);
    expect(await authenticate(ctx, { bearer: next.secret })).toBeNull();
    await expect(rotateSession(ctx, next.secret, null)).rejects.toEqual(invalid);
    expect(heard).toEqual([auth.sessionId]);
    const { rows } = await database.pool.query('select action, details from audit_log where user_id = $1', [
      auth.userId,
    ]);
    expect(rows).toEqual([
      {
        action: 'refresh_token_reused',
        details: { sessionId: auth.sessionId, generation: 1, currentGeneration: 2 },
      },
    ]);
  });

  it('gives the lost answer again to the same key within a minute', async () => {
    const { secret } = await signIn(ctx, player);
    const first = await rotateSession(ctx, secret, 'the-same-key');
    ctx.clock.advance(60_000);
    const again = await rotateSession(ctx, secret, 'the-same-key');
    expect(again.auth).toEqual(first.auth);
    expect(await authenticate(ctx, { bearer: again.secret })).toEqual(first.auth);
  });

  it('counts the same key as reuse after a minute', async () => {
    const { secret } = await signIn(ctx, player);
    const next = await rotateSession(ctx, secret, 'the-same-key');
    ctx.clock.advance(60_001);
    await expect(rotateSession(ctx, secret, 'the-same-key')).rejects.toEqual(invalid);
    expect(await authenticate(ctx, { bearer: next.secret })).toBeNull();
  });

  it('does not take two requests without a key for one', async () => {
    const { secret } = await signIn(ctx, player);
    await rotateSession(ctx, secret, null);
    await expect(rotateSession(ctx, secret, null)).rejects.toEqual(invalid);
  });

  it('counts a token two generations old as reuse whatever its key', async () => {
    const { secret } = await signIn(ctx, player);
    const second = await rotateSession(ctx, secret, 'the-same-key');
    const third = await rotateSession(ctx, second.secret, 'the-same-key');
    await expect(rotateSession(ctx, secret, 'the-same-key')).rejects.toEqual(invalid);
    expect(await authenticate(ctx, { bearer: third.secret })).toBeNull();
  });

  it('moves on by one when the same request arrives twenty times at once', async () => {
    const { secret } = await signIn(ctx, player);
    const results = await Promise.all(Array.from({ length: 20 }, () => rotateSession(ctx, secret, 'the-same-key')));
    expect(new Set(results.map(({ auth }) => auth.generation))).toEqual(new Set([2]));
    for (const { secret: token } of results) expect(await authenticate(ctx, { bearer: token })).not.toBeNull();
  });

  it('ends with the thirtieth day', async () => {
    const begun = ctx.clock.nowMs();
    let { secret, auth } = await signIn(ctx, player);
    for (let day = 6; day < 30; day += 6) {
      ctx.clock.set(begun + day * DAY_MS);
      ({ secret, auth } = await rotateSession(ctx, secret, null));
    }
    expect(auth.expiresAtMs).toBe(begun + 30 * DAY_MS);
    ctx.clock.set(begun + 30 * DAY_MS);
    await expect(rotateSession(ctx, secret, null)).rejects.toEqual(invalid);
  });

  it('is refused for a cookie session, an ended one and nonsense', async () => {
    const cookie = await signIn(ctx, player, 'cookie');
    await expect(rotateSession(ctx, ctx.tokens.sign(cookie.auth), null)).rejects.toEqual(invalid);
    const ended = await signIn(ctx, player);
    await endSession(ctx, ended.auth.sessionId, 'banned');
    await expect(rotateSession(ctx, ended.secret, null)).rejects.toEqual(invalid);
    await expect(rotateSession(ctx, '', null)).rejects.toEqual(invalid);
  });
});

describe('lengthening a cookie session', () => {
  it('keeps the cookie and moves the end', async () => {
    const { secret, auth } = await signIn(ctx, player, 'cookie');
    ctx.clock.advance(DAY_MS);
    const extended = await extendCookieSession(ctx, secret);
    expect(extended).toEqual({ secret, auth: { ...auth, expiresAtMs: auth.expiresAtMs + DAY_MS } });
    expect(await authenticate(ctx, { cookie: secret })).toEqual(extended.auth);
  });

  it('is refused after the session has ended', async () => {
    const { secret, auth } = await signIn(ctx, player, 'cookie');
    await endSession(ctx, auth.sessionId, 'banned');
    await expect(extendCookieSession(ctx, secret)).rejects.toEqual(invalid);
    await expect(extendCookieSession(ctx, 'A'.repeat(43))).rejects.toEqual(invalid);
  });
});
