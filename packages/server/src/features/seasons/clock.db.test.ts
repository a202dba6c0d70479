import { afterEach, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { enterPaid } from '../../testing/paidEntries.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../testing/testApp.ts';
import { plainClient, refused, times } from '../../testing/testPlayer.ts';
import { moveSeasons } from './clock.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp(options);
  closers.push(app.stop);
  return app;
}
const HOUR_MS = 3_600_000;
// Tribes can be founded until 48 hours before the end.
const LENGTH_MS = 50 * HOUR_MS;
const status = async (app: TestApp) => (await plainClient(app.url, null).call('seasons.current')).status;

describe('a season', () => {
  it('is moved by the clock: registration, active, ended; each is told once', async () => {
    const app = await start({ startsInMs: HOUR_MS, lengthMs: LENGTH_MS });
    const told = async () =>
      (await app.sql<{ type: string }>(`select type from news where type like 'season%' order by id`)).map(
        (row) => row.type,
      );
    expect(await status(app)).toBe('registration');
    const player = await app.newPlayer();
    const tribeId = await app.found(player);
    // A season that starts with fewer than 24 players is cancelled.
    await app.newPlayers(23);
    await refused(player.call('training.start', { body: { unitType: 'militia', quantity: 1 } }), 'SEASON_NOT_ACTIVE');
    await refused(app.attack({ ...player }, 21, { militia: 1 }), 'SEASON_NOT_ACTIVE');
    app.clock.advance(HOUR_MS - 1);
    await app.settle();
    expect(await status(app)).toBe('registration');
    app.clock.advance(1);
    await Promise.all(times(5, () => moveSeasons(app.ctx)));
    expect(await status(app)).toBe('active');
    await player.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    app.clock.advance(LENGTH_MS - HOUR_MS);
    await Promise.all(times(5, () => moveSeasons(app.ctx)));
    app.clock.advance(HOUR_MS);
    await Promise.all(times(3, () => app.settle()));
    expect(await status(app)).toBe('ended');
    expect(await told()).toEqual(['season_started', 'season_ending_soon', 'season_ended']);
    expect((await player.call('tribes.get', { params: { tribeId } })).memberCount).toBe(1);
    await expectInvariants(app);
  });

  it('accepts orders until one millisecond before its end', async () => {
    const app = await start({ lengthMs: LENGTH_MS });
    const chief = await app.newChieftain({ army: { militia: 99 } });
    const endMs = app.clock.nowMs() + LENGTH_MS;
    const upgrade = () => chief.call('buildings.upgrade', { body: { buildingType: 'workshop' } });
    app.clock.set(endMs - 1);
    const { battleId } = await app.attack(chief, 21, { militia: 50 });
    await chief.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    for (const late of [0, 1]) {
      app.clock.set(endMs + late);
      await refused(app.attack(chief, 22, { militia: 50 }), 'SEASON_NOT_ACTIVE');
      await refused(upgrade(), 'SEASON_NOT_ACTIVE');
      await refused(chief.call('training.start', { body: { unitType: 'militia', quantity: 1 } }), 'SEASON_NOT_ACTIVE');
    }
    // It was accepted in time: closing the season fights it first.
    await moveSeasons(app.ctx);
    expect(await status(app)).toBe('ended');
    expect((await chief.call('battles.get', { params: { battleId } })).status).toBe('completed');
    await refused(app.attack(chief, 22, { militia: 1 }), 'SEASON_NOT_ACTIVE');
    await refused(app.newPlayer(), 'SEASON_NOT_ACTIVE');
    await expectInvariants(app);
  });

  it('does not accept an order that waited for a lock across the end', async () => {
    const app = await start({ lengthMs: LENGTH_MS });
    const chief = await app.newChieftain({ army: { militia: 100 } });
    app.clock.advance(LENGTH_MS - 1);
    for (const lock of [
      'select 1 from villages for update',
      'select 1 from territories where territory_no = 21 for update',
    ]) {
      const holder = await app.database.pool.connect();
      await holder.query('begin');
      await holder.query(lock);
      const order = refused(app.attack(chief, 21, { militia: 50 }), 'SEASON_NOT_ACTIVE');
      await app.someoneWaits();
      app.clock.advance(1);
      await holder.query('commit');
      holder.release();
      await order;
      app.clock.set(app.clock.nowMs() - 1);
    }
    expect((await chief.call('users.me')).army.militia).toBe(100);
    expect(await app.number('select count(*) from battles')).toBe(0);
  });

  it('ends with the last hour and everything missed credited', async () => {
    const app = await start({ lengthMs: LENGTH_MS });
    const chief = await app.newChieftain();
    await app.hold(21, chief.tribeId, [{ player: chief, army: { militia: 1 } }]);
    app.clock.advance(LENGTH_MS + 5000);
    // Closing gives the credits that are due before it ranks anybody.
    await moveSeasons(app.ctx);
    expect(await status(app)).toBe('ended');
    expect((await chief.call('users.me')).victoryPoints).toBe(50 * 25);
    expect(await app.number(`select max(n) from ticks where kind = 'gold'`)).toBe(300);
    app.clock.advance(5 * HOUR_MS);
    await app.settle();
    expect((await chief.call('users.me')).victoryPoints).toBe(50 * 25);
  });
});

