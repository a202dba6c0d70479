import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { transaction } from '../../platform/db.ts';
import { inTransaction } from '../../platform/tx.ts';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { pruneNews, publishWaitingNews } from './queries.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** All that was committed has its number. */
const published = () =>
  vi.waitFor(async () => {
    if ((await app.number('select count(*) from news where seq is null')) > 0) throw new Error('news are waiting');
  });
const tell = (player: { id: string }, gained: number) =>
  inTransaction(app.ctx, async (tx) =>
    tx.tell({ user: player.id }, 'vp_updated', { victoryPoints: gained, gained, reason: 'hourly' }, app.clock.nowMs()),
  );
const list = (player: TestPlayer, after: number, limit = 100) =>
  player.call('events.list', { query: { after: String(after), limit: String(limit) } });

describe('news', () => {
  it('are numbered without gaps, however many commit and publish at once', async () => {
    const players = await app.newPlayers(5);
    await Promise.all([
      ...players.flatMap((player) => times(20, (n) => tell(player, n + 1))),
      ...times(10, () => transaction(app.ctx.pool, publishWaitingNews)),
    ]);
    await published();
    for (const player of players) {
      const { events, lastSeq } = await list(player, 0);
      expect(lastSeq).toBe(20);
      expect(events.map((event) => event.seq)).toEqual(times(20, (n) => n + 1));
      expect(events.map((event) => Number(event.data.gained)).sort((a, b) => a - b)).toEqual(times(20, (n) => n + 1));
    }
    expect(await app.number('select count(distinct pub) - max(pub) from news')).toBe(0);
    await expectInvariantsOfNumbers();
  });

  it('come page by page', async () => {
    const player = await app.newPlayer();
    for (let n = 1; n <= 7; n++) await tell(player, n);
    await published();
    const seen: number[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await list(player, after, 3);
      expect(page).toMatchObject({ stream: 'me', lastSeq: 7, reset: false });
      seen.push(...page.events.map((event) => event.seq));
      after = seen.at(-1) ?? 0;
      more = page.hasMore;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect((await list(player, 7)).events).toEqual([]);
  });

  it('of the season are for everybody, own ones for nobody else', async () => {
    const player = await app.newChieftain();
    await tell(player, 4242);
    await published();
    const visitor = plainClient(app.url, null);
    const open = await visitor.call('events.list', { query: { stream: 'me' } });
    expect(open.stream).toBe('season');
    expect(JSON.stringify(open)).not.toContain('4242');
    const other = await app.newPlayer();
    expect(JSON.stringify(await list(other, 0))).not.toContain('4242');
    const season = await player.call('events.list', { query: { stream: 'season' } });
    expect(season.events.map((event) => event.type)).toContain('saga');
  });

  it('of a tribe are for those who are members at that moment', async () => {
    const chief = await app.newChieftain();
    const [member, guest] = await app.newPlayers(2);
    await app.admit(chief.tribeId, chief, member!);
    await member!.call('tribes.leave', { params: { tribeId: chief.tribeId } });
    await app.admit(chief.tribeId, chief, guest!);
    await published();
    const types = async (player: TestPlayer) =>
      (await list(player, 0)).events.map((event) => `${event.type} ${event.data.userId}`);
    expect(await types(chief)).toEqual([
      `tribe_request ${member!.id}`,
      `tribe_member_joined ${member!.id}`,
      `tribe_member_left ${member!.id}`,
      `tribe_request ${guest!.id}`,
      `tribe_member_joined ${guest!.id}`,
    ]);
    // The number stays, so that no gap is seen; what it told is for members only.
    expect(await types(member!)).toEqual(['news_withdrawn undefined', `tribe_member_left ${member!.id}`]);
  });

  it('of a transaction that fails are never told', async () => {
    const player = await app.newPlayer();
    const failing = inTransaction(app.ctx, async (tx) => {
      tx.tell({ user: player.id }, 'vp_updated', { victoryPoints: 1, gained: 1, reason: 'hourly' }, app.clock.nowMs());
      await tx.query({ text: 'insert into ticks values (null, null, null, null)' });
    });
    await expect(failing).rejects.toThrow(/null value/);
    await tell(player, 2);
    await published();
    expect((await list(player, 0)).events.map((event) => event.data.gained)).toEqual([2]);
  });

  it('that were cleared away are not missed in silence', async () => {
    const player = await app.newPlayer();
    for (let n = 1; n <= 5; n++) {
      app.clock.advance(1000);
      await tell(player, n);
    }
    await published();
    await pruneNews(app.ctx.pool, new Date(app.clock.nowMs() - 2000));
    expect(await list(player, 0)).toMatchObject({ reset: true, lastSeq: 5 });
    expect(await list(player, 1)).toMatchObject({ reset: true });
    const left = await list(player, 2);
    expect(left.reset).toBe(false);
    expect(left.events.map((event) => event.seq)).toEqual([3, 4, 5]);
    // A number from the future belongs to another numbering.
    expect(await list(player, 6)).toMatchObject({ reset: true });
    expect(await list(player, 999_999_999_999_999)).toMatchObject({ reset: true, events: [] });
    await tell(player, 6);
    await published();
    expect((await list(player, 5)).events.map((event) => event.seq)).toEqual([6]);
  });
});

async function expectInvariantsOfNumbers(): Promise<void> {
  // These news were made up: only the numbering is looked at.
  await app.sql(`update news set type = 'made_up' where type = 'vp_updated'`);
  await expectInvariants(app);
}
