import { createNewsClient } from '@cryptotribes/protocol/client/newsClient';
import { INCOME_TOLD_MS } from '@cryptotribes/protocol/core/incomeNews';
import type { News, SocketHello } from '@cryptotribes/protocol/features/events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { openBreakableLine } from '../../testing/breakableLine.ts';
import { openLine } from '../../testing/chaos/line.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Heard {
  type: string;
  data: Record<string, unknown>;
}
/** A plain socket, and all it heard. */
function open(auth: { token?: string }, headers: Record<string, string> = {}) {
  const socket: Socket = io(app.url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
    extraHeaders: headers,
  });
  closers.push(() => socket.disconnect());
  const heard: Heard[] = [];
  socket.onAny((type: string, data: Record<string, unknown>) => heard.push({ type, data }));
  return { socket, heard };
}
const greeted = (socket: Socket) =>
  new Promise<SocketHello>((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', reject);
  });
const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const tell = (player: { id: string }, gained: number) =>
  inTransaction(app.ctx, async (tx) => {
    tx.tell({ user: player.id }, 'vp_updated', { victoryPoints: gained, gained, reason: 'hourly' }, app.clock.nowMs());
    tx.tell({ season: app.seasonId }, 'saga', { kind: 'tally', text: `tally ${gained}` }, app.clock.nowMs());
  });

describe('a socket', () => {
  it('is greeted with where the streams stand, and hears own and public news by their names', async () => {
    const player = await app.newPlayer();
    const { socket, heard } = open({ token: player.token });
    const hello = await greeted(socket);
    expect(hello).toMatchObject({ userId: player.id, seasonId: app.seasonId, seq: { me: 0 }, reset: false });
    await tell(player, 7);
    await until(() => expect(heard.map((item) => item.type)).toEqual(['hello', 'vp_updated', 'saga']));
    expect(heard[1]?.data).toEqual({
      victoryPoints: 7,
      gained: 7,
      reason: 'hourly',
      stream: 'me',
      seq: 1,
      at: expect.any(String),
    });
    expect(heard[2]?.data).toMatchObject({ text: 'tally 7', stream: 'season', seq: hello.seq.season + 1 });
  });

  it('without a sign-in hears public news only', async () => {
    const player = await app.newPlayer();
    const { socket, heard } = open({});
    expect(await greeted(socket)).toMatchObject({ userId: null, seq: { me: 0 } });
    await tell(player, 8);
    await until(() => expect(heard.map((item) => item.type)).toEqual(['hello', 'saga']));
  });

  it('of a member hears who of the tribe comes and goes, without a number; others do not', async () => {
    const chieftain = await app.newChieftain();
    const [member, stranger] = (await app.newPlayers(2)) as [TestPlayer, TestPlayer];
    await app.admit(chieftain.tribeId, chieftain, member);
    const inside = open({ token: chieftain.token });
    const outside = open({ token: stranger.token });
    await Promise.all([greeted(inside.socket), greeted(outside.socket)]);
    const came = open({ token: member.token });
    await greeted(came.socket);
    const heard = () => inside.heard.filter(({ type, data }) => type === 'presence' && data.userId === member.id);
    await until(() => expect(heard().map(({ data }) => data.online)).toEqual([true]));
    came.socket.disconnect();
    await until(() => expect(heard().map(({ data }) => data.online)).toEqual([true, false]));
    expect(heard()[0]?.data).toEqual({ userId: member.id, online: true, at: expect.stringMatching(/Z$/) });
    expect(outside.heard.filter(({ type, data }) => type === 'presence' && data.userId === member.id)).toEqual([]);
  });

  it('never hears another player’s news', async () => {
    const [first, second] = await app.newPlayers(2);
    const spy = open({ token: second!.token });
    await greeted(spy.socket);
    await tell(first!, 9);
    await until(() => expect(spy.heard.at(-1)?.data.text).toBe('tally 9'));
    expect(spy.heard.map((item) => item.type)).toEqual(['hello', 'saga']);
  });

  it('with a token that is not valid is refused', async () => {
    const player = await app.newPlayer();
    for (const token of ['x', `${player.token}x`, 'null']) {
      await expect(greeted(open({ token }).socket)).rejects.toThrow('INVALID_TOKEN');
    }
  });

  it('from another website is refused', async () => {
    for (const origin of ['https://evil.example', 'null', `${app.url}.evil.example`, 'http://localhost:1']) {
      await expect(greeted(open({}, { origin }).socket), origin).rejects.toThrow('websocket error');
    }
    await expect(greeted(open({}, { origin: app.url }).socket)).resolves.toMatchObject({ userId: null });
  });

  it('hears what players do: an order is told before it is fought', async () => {
    const chief = await app.newChieftain({ army: { militia: 100 } });
    const { socket, heard } = open({ token: chief.token });
    await greeted(socket);
    const { battleId } = await app.attack(chief, 21, { militia: 100 }, 'offensive');
    await app.settle();
    await until(() => expect(heard.map((item) => item.type)).toContain('territory_captured'));
    await until(() => expect(heard.map((item) => item.type)).toContain('battle_completed'));
    const types = heard.map((item) => item.type);
    expect(types.indexOf('battle_queued')).toBeLessThan(types.indexOf('territory_captured'));
    expect(heard.find((item) => item.type === 'battle_completed')?.data).toMatchObject({
      battleId,
      winner: 'you',
      territoryId: 21,
    });
    expect(types).toContain('territory_updated');
  });

  it('counts as being online', async () => {
    const player = await app.newPlayer();
    const visitor = plainClient(app.url, null);
    const online = async () => (await visitor.call('seasons.current')).participants.online;
    const before = await online();
    const { socket } = open({ token: player.token });
    await greeted(socket);
    expect(await online()).toBe(before + 1);
    socket.disconnect();
    await vi.waitFor(async () => expect(await online()).toBe(before));
  });
});

