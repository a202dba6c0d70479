import type { RouteName } from '@cryptotribes/protocol/routes';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { toAppError } from '../../http/failure.ts';
import type { Call } from '../../http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { authHandlers } from './routes.ts';
import { authenticate } from './sessions.ts';
import { count, createTestContext, newPlayer, ORIGIN, type Player, type TestContext } from './testKit.ts';
import { walletBytes } from './wallet.ts';

let database: TestDatabase;
let ctx: TestContext;
let app: FastifyInstance;
let player: Player;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => start());

/** The four handlers behind HTTP, without what all routes share. */
function start(config: Partial<Config> = {}): void {
  ctx = createTestContext(database.pool, config);
  player = newPlayer();
  app = Fastify();
  app.setErrorHandler((error, _request, reply) => {
    const { status, code } = toAppError(error);
    return reply.code(status).send({ code });
  });
  for (const [name, handler] of Object.entries(authHandlers)) {
    app.post(`/${name}`, (request, reply) => {
      const call = { params: undefined, query: undefined, body: request.body, auth: null, request };
      const handle = handler.handle as (ctx: Context, call: Call<RouteName>, reply: unknown) => Promise<unknown>;
      return handle(ctx as unknown as Context, call as unknown as Call<RouteName>, reply);
    });
  }
}

type Headers = Record<string, string>;
async function post(name: keyof typeof authHandlers, body: object, headers: Headers = {}) {
  const options: InjectOptions = { method: 'POST', url: `/${name}`, payload: body, headers };
  const answer = await app.inject(options);
  return { status: answer.statusCode, body: answer.json(), cookie: answer.headers['set-cookie'] as string | undefined };
}
async function connect(body: object = {}, headers: Headers = {}) {
  const { body: asked } = await post('auth.nonce', { walletAddress: player.address }, headers);
  const signature = await player.signMessage({ message: asked.message });
  return post('auth.connect', { walletAddress: player.address, signature, message: asked.message, ...body }, headers);
}
const fromOurPage: Headers = { origin: ORIGIN };
const cookieOf = (setCookie: string | undefined): string => setCookie?.split(';')[0] ?? '';

describe('connect', () => {
  it('gives programs a token and no cookie', async () => {
    const { status, body, cookie } = await connect();
    expect(status).toBe(200);
    expect(cookie).toBeUndefined();
    expect(Object.keys(body).sort()).toEqual(['expiresAt', 'token', 'user']);
    expect(Object.keys(body.user).sort()).toEqual(
      ['gold', 'id', 'tribeId', 'username', 'victoryPoints', 'walletAddress'].sort(),
    );
    expect(await authenticate(ctx, { bearer: body.token })).not.toBeNull();
  });

  it('gives browsers a cookie and keeps the token back', async () => {
    const { status, body, cookie } = await connect({ session: 'cookie' }, fromOurPage);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['expiresAt', 'user']);
    expect(cookie).toMatch(/^ct_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify(body)).not.toContain(cookieOf(cookie).slice('ct_session='.length));
  });

  it('uses the prefixed, encrypted cookie on https', async () => {
    const ours = 'https://play.example';
    start({ publicUrl: ours, clientOrigins: [ours], isProduction: true });
    const { cookie } = await connect({ session: 'cookie' }, { origin: ours });
    expect(cookie).toMatch(/^__Host-ct_session=[\w-]{43}; .*; Secure$/);
  });

  it.each(['https://evil.example', 'null', `${ORIGIN}.evil.com`, ''])(
    'refuses a browser session to the website "%s" and leaves the nonce unused',
    async (origin) => {
      const { body: asked } = await post('auth.nonce', { walletAddress: player.address });
      const signature = await player.signMessage({ message: asked.message });
      const request = { walletAddress: player.address, signature, message: asked.message, session: 'cookie' };
      const refused = await post('auth.connect', request, origin === '' ? {} : { origin });
      expect(refused).toEqual({ status: 403, body: { code: 'ORIGIN_NOT_ALLOWED' }, cookie: undefined });
      expect((await post('auth.connect', request, fromOurPage)).status).toBe(200);
    },
  );

  it('ends the session that the browser had before', async () => {
    const first = cookieOf((await connect({ session: 'cookie' }, fromOurPage)).cookie);
    await connect({ session: 'cookie' }, { ...fromOurPage, cookie: first });
    expect(await authenticate(ctx, { cookie: first.slice('ct_session='.length) })).toBeNull();
    const live = 'sessions s join users u on u.id = s.user_id where u.wallet = $1 and s.revoked_at is null';
    expect(await count(database.pool, live, [walletBytes(player.address)])).toBe(1);
  });

  it('never answers bad sign-ins with 5xx', async () => {
    const { body: asked } = await post('auth.nonce', { walletAddress: player.address });
    const base = { walletAddress: player.address, message: asked.message, signature: '0x00' };
    for (const change of [
      {},
      { message: 'x'.repeat(2000) },
      { message: '\u0000' },
      { signature: `0x${'ab'.repeat(4096)}` },
    ]) {
      expect((await post('auth.connect', { ...base, ...change })).status).toBe(401);
    }
  });
});