describe('the seasons’ addresses', () => {
  it('show what is known of a season', async () => {
    const app = await start({ speed: 60 });
    const visitor = plainClient(app.url, null);
    await app.newPlayer();
    const season = await visitor.call('seasons.current');
    expect(season).toMatchObject({
      seasonId: app.seasonId,
      status: 'active',
      speed: 60,
      free: true,
      entryFee: 0,
      participants: { registeredPlayers: 1 },
    });
    expect(Date.parse(season.timeline.seasonEnd) - Date.parse(season.timeline.seasonStart)).toBe((240 * HOUR_MS) / 60);
    expect(season.commitment).toMatch(/^[0-9a-f]{64}$/);
    expect(await visitor.call('seasons.get', { params: { seasonId: app.seasonId } })).toEqual(season);
    expect(await visitor.call('seasons.list')).toEqual({ seasons: [season] });
  });

  it('tell the prizes that 1,000 players would pay for', async () => {
    const app = await start({ entryFeeMicro: 25_000_000, startsInMs: HOUR_MS });
    const visitor = await app.signIn();
    const error = await refused(
      visitor.call('seasons.join', { params: { seasonId: app.seasonId } }),
      'SEASON_NOT_FREE',
    );
    expect(error.details).toEqual({ entryFee: 25, pay: [] });
    await app.sql(
      `with people as (insert into users select lpad(to_hex(n), 24, '0'), decode(lpad(to_hex(n), 40, '0'), 'hex'), null, null, now(), now()
         from generate_series(1, 1000) n returning id)
       select id from people`,
    );
    const users = await app.sql<{ id: string }>('select id from users where id <> $1 order by id', [visitor.id]);
    await enterPaid(
      app.ctx,
      app.seasonId,
      users.map(({ id }) => id),
    );
    expect((await visitor.call('seasons.current')).prizePool).toEqual({
      total: 21_250,
      breakdown: { rank1: 6375, rank2: 4250, rank3: 2125, rank4_10: 1214.29 },
    });
  });

  it('say so before the first season', async () => {
    const app = await start({ season: false });
    const visitor = plainClient(app.url, null);
    await refused(visitor.call('seasons.current'), 'SEASON_NOT_FOUND');
    await refused(visitor.call('territories.list'), 'SEASON_NOT_FOUND');
    await refused(visitor.call('leaderboard.players'), 'SEASON_NOT_FOUND');
    expect(await visitor.call('seasons.list')).toEqual({ seasons: [] });
  });

  it('let a player enter twice without harm', async () => {
    const app = await start();
    const player = await app.signIn();
    const params = { seasonId: app.seasonId };
    const first = await player.call('seasons.join', { params });
    expect(first.alreadyJoined).toBe(false);
    await player.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    app.clock.advance(1000);
    expect(await player.call('seasons.join', { params })).toEqual({ ...first, alreadyJoined: true });
    expect((await player.call('users.me')).gold).toBe(990);
  });
});
