import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { createLogger } from '../platform/logger.ts';
import { type Program, startProgram } from '../program.ts';
import { findRedisServer } from '../testing/findPrograms.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../testing/testApp.ts';
import { outcomes, plainClient, refused, signInPlayer, times } from '../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../testing/testRequests.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp(options);
  closers.push(app.stop);
  return app;
}
const ask = (app: TestApp, token: string | null) =>
  sendJson(app.url, { method: 'GET', path: '/v1/seasons/current', token });

describe('battles', () => {
  it('are limited to ten a minute for each player, whatever came of them', async () => {
    const app = await start({ env: { RATE_LIMIT_BATTLES: '10' } });
    const player = await app.newChieftain({ army: { militia: 9 } });
    const other = await app.newChieftain({ army: { militia: 1 } });
    const calls = times(10, () => app.attack(player, 21, { militia: 1 }));
    expect(await outcomes(calls)).toEqual({ ok: 9, INSUFFICIENT_UNITS: 1 });
    const error = await refused(app.attack(player, 21, { militia: 1 }), 'RATE_LIMIT_EXCEEDED');
    expect(error.retryAfterSeconds).toBeGreaterThan(0);
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(60);
    await app.attack(other, 21, { militia: 1 });
    expect((await player.call('users.me')).entered).toBe(true);
  });
});

describe('signing in', () => {
  it('is limited for each wallet, and nobody is locked out by another wallet', async () => {
    const app = await start({ env: { RATE_LIMIT_AUTH: '10' } });
    const visitor = plainClient(app.url, null);
    const walletAddress = `0x${'ab'.repeat(20)}`;
    // However it is spelled, it is one wallet.
    const spelled = (index: number) => (index % 2 === 0 ? walletAddress : `0x${'AB'.repeat(20)}`);
    const calls = times(10, (index) => visitor.call('auth.nonce', { body: { walletAddress: spelled(index) } }));
    expect(await outcomes(calls)).toEqual({ ok: 10 });
    await refused(visitor.call('auth.nonce', { body: { walletAddress } }), 'RATE_LIMIT_EXCEEDED');
    await expect(signInPlayer(app.url)).resolves.toMatchObject({ id: expect.any(String) });
  });

  it('counts whatever is no address by who sent it', async () => {
    const app = await start({ env: { RATE_LIMIT_AUTH: '10' } });
    const nonsense = (index: number) =>
      sendJson(app.url, { method: 'POST', path: '/v1/auth/nonce', body: { walletAddress: `${index}`.repeat(5000) } });
    for (let index = 0; index < 10; index++) expectRefusal(await nonsense(index), 'nonsense', 'VALIDATION_FAILED');
    expectRefusal(await nonsense(10), 'nonsense', 'RATE_LIMIT_EXCEEDED');
  });
});

describe('everything', () => {
  it('is limited for each player, and for each address without a sign-in', async () => {
    const app = await start({ env: { RATE_LIMIT_GLOBAL: '20' } });
    const [first, second] = [await app.signIn(), await app.signIn()];
    for (let n = 0; n < 20; n++) expect((await ask(app, first.token)).status).toBe(200);
    const refusedAnswer = await ask(app, first.token);
    expectRefusal(refusedAnswer, 'too many', 'RATE_LIMIT_EXCEEDED');
    expect(Number(refusedAnswer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(app, second.token)).status).toBe(200);
    // Four requests were needed for signing in.
    for (let n = 0; n < 16; n++) expect((await ask(app, null)).status).toBe(200);
    expectRefusal(await ask(app, null), 'without a sign-in', 'RATE_LIMIT_EXCEEDED');
  });

  it('cannot be had more often by making up addresses or tokens', async () => {
    const app = await start({ env: { RATE_LIMIT_GLOBAL: '20' } });
    const statuses = await Promise.all(
      times(30, async (index) => {
        const headers = {
          'x-forwarded-for': `10.0.0.${index}`,
          'x-real-ip': `10.0.0.${index}`,
          'x-ct-house-key': 'guess',
        };
        return (
          await sendJson(app.url, { method: 'GET', path: '/v1/seasons/current', token: `made.up.${index}`, headers })
        ).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  });
});

const redis = findRedisServer({ PATH: process.env.PATH });

describe('two programs with one Redis', () => {
  it.skipIf(!redis.ok)('share the count', async () => {
    const port = await freePort();
    const server = spawn(redis.ok ? redis.value : '', [
      '--port',
      String(port),
      '--save',
      '',
      '--appendonly',
      'no',
      '--bind',
      '127.0.0.1',
    ]);
    closers.push(
      () =>
        new Promise((resolve) => {
          server.once('exit', resolve);
          server.kill();
        }),
    );
    await new Promise<void>((resolve) => {
      server.stdout.on('data', (text: Buffer) => text.includes('Ready to accept') && resolve());
    });
    const env = { REDIS_URL: `redis://127.0.0.1:${port}`, RATE_LIMIT_GLOBAL: '20' };
    const app = await start({ env });
    const twin = await second(app, env);
    const statuses = await Promise.all(
      times(30, async (index) => {
        const url = index % 2 === 0 ? app.url : (twin.url as string);
        return (await sendJson(url, { method: 'GET', path: '/v1/seasons/current' })).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  });

  it('go on without it when it does not answer', async () => {
    const app = await start({ env: { REDIS_URL: `redis://127.0.0.1:${await freePort()}`, RATE_LIMIT_GLOBAL: '5' } });
    for (let n = 0; n < 8; n++) expect((await ask(app, null)).status).toBe(200);
  });
});

async function second(app: TestApp, env: Record<string, string>): Promise<Program> {
  const program = await startProgram({
    config: readConfig({ NODE_ENV: 'test', PORT: '0', DEMO: '0', ...env }),
    log: createLogger('silent'),
    databaseUrl: app.database.url,
    jwtSecret: 'a secret that only these tests know, and nobody else',
    worker: false,
  });
  closers.push(program.stop);
  return program;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