describe('the news client', () => {
  async function follow(player: TestPlayer, nowMs = Date.now, api = player.client, url = app.url) {
    const line = await openBreakableLine(url);
    const heard: News[] = [];
    let resets = 0;
    const connection: boolean[] = [];
    const client = createNewsClient({
      api,
      url: line.url,
      getToken: () => player.token,
      nowMs,
      againMs: 20,
      onNews: (news) => heard.push(news),
      onReset: () => {
        resets++;
      },
      onConnection: (connected) => connection.push(connected),
    });
    closers.push(
      () => client.stop(),
      () => line.close(),
    );
    await until(() => expect(client.position('me')).toBeGreaterThanOrEqual(0));
    const own = () => heard.filter((news) => news.stream === 'me').map((news) => news.seq);
    return { line, client, heard, own, connection, resets: () => resets };
  }

  it('hands on each event once and in order, whatever happens to the line', async () => {
    const player = await app.newPlayer();
    const { line, own, resets, connection } = await follow(player);
    expect(resets()).toBe(1);
    let told = 0;
    const more = async (count: number) => {
      for (let n = 0; n < count; n++) await tell(player, ++told);
    };
    await more(5);
    await until(() => expect(own()).toEqual(times(5, (n) => n + 1)));
    for (let round = 0; round < 3; round++) {
      line.cut();
      await until(() => expect(connection.at(-1)).toBe(false));
      await more(20);
      line.mend();
      await Promise.all([more(10), until(() => expect(connection.at(-1)).toBe(true))]);
      await until(() => expect(own()).toEqual(times(told, (n) => n + 1)));
    }
    expect(resets()).toBe(1);
  });

  it('asks again by itself when what it missed could not be fetched, though nothing more is told', async () => {
    const player = await app.newPlayer();
    const { client } = player;
    let failures = 3;
    const call = (...args: Parameters<typeof client.call>) =>
      args[0] === 'events.list' && failures-- > 0 ? Promise.reject(new Error('no answer')) : client.call(...args);
    const { line, own, connection } = await follow(player, Date.now, { call: call as typeof client.call });
    line.cut();
    await until(() => expect(connection.at(-1)).toBe(false));
    await tell(player, 1);
    // Numbered before the line is back: nothing is told live.
    await vi.waitFor(async () => expect(await app.number('select count(*) from news where seq is null')).toBe(0));
    line.mend();
    await until(() => expect(own()).toEqual([1]));
    expect(failures).toBeLessThan(1);
  });

  it('comes back by itself after the server was there and its database was not', async () => {
    const player = await app.newPlayer();
    const database = new URL(app.database.appUrl);
    const ports = [Number(database.port)];
    const databaseLine = await openLine({ targets: () => ports, isCommand: () => false });
    database.port = String(databaseLine.port);
    const another = await app.startAnother({ databaseUrl: database.href });
    closers.push(
      () => another.stop(),
      () => databaseLine.close(),
    );
    const { line, own, connection } = await follow(player, Date.now, player.client, another.url as string);
    const [port = 0] = ports.splice(0);
    databaseLine.cut();
    line.cut();
    line.mend();
    // Refused by the server itself: without news of its own the client has to try again.
    await until(() => expect(connection.filter((isOpen) => !isOpen).length).toBeGreaterThan(2));
    ports.push(port);
    await until(() => expect(connection.at(-1)).toBe(true));
    await tell(player, 1);
    await until(() => expect(own()).toEqual([1]));
  });

  it('takes a snapshot after an absence so long that income may not have been told', async () => {
    const player = await app.newPlayer();
    let machineMs = 1_000_000;
    const { line, own, resets, connection } = await follow(player, () => machineMs);
    for (const [awayMs, snapshots] of [
      [INCOME_TOLD_MS / 2, 1],
      [INCOME_TOLD_MS / 2 + 1, 2],
    ] as const) {
      line.cut();
      await until(() => expect(connection.at(-1)).toBe(false));
      machineMs += awayMs;
      line.mend();
      await until(() => expect(connection.at(-1)).toBe(true));
      await tell(player, 1);
      await until(() => expect(own().length).toBe(snapshots));
      expect(resets()).toBe(snapshots);
    }
  });

  it('says so when too much was missed', async () => {
    const player = await app.newPlayer();
    const { line, own, resets, connection } = await follow(player);
    await tell(player, 1);
    await until(() => expect(own()).toEqual([1]));
    line.cut();
    await until(() => expect(connection.at(-1)).toBe(false));
    for (let n = 2; n <= 6; n++) await tell(player, n);
    await vi.waitFor(async () => expect(await app.number('select count(*) from news where seq is null')).toBe(0));
    const { pruneNews } = await import('./queries.ts');
    await pruneNews(app.ctx.pool, new Date(app.clock.nowMs() + 1));
    line.mend();
    await until(() => expect(resets()).toBeGreaterThan(1));
    await tell(player, 7);
    await until(() => expect(own()).toEqual([1, 7]));
  });
});