describe('the nonce', () => {
  it('names the page that asks when it is ours, else the main one', async () => {
    const second = 'https://beta.play.example';
    start({ publicUrl: 'https://play.example', clientOrigins: ['https://play.example', second], isProduction: true });
    const domain = async (headers: Headers) =>
      (await post('auth.nonce', { walletAddress: player.address }, headers)).body.message.split(' ')[0];
    expect(await domain({ origin: second })).toBe('beta.play.example');
    expect(await domain({})).toBe('play.example');
    expect(await domain({ origin: 'https://evil.example' })).toBe('play.example');
    expect(await domain({ origin: 'https://evil.example', host: 'evil.example' })).toBe('play.example');
  });
});

describe('refresh', () => {
  const bearer = (token: string, key?: string): Headers => ({
    authorization: `Bearer ${token}`,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  });

  it('exchanges a token, and a retry with the same key gets one too', async () => {
    const { body } = await connect();
    const first = await post('auth.refresh', {}, bearer(body.token, 'refresh-0001'));
    const again = await post('auth.refresh', {}, bearer(body.token, 'refresh-0001'));
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await authenticate(ctx, { bearer: again.body.token })).toMatchObject({ generation: 2 });
  });

  it('answers a replaced token with 401 and ends the session', async () => {
    const { body } = await connect();
    const next = await post('auth.refresh', {}, bearer(body.token));
    const reused = await post('auth.refresh', {}, bearer(body.token));
    expect(reused).toMatchObject({ status: 401, body: { code: 'INVALID_TOKEN' } });
    expect(await authenticate(ctx, { bearer: next.body.token })).toBeNull();
  });

  it('sets the cookie again for a browser, which must be on our page', async () => {
    const cookie = cookieOf((await connect({ session: 'cookie' }, fromOurPage)).cookie);
    ctx.clock.advance(86_400_000);
    const refreshed = await post('auth.refresh', {}, { ...fromOurPage, cookie });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).toEqual({ expiresAt: new Date(ctx.clock.nowMs() + 7 * 86_400_000).toISOString() });
    expect(refreshed.cookie).toContain(`${cookie}; Path=/; Max-Age=604800;`);
    expect((await post('auth.refresh', {}, { origin: 'https://evil.example', cookie })).status).toBe(403);
  });

  it('is refused without credentials', async () => {
    expect((await post('auth.refresh', {})).status).toBe(401);
    expect((await post('auth.refresh', {}, bearer('nonsense'))).status).toBe(401);
    expect((await post('auth.refresh', {}, { ...fromOurPage, cookie: `ct_session=${'A'.repeat(43)}` })).status).toBe(
      401,
    );
  });
});

describe('logout', () => {
  it('ends the session, clears the cookie and may be repeated', async () => {
    const cookie = cookieOf((await connect({ session: 'cookie' }, fromOurPage)).cookie);
    for (let i = 0; i < 2; i++) {
      const answer = await post('auth.logout', {}, { ...fromOurPage, cookie });
      expect(answer).toMatchObject({ status: 200, body: { signedOut: true } });
      expect(answer.cookie).toContain('ct_session=; Path=/; Max-Age=0;');
    }
    expect(await authenticate(ctx, { cookie: cookie.slice('ct_session='.length) })).toBeNull();
  });

  it('cannot be called by another website', async () => {
    const cookie = cookieOf((await connect({ session: 'cookie' }, fromOurPage)).cookie);
    expect((await post('auth.logout', {}, { origin: 'https://evil.example', cookie })).status).toBe(403);
    expect(await authenticate(ctx, { cookie: cookie.slice('ct_session='.length) })).not.toBeNull();
  });

  it('ends a token session', async () => {
    const { body } = await connect();
    const headers = { authorization: `Bearer ${body.token}` };
    expect((await post('auth.logout', {}, headers)).body).toEqual({ signedOut: true });
    expect(await authenticate(ctx, { bearer: body.token })).toBeNull();
    expect((await post('auth.refresh', {}, headers)).status).toBe(401);
  });
});
