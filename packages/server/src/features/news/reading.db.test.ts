import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const invite = {
  inviteId: 'a'.repeat(24),
  tribeId: 'b'.repeat(24),
  tribeName: 'Wolves',
  tag: 'WLF',
  expiresAt: '2026-03-02T00:00:00.000Z',
};
/** Tells the player of invitations, which are notices, and of gold, which is none; waits until they are numbered. */
async function tell(player: TestPlayer, invites: number, gold = 0): Promise<void> {
  const before = (await player.call('events.unread')).lastSeq;
  await inTransaction(app.ctx, async (tx) => {
    for (let n = 0; n < invites; n++) tx.tell({ user: player.id }, 'tribe_invite', invite, app.clock.nowMs());
    for (let n = 0; n < gold; n++)
      tx.tell({ user: player.id }, 'gold_updated', { gold: 1, gained: 1, reason: 'income' }, app.clock.nowMs());
  });
  await expect
    .poll(async () => (await player.call('events.unread')).lastSeq, { timeout: 10_000 })
    .toBe(before + invites + gold);
}

describe('unread notices', () => {
  it('are none at first', async () => {
    expect(await (await app.newPlayer()).call('events.unread')).toEqual({
      readSeq: 0,
      lastSeq: 0,
      unread: 0,
      byType: {},
    });
  });

  it('are counted by kind, without what only refreshes figures', async () => {
    const player = await app.newPlayer();
    await tell(player, 3, 5);
    expect(await player.call('events.unread')).toEqual({
      readSeq: 0,
      lastSeq: 8,
      unread: 3,
      byType: { tribe_invite: 3 },
    });
  });

  it('shrink by what was read, which never goes back nor beyond the end', async () => {
    const player = await app.newPlayer();
    await tell(player, 5);
    expect(await player.call('events.read', { body: { upTo: 2 } })).toMatchObject({ readSeq: 2, unread: 3 });
    expect(await player.call('events.read', { body: { upTo: 1 } })).toMatchObject({ readSeq: 2, unread: 3 });
    expect(await player.call('events.read', { body: { upTo: 1_000_000 } })).toMatchObject({ readSeq: 5, unread: 0 });
    await tell(player, 1);
    expect(await player.call('events.unread')).toMatchObject({ readSeq: 5, lastSeq: 6, unread: 1 });
  });

  it('stand at the highest of many marks set at once', async () => {
    const player = await app.newPlayer();
    await tell(player, 20);
    await Promise.all(times(20, (n) => player.call('events.read', { body: { upTo: n } })));
    expect((await player.call('events.unread')).readSeq).toBe(19);
  });

  it('do not include news of a tribe that was left', async () => {
    const chieftain = await app.newChieftain();
    const player = await app.newPlayer();
    await app.admit(chieftain.tribeId, chieftain, player);
    const third = await app.newPlayer();
    await app.admit(chieftain.tribeId, chieftain, third);
    await expect
      .poll(async () => (await player.call('events.unread')).byType.tribe_member_joined ?? 0, { timeout: 10_000 })
      .toBeGreaterThan(0);
    await player.call('tribes.leave', { params: { tribeId: chieftain.tribeId } });
    expect((await player.call('events.unread')).byType.tribe_member_joined).toBeUndefined();
  });

  it.each([-1, 1.5, '1', null])('refuse %j as a number read', async (upTo) => {
    const player = await app.newPlayer();
    await refused(player.call('events.read', { body: { upTo: upTo as number } }), 'VALIDATION_FAILED');
  });
});

describe('the list of notices', () => {
  it('goes back in time page by page, without what only refreshes figures', async () => {
    const player = await app.newPlayer();
    await tell(player, 3, 4);
    await player.call('events.read', { body: { upTo: 1 } });
    const first = await player.call('events.notices', { query: { limit: '2' } });
    expect(first.notices.map(({ seq, type }) => [seq, type])).toEqual([
      [3, 'tribe_invite'],
      [2, 'tribe_invite'],
    ]);
    expect(first).toMatchObject({ readSeq: 1, lastSeq: 7, hasMore: true });
    const second = await player.call('events.notices', { query: { limit: '2', before: '2' } });
    expect(second.notices.map(({ seq }) => seq)).toEqual([1]);
    expect(second.hasMore).toBe(false);
  });

  it('holds nothing of others, and refuses pages that are none', async () => {
    const player = await app.newPlayer();
    await tell(await app.newPlayer(), 2);
    expect(await player.call('events.notices')).toMatchObject({ notices: [], lastSeq: 0, hasMore: false });
    await refused(player.call('events.notices', { query: { before: 'soon' } }), 'VALIDATION_FAILED');
    await refused(player.call('events.notices', { query: { limit: '-1' } }), 'VALIDATION_FAILED');
  });
});

// Last: with a second season the players of the first are told that they play in another one.
describe('the saga', () => {
  it('is public, newest first, page by page', async () => {
    const season = await app.newSeason();
    await inTransaction(app.ctx, async (tx) => {
      for (let n = 1; n <= 7; n++) {
        tx.tell({ season: season.id }, 'saga', { kind: 'held', text: `Deed ${n}` }, app.clock.nowMs());
        tx.tell(
          { season: season.id },
          'leaderboard_updated',
          { at: new Date(app.clock.nowMs()).toISOString() },
          app.clock.nowMs(),
        );
      }
    });
    const visitor = plainClient(app.url, null);
    const page = (cursor?: string) =>
      visitor.call('saga.list', { query: { seasonId: season.id, limit: '3', ...(cursor ? { cursor } : {}) } });
    await expect.poll(async () => (await page()).entries[0]?.text, { timeout: 10_000 }).toBe('Deed 7');
    const texts: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer: Awaited<ReturnType<typeof page>> = await page(next === '' ? undefined : next);
      texts.push(...answer.entries.map((entry) => entry.text));
      next = answer.next;
    }
    expect(texts).toEqual(times(7, (n) => `Deed ${7 - n}`));
    await refused(visitor.call('saga.list', { query: { cursor: 'abc' } }), 'VALIDATION_FAILED');
    await refused(visitor.call('saga.list', { query: { seasonId: 'f'.repeat(24) } }), 'SEASON_NOT_FOUND');
  });
});
