import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer } from '../../testing/testPlayer.ts';
import { applyDueTicks } from '../seasons/ticks.ts';

const HOUR_MS = 3_600_000;
type Chief = TestPlayer & { tribeId: string };

let app: TestApp;
let [early, late]: Chief[] = [];
beforeAll(async () => {
  app = await startTestApp();
  early = await app.newChieftain();
  late = await app.newChieftain();
  await early.call('users.update', { body: { username: 'Sigrun Ash' } });
  await late.call('users.update', { body: { username: 'Sigurd' } });
  // An edge pays 25 points an hour, a center 100: the late one overtakes in the second hour of its center.
  await app.hold(21, early.tribeId, [{ player: early, army: { militia: 1 } }]);
  for (let hour = 0; hour < 3; hour++) await nextHour();
  await app.hold(1, late.tribeId, [{ player: late, army: { militia: 1 } }]);
  await nextHour();
});
afterAll(() => app.stop());

async function nextHour(): Promise<void> {
  app.clock.advance(HOUR_MS);
  await applyDueTicks(app.ctx);
}
const visitor = () => plainClient(app.url, null);

describe('the trend of the rankings', () => {
  it('shows what each game hour brought, and the rank before', async () => {
    const { tribes } = await visitor().call('leaderboard.tribes');
    expect(
      tribes.map(({ tribeId, totalVP, hours, rankHourAgo, rankDayAgo }) => [
        tribeId,
        totalVP,
        hours,
        rankHourAgo,
        rankDayAgo,
      ]),
    ).toEqual([
      // As many points, and one land each: who reached them first.
      [early?.tribeId, 100, [25, 25, 25, 25], 1, null],
      [late?.tribeId, 100, [0, 0, 0, 100], 2, null],
    ]);
    await nextHour();
    const after = (await visitor().call('leaderboard.tribes')).tribes;
    expect(after.map(({ tribeId, hours, rankHourAgo }) => [tribeId, hours, rankHourAgo])).toEqual([
      [late?.tribeId, [0, 0, 0, 100, 100], 2],
      [early?.tribeId, [25, 25, 25, 25, 25], 1],
    ]);
  });

  it('shows the hours of players, the own row included', async () => {
    const { players, me } = await early!.call('leaderboard.players');
    expect(players.map(({ userId, hours }) => [userId, hours])).toEqual([
      [late?.id, [0, 0, 0, 100, 100]],
      [early?.id, [25, 25, 25, 25, 25]],
    ]);
    expect(me?.hours).toEqual([25, 25, 25, 25, 25]);
  });

  it('counts points of a battle to the hour in which it was fought', async () => {
    await app.sql(
      `insert into vp_moves (season_id, user_id, tribe_id, delta, reason, ref, at) select season_id, user_id, null, 7, 'battle', 'x', $2 from villages where user_id = $1`,
      [early?.id, new Date(app.clock.nowMs() - HOUR_MS + 1)],
    );
    const { me } = await early!.call('leaderboard.players');
    expect(me?.hours).toEqual([25, 25, 25, 25, 32]);
  });

  it('covers one game day', async () => {
    for (let hour = 0; hour < 26; hour++) await nextHour();
    const { tribes } = await visitor().call('leaderboard.tribes');
    expect(tribes[0]).toMatchObject({
      tribeId: late?.tribeId,
      hours: Array(24).fill(100),
      rankHourAgo: 1,
      rankDayAgo: 1,
    });
    const { players } = await visitor().call('leaderboard.players');
    expect(players[1]?.hours).toEqual(Array(24).fill(25));
  });
});

describe('searching the rankings', () => {
  const players = async (search: string) =>
    (await visitor().call('leaderboard.players', { query: { search } })).players;
  const tribes = async (search: string) => (await visitor().call('leaderboard.tribes', { query: { search } })).tribes;

  it('finds players by how their name begins, with the rank among all', async () => {
    expect((await players('sigr')).map(({ userId, rank }) => [userId, rank])).toEqual([[early?.id, 2]]);
    expect((await players('SIG')).map(({ rank }) => rank)).toEqual([1, 2]);
    expect(await players('ash')).toEqual([]);
  });

  it('takes signs of patterns for what they are', async () => {
    expect(await players('%')).toEqual([]);
    expect(await players('_')).toEqual([]);
    expect(await players(' ')).toEqual([]);
    expect(await tribes('%')).toEqual([]);
  });

  it('finds tribes by a part of their name and by their tag', async () => {
    const all = (await visitor().call('leaderboard.tribes')).tribes;
    const [first] = all;
    expect((await tribes(first!.tag.toLowerCase())).map(({ tribeId }) => tribeId)).toContain(first!.tribeId);
    expect((await tribes(first!.tribeName.slice(1))).map(({ tribeId, rank }) => [tribeId, rank])).toContainEqual([
      first!.tribeId,
      1,
    ]);
    expect(await tribes('zzzzzz')).toEqual([]);
  });

  it('refuses a search of nothing', async () => {
    await expect(players('')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
