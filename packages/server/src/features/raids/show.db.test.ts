import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
let viewer: TestPlayer & { tribeId: string };
let mate: TestPlayer;
let others: TestPlayer[];

const HOUR_MS = 3_600_000;

beforeAll(async () => {
  app = await startTestApp();
  viewer = await app.newChieftain();
  mate = await app.newPlayer();
  await app.admit(viewer.tribeId, viewer, mate);
  others = await app.newPlayers(7);
  // The last two are tied in points: who reached them first, then the id decides.
  for (const [index, player] of others.entries()) {
    await app.sql('update villages set victory_points = $2 where user_id = $1', [
      player.id,
      index < 5 ? 100 - index : 3,
    ]);
  }
});
afterAll(() => app.stop());

const list = (query: { cursor?: string; limit?: string; open?: 'true' | 'false' } = {}) =>
  viewer.call('raids.villages', { query });

describe('the list of villages', () => {
  it('leaves out the own village and the own tribe, and follows the ranking', async () => {
    const { villages, nextCursor, raidCharges } = await list({ limit: '100' });
    const tied = others
      .slice(5)
      .map((player) => player.id)
      .sort();
    expect(villages.map((village) => village.userId)).toEqual([
      ...others.slice(0, 5).map((player) => player.id),
      ...tied,
    ]);
    expect(nextCursor).toBeNull();
    expect(raidCharges).toEqual({ count: 6, max: 6, nextAt: null });
  });

  it('comes page by page, each village once', async () => {
    const all = (await list({ limit: '100' })).villages;
    const paged = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: '2', ...(cursor === null ? {} : { cursor }) });
      paged.push(...page.villages);
      cursor = page.nextCursor;
      pages++;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    expect(pages).toBe(4);
  });

  it('shows what would defend and what could be taken, never the gold itself', async () => {
    const [target] = others;
    await app.give(target as TestPlayer, {
      gold: 2_000,
      army: { militia: 7, archer: 2 },
      levels: { workshop: 4, warehouse: 2 },
    });
    await (target as TestPlayer).call('users.update', { body: { username: 'Sigrun', homeFormation: 'defensive' } });
    const tribeId = await app.found(target as TestPlayer);
    const [village] = (await list()).villages;
    expect(village).toEqual({
      userId: target?.id,
      username: 'Sigrun',
      tribe: { tribeId, name: expect.any(String), tag: expect.any(String), ordinal: 2 },
      victoryPoints: 100,
      army: armyOf(7, 0, 2),
      formation: 'defensive',
      workshopLevel: 4,
      // 30 % of the 85 % that a warehouse of level 2 does not protect.
      lootAtMost: 510,
      shieldUntil: new Date(app.clock.nowMs() + 24 * HOUR_MS).toISOString(),
      repeatIndex: 0,
    });
  });

  it('can be narrowed to those that nobody shields, by the same rule', async () => {
    expect((await list({ open: 'true' })).villages).toEqual([]);
    const nowMs = app.clock.nowMs();
    const [a, b, c, d] = others as [TestPlayer, TestPlayer, TestPlayer, TestPlayer];
    const set = (player: TestPlayer, fields: string, values: unknown[]) =>
      app.sql(`update villages set ${fields} where user_id = $1`, [player.id, ...values]);
    await set(a, 'has_raided_village = true', []);
    await set(b, 'has_raided_village = true, last_raided_at = $2', [new Date(nowMs - 8 * HOUR_MS + 1)]);
    await set(c, 'has_raided_village = true, last_raided_at = $2', [new Date(nowMs - 8 * HOUR_MS)]);
    await set(d, 'last_raided_at = $2', [new Date(nowMs - 9 * HOUR_MS)]);
    const open = (await list({ open: 'true' })).villages.map((village) => village.userId);
    expect(open).toEqual([a.id, c.id]);
    for (const moments of [1, 16 * HOUR_MS - 1, 1, 8 * HOUR_MS - 1, 1]) {
      app.clock.advance(moments);
      const all = (await list({ limit: '100', open: 'false' })).villages;
      const narrowed = (await list({ limit: '100', open: 'true' })).villages;
      expect(narrowed).toEqual(all.filter((village) => village.shieldUntil === null));
    }
  });

  it('tells new villages that a raid on a village ends their shield, once they have one to lose', async () => {
    const fresh = await app.newPlayer();
    const endsShield = async () => (await fresh.call('raids.villages', { query: {} })).raidEndsShield;
    expect(await endsShield()).toBe(true);
    await app.sql('update villages set has_raided_village = true where user_id = $1', [fresh.id]);
    expect(await endsShield()).toBe(false);
    await app.sql('update villages set has_raided_village = false where user_id = $1', [fresh.id]);
    app.clock.advance(24 * HOUR_MS - 1);
    expect(await endsShield()).toBe(true);
    app.clock.advance(1);
    expect(await endsShield()).toBe(false);
  });

  it('refuses visitors, those who have not entered, and cursors that are none', async () => {
    await refused(plainClient(app.url, null).call('raids.villages', { query: {} }), 'INVALID_TOKEN');
    await refused((await app.signIn()).call('raids.villages', { query: {} }), 'ENTRY_FEE_REQUIRED');
    const code = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');
    const wrong = [
      'x',
      'AAAA',
      code([1, 2]),
      code([-1, 0, viewer.id]),
      code([1, 9e15, viewer.id]),
      code([1, 0, 'x']),
      code({}),
    ];
    for (const cursor of wrong) await refused(list({ cursor }), 'VALIDATION_FAILED');
    expect((await list({ cursor: code([Number.MAX_SAFE_INTEGER, 8.64e15, viewer.id]) })).villages).toHaveLength(8);
  });
});
