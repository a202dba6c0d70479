/** What only a raw socket can send: requests that two programs could read differently (RELIABILITY IN8), and slow ones (IN9). */
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AMBIGUOUS, dripUntilCut, exchange, HIDDEN, openRaw, rawPost } from '../testing/ambiguousRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { times } from '../testing/testPlayer.ts';
import { sendJson } from '../testing/testRequests.ts';
import { buildServer, PATIENCE } from './buildServer.ts';

let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await startTestApp();
  token = (await app.newPlayer()).token;
});
afterAll(() => app.stop());

/** How many requests for the list of seasons reached the program. */
async function seasonsAsked(): Promise<number> {
  const { values } = await app.ctx.metrics.httpSeconds.get();
  return values
    .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.route === 'seasons.list')
    .reduce((sum, { value }) => sum + value, 0);
}

describe('a request that could be read in two ways', () => {
  it.each(AMBIGUOUS)('%s: is refused, and nothing behind it is read', async (_name, headers, body) => {
    const before = await seasonsAsked();
    const answer = await exchange(app.url, rawPost(token, headers, body));
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|31) /);
    // One answer, and the connection is closed: that is when `exchange` ends.
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    expect(answer).toMatch(/connection: close/i);
    expect(await seasonsAsked()).toBe(before);
    expect((await sendJson(app.url, { method: 'GET', path: '/health/ready' })).status).toBe(200);
  });

  it('is told from two good ones in a row, which are both answered', async () => {
    const before = await seasonsAsked();
    const last = HIDDEN.replace('Host: x', 'Host: x\r\nConnection: close');
    const answer = await exchange(app.url, `${HIDDEN}${last}`);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(await seasonsAsked()).toBe(before + 2);
  });
});

describe('bodies that are too large', () => {
  it('are refused without being read, 200 at once, whatever they say about their length', async () => {
    const before = process.memoryUsage().rss;
    const tenMegabytes = ' '.repeat(10_000_000);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const bomb = gzipSync(Buffer.alloc(10_000_000)).toString('latin1');
    const kinds: [string[], string, RegExp][] = [
      [['Host: x', `Content-Length: ${tenMegabytes.length}`], tenMegabytes, /^HTTP\/1\.1 413 /],
      [
        ['Host: x', 'Transfer-Encoding: chunked', 'Connection: close'],
        `${chunk.repeat(160)}0\r\n\r\n`,
        /^HTTP\/1\.1 413 /,
      ],
      [
        ['Host: x', 'Content-Encoding: gzip', 'Connection: close', `Content-Length: ${bomb.length}`],
        bomb,
        /^HTTP\/1\.1 415 /,
      ],
    ];
    for (const [headers, body, expected] of kinds) {
      const text = rawPost(token, headers, body);
      const answers = await Promise.all(times(200, () => exchange(app.url, text)));
      // A caller that goes on sending may lose the answer with the connection; what it gets is the refusal.
      const heard = answers.filter((answer) => answer !== '');
      expect(heard.filter((answer) => !expected.test(answer))).toEqual([]);
      expect(heard.length).toBeGreaterThan(0);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
    expect((await sendJson(app.url, { method: 'GET', path: '/health/ready' })).status).toBe(200);
  });
});

describe('slow callers', () => {
  let server: FastifyInstance;
  let url: string;
  beforeAll(async () => {
    server = await buildServer(app.ctx, { headersMs: 300, requestMs: 600, checkMs: 50 });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  it.each([
    ['the head', ''],
    ['the body', '{'],
  ])('are cut when they never come to the end of %s, 500 at once, while others are answered', async (_name, body) => {
    const start = body === '' ? '' : rawPost(token, ['Host: x', 'Content-Length: 5000'], body);
    const cut = dripUntilCut(
      times(500, () => openRaw(url)),
      start,
      100,
    );
    const answers = await Promise.all(times(20, () => sendJson(url, { method: 'GET', path: '/v1/seasons' })));
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    await cut;
    expect((await sendJson(url, { method: 'GET', path: '/v1/seasons' })).status).toBe(200);
  });

  it('are not waited for longer than half a minute by the real program', () => {
    expect(Math.max(PATIENCE.headersMs, PATIENCE.requestMs) + PATIENCE.checkMs).toBeLessThanOrEqual(30_000);
  });
});
