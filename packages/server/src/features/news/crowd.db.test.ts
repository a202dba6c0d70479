/** Many sockets, and such that behave badly (RELIABILITY RT4, RT5): what one does costs the others nothing. */
import { connect } from 'node:net';
import type { SocketHello } from '@cryptotribes/protocol/features/events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { openBreakableLine } from '../../testing/breakableLine.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { type TestPlayer, times } from '../../testing/testPlayer.ts';
import { send } from '../../testing/testRequests.ts';
import { ConnectionCounts } from './sockets.ts';

let app: TestApp;
beforeAll(async () => {
  // Addresses of callers are told by a proxy: the tests are that proxy.
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.stop());
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const until = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 10 });
function open(token: string | null, { url = app.url, address = '10.0.0.1', comesBack = false } = {}): Socket {
  const socket = io(url, {
    transports: ['websocket'],
    reconnection: comesBack,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
    forceNew: true,
    auth: token === null ? {} : { token },
    extraHeaders: { 'x-forwarded-for': address },
  });
  closers.push(() => socket.disconnect());
  return socket;
}
const greeted = (socket: Socket): Promise<SocketHello> =>
  new Promise((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', reject);
  });
const countOf = async (why: string): Promise<number> =>
  (await app.ctx.metrics.socketsCut.get()).values.find(({ labels }) => labels.why === why)?.value ?? 0;

/** A web socket below Socket.IO that says what no client of ours would. */
async function openBare(
  token: string | null,
): Promise<{ say(text: string): void; closed: Promise<void>; end(): void }> {
  const { hostname, port } = new URL(app.url);
  const line = connect(Number(port), hostname);
  closers.push(() => line.destroy());
  const closed = new Promise<void>((resolve) => line.once('close', () => resolve()));
  line.on('error', () => {});
  line.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${hostname}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  );
  await new Promise((resolve) => line.once('data', resolve));
  const say = (text: string): void => {
    const bytes = Buffer.from(text);
    // A text frame with the mask 0: as good as any.
    const head = bytes.length < 126 ? Buffer.from([0x81, 0x80 | bytes.length, 0, 0, 0, 0]) : Buffer.alloc(14, 0);
    if (bytes.length >= 126) {
      head.writeUInt16BE(0x81ff, 0);
      head.writeBigUInt64BE(BigInt(bytes.length), 2);
    }
    line.write(Buffer.concat([head, bytes]));
  };
  say(`40${token === null ? '' : JSON.stringify({ token })}`);
  return { say, closed, end: () => line.destroy() };
}

describe('how many sockets there may be', () => {
  it('is ten for a player; when one goes another may come', async () => {
    const player = await app.newPlayer();
    const sockets = times(10, () => open(player.token));
    await Promise.all(sockets.map(greeted));
    await expect(greeted(open(player.token))).rejects.toThrow('TOO_MANY_CONNECTIONS');
    sockets[0]?.disconnect();
    await until(() => expect(greeted(open(player.token))).resolves.toMatchObject({ userId: player.id }));
  });

  it('is five hundred for an address, whoever they are', () => {
    const counts = new ConnectionCounts();
    const taken = times(501, (n) => counts.add('10.0.0.2', n % 2 === 0 ? null : `player ${n}`));
    expect(taken.filter(Boolean)).toHaveLength(500);
    expect(counts.add('10.0.0.3', null)).toBe(true);
    counts.remove('10.0.0.2', null);
    expect(counts.add('10.0.0.2', null)).toBe(true);
  });

  it('is not used up by those that were cut before they were greeted', async () => {
    const player = await app.newPlayer();
    for (let round = 0; round < 3; round++) {
      const bare = await Promise.all(times(10, () => openBare(player.token)));
      for (const socket of bare) socket.end();
    }
    await until(() => expect(app.ctx.presence.isOnline(player.id)).toBe(false));
    await Promise.all(times(10, () => greeted(open(player.token))));
  });
});

describe('a socket that', () => {
  it('sends a frame of 1.1 MB is closed', async () => {
    const bare = await openBare(null);
    bare.say('x'.repeat(1_100_000));
    await bare.closed;
  });

  it('sends a thousand messages is cut, whatever they say', async () => {
    const before = await countOf('sends too much');
    const bare = await openBare(null);
    for (let n = 0; n < 1_000; n++) bare.say('42["attack",{}]');
    await bare.closed;
    expect(await countOf('sends too much')).toBe(before + 1);
  });

  it('does not read is cut before a megabyte and a half waits for it; the others hear everything in order', async () => {
    const before = await countOf('does not read');
    const reader = open(null);
    const heard: number[] = [];
    reader.on('saga', ({ text }: { text: string }) => heard.push(Number(text.split(' ')[0])));
    await greeted(reader);
    // The line, not the socket, stops reading: below, the machine's buffers fill first.
    const line = await openBreakableLine(app.url);
    closers.push(() => line.close());
    const sleeper = open(null, { url: line.url });
    await greeted(sleeper);
    line.stall();
    const filler = 'x'.repeat(100_000);
    let told = 0;
    while ((await countOf('does not read')) === before) {
      if (told >= 400) throw new Error('it was never cut');
      await inTransaction(app.ctx, async (tx) => {
        for (let n = 0; n < 5; n++)
          tx.tell({ season: app.seasonId }, 'saga', { kind: 'tally', text: `${told++} ${filler}` }, app.clock.nowMs());
      });
      await until(() => expect(heard.length).toBe(told));
    }
    expect(heard).toEqual(times(told, (n) => n));
    expect(await countOf('does not read')).toBe(before + 1);
  });
});

describe('a thousand sockets that are cut at once', () => {
  it('all come back and are greeted, while requests are answered and nobody is counted twice', async () => {
    const players = await app.newPlayers(60);
    const line = await openBreakableLine(app.url);
    closers.push(() => line.close());
    let greetings = 0;
    const refusals: string[] = [];
    const sockets = times(1_000, (n) => {
      const player = n < 600 ? (players[n % 60] as TestPlayer) : null;
      const socket = open(player?.token ?? null, { url: line.url, address: `10.1.0.${n % 50}`, comesBack: true });
      socket.on('hello', () => greetings++);
      socket.on('connect_error', (error) => {
        // The line's own refusals are no answers of ours.
        if (/^[A-Z_]+$/.test(error.message)) refusals.push(error.message);
      });
      return socket;
    });
    await until(() => expect(greetings).toBe(1_000), 40_000);
    line.cut();
    await until(() => expect(sockets.some((socket) => socket.connected)).toBe(false));
    greetings = 0;
    line.mend();
    const asked: Promise<number>[] = [];
    await until(() => {
      const path = ['/v1/territories', '/health/live', '/v1/users/me'][asked.length % 3] as string;
      const token = players[asked.length % 60]?.token ?? null;
      if (asked.length < 100) asked.push(send(app.url, { method: 'GET', path, token }).then((answer) => answer.status));
      expect(greetings).toBe(1_000);
    }, 40_000);
    expect(refusals).toEqual([]);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    expect(app.ctx.presence.online()).toBe(60);
  });
});
