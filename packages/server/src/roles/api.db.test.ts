import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testing/testApp.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A connection on which these bytes were sent, and which is then left alone. */
async function lineTo(app: TestApp, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  closers.push(() => socket.destroy());
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  if (bytes !== '') {
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.write(bytes);
    if (bytes.endsWith('\r\n\r\n')) await answered;
  }
  return socket;
}
const UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  'Host: game',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
].join('\r\n');

describe('stopping the API', () => {
  it.each([
    ['a connection on which nothing was ever sent', ''],
    ['half of a request', 'POST /v1/auth/nonce HTTP/1.1\r\nHost: game\r\n'],
    ['a connection that is kept open for more', 'GET /health/live HTTP/1.1\r\nHost: game\r\n\r\n'],
    ['a web socket whose other end says nothing more', `${UPGRADE}\r\n\r\n`],
  ])('does not wait long for %s', async (_what, bytes) => {
    const app = await startTestApp();
    await lineTo(app, bytes);
    const startedAt = performance.now();
    await app.stop();
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });
});
