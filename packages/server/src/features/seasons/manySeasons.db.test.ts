import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer } from '../../testing/testPlayer.ts';
import { applyDueTicks } from './ticks.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ lengthMs: 49 * HOUR_MS });
});
afterAll(() => app.stop());

const currentOf = async (player: TestPlayer | null): Promise<string> =>
  (await (player?.client ?? plainClient(app.url, null)).call('seasons.current', {})).seasonId;
const join = (player: TestPlayer, seasonId: string) => player.call('seasons.join', { params: { seasonId } });

describe('several seasons side by side', () => {
  it("runs each at its own speed, and a player's orders go to the newest running one the player has entered", async () => {
    const first = app.seasonId;
    const old = await app.newPlayer('Elder');
    const both = await app.newPlayer('Wanderer');
    const fast = await app.newSeason({ speed: 60, lengthMs: HOUR_MS });
    expect(await currentOf(null)).toBe(fast.id);
    expect(await currentOf(old)).toBe(first);
    expect((await old.call('users.me', {})).seasonId).toBe(first);
    await join(both, fast.id);
    expect(await currentOf(both)).toBe(fast.id);

    // The same minute at the forge is a minute in the one and a second in the other.
    const slow = await old.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    const quick = await both.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    const length = (batch: { startTime: string; endTime: string }) =>
      Date.parse(batch.endTime) - Date.parse(batch.startTime);
    expect(length(slow)).toBe(60 * length(quick));
    expect((await both.call('users.me', {})).trainingQueue).toHaveLength(1);
    expect(await app.sql('select user_id, season_id from training_batches order by season_id')).toEqual([
      { user_id: old.id, season_id: first },
      { user_id: both.id, season_id: fast.id },
    ]);

    // Two tribes of one name: one in each.
    for (const player of [old, both])
      await player.call('tribes.create', { body: { name: 'Wolves of Dawn', tag: 'WOD' } });
    expect((await old.call('territories.list', { query: {} })).seasonId).toBe(first);
    expect((await old.call('territories.list', { query: { seasonId: fast.id } })).seasonId).toBe(fast.id);

    app.clock.advance(HOUR_MS / 6);
    while ((await applyDueTicks(app.ctx)) > 0);
    const ticks = await app.sql('select season_id, count(*)::int as n from ticks group by 1 order by 1');
    expect(ticks).toEqual([
      { season_id: first, n: 1 },
      { season_id: fast.id, n: 60 + 10 },
    ]);
  });

  it('keeps the running season for its players while the next one registers', async () => {
    const next = await app.newSeason({ startsInMs: 20 * HOUR_MS });
    const player = await app.signIn();
    const running = (await app.newSeason({ lengthMs: HOUR_MS })).id;
    await join(player, next.id);
    // Entered only the next one: that is the one meant. Entered a running one as well: the running one.
    expect(await currentOf(player)).toBe(next.id);
    await join(player, running);
    expect(await currentOf(player)).toBe(running);
    app.clock.advance(HOUR_MS);
    await app.settle();
    expect(await currentOf(player)).toBe(next.id);
    expect((await plainClient(app.url, null).call('seasons.get', { params: { seasonId: running } })).status).toBe(
      'ended',
    );
    expect(
      (await plainClient(app.url, null).call('leaderboard.players', { query: { seasonId: running } })).players.length,
    ).toBeGreaterThan(0);
  });

  it('does not let one broken season keep the others waiting', async () => {
    const broken = await app.newSeason({ lengthMs: 2 * HOUR_MS });
    const healthy = await app.newSeason({ lengthMs: 2 * HOUR_MS });
    await app.sql('alter table seasons disable trigger seasons_commitment');
    await app.sql(`update seasons set ruleset_id = 'lost' where id = $1`, [broken.id]);
    app.clock.advance(HOUR_MS);
    await expect(applyDueTicks(app.ctx)).rejects.toThrow('Unknown ruleset');
    expect(await app.number('select count(*) from ticks where season_id = $1', [healthy.id])).toBe(7);
  });
});
