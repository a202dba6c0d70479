import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
let chiefs: (TestPlayer & { tribeId: string })[];
beforeAll(async () => {
  app = await startTestApp();
  chiefs = await Promise.all(Array.from({ length: 6 }, () => app.newChieftain()));
});
afterAll(() => app.stop());

/** Sets points directly: 30, 20 (earlier), 20 (later), 10, 0, 0. */
async function score(): Promise<void> {
  const now = app.clock.nowMs();
  for (const [index, [points, reachedMs]] of [
    [30, now],
    [20, now - 2000],
    [20, now - 1000],
    [10, now],
  ].entries()) {
    const values = [chiefs[index]?.id, points, new Date(reachedMs ?? now)];
    await app.sql('update villages set victory_points = $2, vp_reached_at = $3 where user_id = $1', values);
    await app.sql('update tribe_scores set total_vp = $2, vp_reached_at = $3 where tribe_id = $1', [
      chiefs[index]?.tribeId,
      ...values.slice(1),
    ]);
  }
}

describe('the table of players', () => {
  it('is ordered by points, then by who reached them first', async () => {
    await score();
    const visitor = plainClient(app.url, null);
    const { players, total, userRank } = await visitor.call('leaderboard.players');
    expect(players.slice(0, 4).map((player) => player.userId)).toEqual(chiefs.slice(0, 4).map((chief) => chief.id));
    expect(players.map((player) => player.rank)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([total, userRank]).toEqual([6, null]);
    expect(Object.keys(players[0] ?? {}).sort()).toEqual(
      [
        'rank',
        'userId',
        'username',
        'tribeId',
        'tribeName',
        'tribeTag',
        'tribeOrdinal',
        'victoryPoints',
        'hours',
      ].sort(),
    );
  });

  it('tells one’s own rank, the same everywhere', async () => {
    await score();
    for (const [index, chief] of chiefs.entries()) {
      const { players, userRank } = await chief.call('leaderboard.players');
      const mine = players.find((player) => player.userId === chief.id);
      const me = await chief.call('users.me');
      const profile = await chief.call('users.get', { params: { userId: chief.id } });
      expect([userRank?.rank, me.vpRank, profile.vpRank]).toEqual([mine?.rank, mine?.rank, mine?.rank]);
      if (index < 4) expect(mine?.rank).toBe(index + 1);
    }
  });

  it('comes in pages that neither repeat nor skip anybody', async () => {
    const visitor = plainClient(app.url, null);
    const all = (await visitor.call('leaderboard.players')).players;
    const paged = [];
    for (const offset of ['0', '2', '4', '6'])
      paged.push(...(await visitor.call('leaderboard.players', { query: { limit: '2', offset } })).players);
    expect(paged).toEqual(all);
    expect((await visitor.call('leaderboard.players', { query: { limit: '0' } })).players).toHaveLength(1);
    expect((await visitor.call('leaderboard.players', { query: { offset: '999999999' } })).players).toEqual([]);
  });
});

describe('the table of tribes', () => {
  it('is ordered by points, then by territories, then by who reached them first', async () => {
    await score();
    await app.hold(21, chiefs[2]?.tribeId ?? '', []);
    const { tribes, total } = await plainClient(app.url, null).call('leaderboard.tribes');
    const order = [0, 2, 1, 3].map((index) => chiefs[index]?.tribeId);
    expect(tribes.slice(0, 4).map((tribe) => tribe.tribeId)).toEqual(order);
    expect(tribes[1]).toMatchObject({ rank: 2, totalVP: 20, territoriesControlled: 1, memberCount: 1 });
    expect(total).toBe(6);
    expect((await chiefs[1]?.call('leaderboard.tribes'))?.tribeRank).toEqual({ rank: 3, totalVP: 20 });
    // The list of tribes and the tribe's own page say the same.
    const listed = (await plainClient(app.url, null).call('tribes.list')).tribes;
    expect(listed.map((tribe) => [tribe.id, tribe.tribeRank])).toEqual(
      tribes.map((tribe) => [tribe.tribeId, tribe.rank]),
    );
  });

  it('tells what the last complete hour brought', async () => {
    const [chief] = chiefs;
    await app.hold(1, chief?.tribeId ?? '', [{ player: chief ?? { id: '' }, army: { militia: 1 } }]);
    app.clock.advance(3_600_000);
    await app.settle();
    const { tribes } = await plainClient(app.url, null).call('leaderboard.tribes');
    expect(tribes.find((tribe) => tribe.tribeId === chief?.tribeId)?.lastHourVP).toBe(100);
    expect(tribes.find((tribe) => tribe.tribeId !== chief?.tribeId)?.lastHourVP).toBe(0);
  });
});
