/** What only a raw socket can send: requests that two programs could read differently (RELIABILITY IN8), and slow ones (IN9). */
import net from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const open = (url: string): net.Socket => net.connect(Number(new URL(url).port), '127.0.0.1');
/** All that comes back until the server closes the connection. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = open(app.url);
    let answer = '';
    socket.on('data', (part) => {
      answer += part.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
    socket.write(text, 'latin1');
  });
}
/** How many requests for the list of seasons reached the program. */
async function seasonsAsked(): Promise<number> {
  const { values } = await app.ctx.metrics.httpSeconds.get();
  return values
    .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.route === 'seasons.list')
    .reduce((sum, { value }) => sum + value, 0);
}

const HIDDEN = 'GET /v1/seasons HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (headers: string[], body: string, end = '\r\n') =>
  [
    'POST /v1/training/start HTTP/1.1',
    ...headers,
    'Content-Type: application/json',
    `Authorization: Bearer ${token}`,
    '',
    body,
  ].join(end);
const chunked = `0\r\n\r\n${HIDDEN}`;

describe('a request that could be read in two ways', () => {
  it.each([
    ['a length and chunks', post(['Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'], chunked)],
    ['chunks and a length', post(['Host: x', 'Transfer-Encoding: chunked', 'Content-Length: 5'], chunked)],
    ['two lengths', post(['Host: x', 'Content-Length: 2', 'Content-Length: 40'], `{}${HIDDEN}`)],
    ['two equal lengths', post(['Host: x', 'Content-Length: 2', 'Content-Length: 2'], `{}${HIDDEN}`)],
    ['a list of lengths', post(['Host: x', 'Content-Length: 2, 40'], `{}${HIDDEN}`)],
    ['a length with a sign', post(['Host: x', 'Content-Length: +2'], `{}${HIDDEN}`)],
    ['an unknown transfer encoding', post(['Host: x', 'Transfer-Encoding: xchunked'], chunked)],
    ['chunks twice', post(['Host: x', 'Transfer-Encoding: chunked', 'Transfer-Encoding: x'], chunked)],
    ['a space before the colon', post(['Host: x', 'Transfer-Encoding : chunked'], chunked)],
    ['a folded header', post(['Host: x', 'Transfer-Encoding:', ' chunked'], chunked)],
    ['a bare line feed after a header', post(['Host: x\nTransfer-Encoding: chunked', 'Content-Length: 5'], chunked)],
    ['a carriage return inside a header', post(['Host: x\rTransfer-Encoding: chunked', 'Content-Length: 5'], chunked)],
    ['a NUL in a header', post(['Host: x', 'X-Name: a\0b', 'Content-Length: 2'], `{}${HIDDEN}`)],
    ['no host', post(['Content-Length: 2'], `{}${HIDDEN}`)],
    ['a chunk size that is none', post(['Host: x', 'Transfer-Encoding: chunked'], `0x1\r\n{\r\n${chunked}`)],
    ['a header of 17 kB', post(['Host: x', `X-Long: ${'a'.repeat(17_000)}`, 'Content-Length: 2'], `{}${HIDDEN}`)],
  ])('%s: is refused, and nothing behind it is read', async (_name, text) => {
    const before = await seasonsAsked();
    const answer = await exchange(text);
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
    const answer = await exchange(`${HIDDEN}${last}`);
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(await seasonsAsked()).toBe(before + 2);
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
    ['the body', post(['Host: x', 'Content-Length: 5000'], '{')],
  ])('are cut when they never come to the end of %s, while others are answered', async (_name, start) => {
    const sockets = times(100, () => open(url));
    const cut = sockets.map((socket) => new Promise<void>((resolve) => socket.on('close', () => resolve())));
    const drips = sockets.map((socket) => {
      socket.on('error', () => {});
      if (start !== '') socket.write(start);
      return setInterval(() => socket.write('X'), 30);
    });
    try {
      const answers = await Promise.all(times(20, () => sendJson(url, { method: 'GET', path: '/v1/seasons' })));
      expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
      await Promise.all(cut);
    } finally {
      for (const drip of drips) clearInterval(drip);
    }
    expect((await sendJson(url, { method: 'GET', path: '/v1/seasons' })).status).toBe(200);
  });

  it('are not waited for longer than half a minute by the real program', () => {
    expect(Math.max(PATIENCE.headersMs, PATIENCE.requestMs) + PATIENCE.checkMs).toBeLessThanOrEqual(30_000);
  });
});
