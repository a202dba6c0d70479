/**
 * The program behind the nginx that we ship (deploy/nginx.conf): what must not pass does not pass (RELIABILITY IN6, IN8, IN9), and what must, does. Needs
 * nginx; without it the whole file is skipped.
 */
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import type { SocketHello } from '@cryptotribes/protocol/features/events';
import type { FastifyInstance } from 'fastify';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AMBIGUOUS, dripUntilCut, exchange, HIDDEN, openRaw, rawPost } from '../testing/ambiguousRequests.ts';
import { findNginx } from '../testing/findPrograms.ts';
import { type NginxOptions, startNginx } from '../testing/startNginx.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { type TestPlayer, times } from '../testing/testPlayer.ts';
import { expectRefusal, send, sendJson } from '../testing/testRequests.ts';
import { buildServer } from './buildServer.ts';

const nginx = findNginx(process.env);
const LIMIT = 40;

describe.skipIf(!nginx.ok)('behind nginx', () => {
  let app: TestApp;
  let player: TestPlayer;
  let url: string;
  const closers: (() => unknown)[] = [];
  const proxy = async (options: Partial<NginxOptions> = {}) => {
    const started = await startNginx(nginx.ok ? nginx.value : '', { upstream: app.url, ...options });
    closers.push(started.stop);
    return started;
  };
  let main: Awaited<ReturnType<typeof startNginx>>;
  beforeAll(async () => {
    app = await startTestApp({ env: { TRUST_PROXY: '1', RATE_LIMIT_GLOBAL: String(LIMIT) } });
    player = await app.newPlayer();
    main = await startNginx(nginx.ok ? nginx.value : '', { upstream: app.url });
    url = main.url;
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  afterAll(async () => {
    await main?.stop();
    await app?.stop();
  });

  /** How many requests for the list of seasons reached the program. */
  async function seasonsAsked(): Promise<number> {
    const { values } = await app.ctx.metrics.httpSeconds.get();
    return values
      .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.route === 'seasons.list')
      .reduce((sum, { value }) => sum + value, 0);
  }

  describe('a request that could be read in two ways', () => {
    it.each(AMBIGUOUS)('%s: is refused, and nothing behind it reaches the program', async (_name, headers, body) => {
      const before = await seasonsAsked();
      const answer = await exchange(url, rawPost(player.token, headers, body));
      expect(answer).toMatch(/^HTTP\/1\.1 4(00|31) /);
      expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
      expect(answer).toMatch(/connection: close/i);
      expect(await seasonsAsked()).toBe(before);
    });

    it('is told from two good ones in a row, which are both answered', async () => {
      const before = await seasonsAsked();
      const last = HIDDEN.replace('Host: x', 'Host: x\r\nConnection: close');
      const answer = await exchange(url, `${HIDDEN}${last}`, '127.0.0.2');
      expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
      expect(await seasonsAsked()).toBe(before + 2);
    });
  });

  describe('a body', () => {
    const post = (body: Buffer | string, headers: Record<string, string> = {}) =>
      send(url, {
        method: 'POST',
        path: '/v1/training/start',
        token: player.token,
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });

    it('of ten megabytes is refused in the words of the program, with a length and in chunks', async () => {
      const large = Buffer.alloc(10_000_000, 0x20);
      expectRefusal(await post(large), 'with a length', 'PAYLOAD_TOO_LARGE');
      const chunks = times(160, () => `10000\r\n${' '.repeat(65_536)}\r\n`).join('');
      const head = ['Host: x', 'Transfer-Encoding: chunked', 'Connection: close'];
      const answer = await exchange(url, rawPost(player.token, head, `${chunks}0\r\n\r\n`));
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    });

    it('up to the limit of the program reaches it', async () => {
      expectRefusal(await post(`{"x":"${'a'.repeat(63_000)}"}`), '63 kB', 'VALIDATION_FAILED');
    });
  });

  describe('slow callers', () => {
    let server: FastifyInstance;
    let upstream: string;
    beforeAll(async () => {
      server = await buildServer(app.ctx, { headersMs: 500, requestMs: 1_000, checkMs: 50 });
      upstream = await server.listen({ host: '127.0.0.1', port: 0 });
    });
    afterAll(() => server?.close());

    it.each([
      ['head', ''],
      ['body', '{'],
    ])('that never come to the end of the %s are cut, 500 at once, while others are answered', async (_name, body) => {
      const slow = await proxy({ upstream, headSeconds: 1 });
      const start = body === '' ? '' : rawPost(player.token, ['Host: x', 'Content-Length: 5000'], body);
      const sockets = times(500, (n) => openRaw(slow.url, `127.0.1.${n % 250}`));
      const cut = dripUntilCut(sockets, start, 100);
      const answers = await Promise.all(
        times(20, () => exchange(slow.url, HIDDEN.replace('Host: x', 'Host: x\r\nConnection: close'), '127.0.0.3')),
      );
      expect(answers.map((answer) => answer.slice(0, 12))).toEqual(times(20, () => 'HTTP/1.1 200'));
      await cut;
    });

    it('are at most 256 from one address', async () => {
      const slow = await proxy({ upstream, headSeconds: 1 });
      const body = rawPost(player.token, ['Host: x', 'Content-Length: 5000', 'Connection: close'], '{');
      const answers = await Promise.all(times(300, () => exchange(slow.url, body, '127.0.0.4')));
      const refused = answers.filter((answer) => answer.startsWith('HTTP/1.1 429'));
      expect(refused).toHaveLength(300 - 256);
      expect(refused[0]).toContain('RATE_LIMIT_EXCEEDED');
    });
  });

  it('callers are counted by the address they really have, whatever they write into X-Forwarded-For', async () => {
    const ask = (from: string, n: number) =>
      exchange(
        url,
        `GET /v1/seasons HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.${n}\r\nConnection: close\r\n\r\n`,
        from,
      );
    const answers = [];
    for (let n = 0; n <= LIMIT; n++) answers.push(await ask('127.0.0.5', n));
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 200'))).toHaveLength(LIMIT);
    expect(answers.at(-1)).toMatch(/^HTTP\/1\.1 429 .*RATE_LIMIT_EXCEEDED/s);
    expect(await ask('127.0.0.6', 0)).toMatch(/^HTTP\/1\.1 200/);
  });

  it('web sockets pass, and no other upgrade does', async () => {
    const socket = io(url, { transports: ['websocket'], reconnection: false, auth: { token: player.token } });
    try {
      const hello = await new Promise<SocketHello>((resolve, reject) => {
        socket.once('hello', resolve);
        socket.once('connect_error', reject);
      });
      expect(hello.userId).toBe(player.id);
    } finally {
      socket.disconnect();
    }
    const h2c = HIDDEN.replace('Host: x', 'Host: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c');
    expect(await exchange(url, h2c, '127.0.0.7')).toMatch(/^HTTP\/1\.1 200/);
  });

  it('what is for whoever runs the game is not there for anybody else', async () => {
    for (const hidden of ['/metrics', '/health/ready', '/health/live', '/internal/cron/vp-generation'])
      expect((await sendJson(url, { method: 'GET', path: hidden })).status).toBe(404);
  });

  it('the program’s absence is told to the game in its own words, and to people by a page', async () => {
    const page = path.resolve(import.meta.dirname, '../../../client/public');
    const alone = await proxy({ upstream: 'http://127.0.0.1:9', root: page });
    const answer = await sendJson(alone.url, { method: 'GET', path: '/v1/seasons' });
    expectAway(answer);
    const shown = await sendJson(alone.url, { method: 'GET', path: '/territories' });
    expect([shown.status, shown.headers['content-type']]).toEqual([503, 'text/html']);
    expect(shown.text).toContain('maintenance.css');
    expect((await sendJson(alone.url, { method: 'GET', path: '/maintenance.css' })).status).toBe(200);
  });
  const expectAway = (answer: Awaited<ReturnType<typeof sendJson>>) => {
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json).toMatchObject({ success: false, error: { code: 'SERVICE_UNAVAILABLE' } });
  };

  it('TLS is one more file, and plain requests are then sent there', async () => {
    const { tlsUrl, url: plain } = await proxy({ tls: true });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpsRequest(`${tlsUrl}/v1/seasons`, { rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    const sent = await sendJson(plain, { method: 'GET', path: '/v1/seasons' });
    expect([sent.status, sent.headers.location]).toEqual([301, 'https://127.0.0.1/v1/seasons']);
  });
});
