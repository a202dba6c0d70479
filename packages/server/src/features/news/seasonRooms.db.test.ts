import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import type { Program } from '../../program.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
let another: Program;
const sockets: Socket[] = [];
beforeAll(async () => {
  app = await startTestApp();
  another = await app.startAnother();
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await another.stop();
  await app.stop();
});

/** A socket that was greeted, and all it heard since it was opened. */
async function listen(url: string, player: TestPlayer) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, auth: { token: player.token } });
  sockets.push(socket);
  const heard: { type: string; data: Record<string, unknown> }[] = [];
  socket.onAny((type: string, data: Record<string, unknown>) => heard.push({ type, data }));
  await new Promise((resolve) => socket.once('hello', resolve));
  return {
    greetings: () => heard.flatMap(({ type, data }) => (type === 'hello' ? [data.seasonId] : [])),
    saga: () => heard.flatMap(({ type, data }) => (type === 'saga' ? [data.text] : [])),
    of: (name: string) => heard.filter(({ type }) => type === name).map(({ data }) => data),
  };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

it('who joins another season hears its news at once, at every process, and the old one’s no longer', async () => {
  const [player, stranger] = (await app.newPlayers(2)) as [TestPlayer, TestPlayer];
  const next = await app.newSeason();
  const mine = await Promise.all([app.url, another.url as string].map((url) => listen(url, player)));
  const theirs = await listen(app.url, stranger);
  expect(mine.map((socket) => socket.greetings())).toEqual([[app.seasonId], [app.seasonId]]);
  await player.call('seasons.join', { params: { seasonId: next.id } });
  for (const socket of mine) {
    await until(() => expect(socket.greetings()).toEqual([app.seasonId, next.id]));
    expect(socket.of('season_switched')).toMatchObject([{ seasonId: next.id, name: next.name, stream: 'me' }]);
  }
  const lines = [
    [app.seasonId, 'of the old season'],
    [next.id, 'of the new season'],
  ] as const;
  await inTransaction(app.ctx, async (tx) => {
    for (const [season, text] of lines) tx.tell({ season }, 'saga', { kind: 'tally', text }, app.clock.nowMs());
  });
  for (const socket of mine) await until(() => expect(socket.saga()).toEqual(['of the new season']));
  await until(() => expect(theirs.saga()).toEqual(['of the old season']));
  expect(theirs.greetings()).toEqual([app.seasonId]);
});
