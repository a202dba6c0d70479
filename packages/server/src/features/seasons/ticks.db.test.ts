import { armyOf } from '@cryptotribes/rules/core/units';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../platform/clock.ts';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../testing/testApp.ts';
import { type TestPlayer, times } from '../../testing/testPlayer.ts';
import * as battleQueries from '../battles/queries.ts';
import { listOpenSeasons } from './queries.ts';
import { applyDueTicks, applyNextTick } from './ticks.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) await close();
});
async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp(options);
  closers.push(app.stop);
  return app;
}
const HOUR_MS = 3_600_000;
const SLOT_MS = 600_000;

describe('ticks', () => {
  it('are applied once, however many look at the clock at once', async () => {
    const app = await start();
    const chief = await app.newChieftain({ gold: 0 });
    await app.hold(1, chief.tribeId, [{ player: chief, army: { militia: 1 } }]);
    app.clock.advance(3 * HOUR_MS);
    await Promise.all(times(10, () => applyDueTicks(app.ctx)));
    expect(await app.sql('select kind, count(*)::int as n from ticks group by kind order by kind')).toEqual([
      { kind: 'gold', n: 18 },
      { kind: 'vp', n: 3 },
    ]);
    // Three hours of a center: 100 points an hour, 50 + 12 gold an hour.
    expect(await chief.call('users.me')).toMatchObject({ victoryPoints: 300, gold: 186 });
    await expectInvariants(app);
  });

  it('are applied in their order when workers that see the later one due are quicker', async () => {
    const app = await start();
    const chief = await app.newChieftain();
    await app.hold(1, chief.tribeId, [{ player: chief, army: { militia: 1 } }]);
    const startMs = app.clock.nowMs();
    const [season] = await listOpenSeasons(app.ctx.pool);
    // Ten workers whose time is past the second hour, then ten for whom only the first one is over.
    const at = (hours: number) => ({ ...app.ctx, clock: new ManualClock(startMs + hours * HOUR_MS) });
    await Promise.all(times(20, (n) => applyNextTick(at(n < 10 ? 2 : 1), season!, 'vp')));
    while (await applyNextTick(at(2), season!, 'vp'));
    const hours = await app.sql<{ ref: string; delta: number }>('select ref, delta from vp_moves order by id');
    expect(hours).toEqual([
      { ref: '1', delta: 100 },
      { ref: '2', delta: 100 },
    ]);
    expect(await app.sql(`select n from ticks where kind = 'vp' order by applied_at, n`)).toEqual([{ n: 1 }, { n: 2 }]);
    app.clock.advance(2 * HOUR_MS);
    await expectInvariants(app);
  });

  it('wait for their moment, to the millisecond', async () => {
    const app = await start();
    app.clock.advance(SLOT_MS - 1);
    expect(await applyDueTicks(app.ctx)).toBe(0);
    app.clock.advance(1);
    expect(await applyDueTicks(app.ctx)).toBe(1);
    expect(await applyDueTicks(app.ctx)).toBe(0);
  });

  it('give the same after an outage as without one', async () => {
    const play = async (app: TestApp, awake: boolean) => {
      const chiefs = [
        await app.newChieftain({ army: { militia: 50 } }),
        await app.newChieftain({ army: { militia: 50 } }),
      ];
      const [first, second] = [chiefs[0]!, chiefs[1]!];
      for (const chief of chiefs) await app.give(chief, { gold: 500 });
      await app.hold(1, first.tribeId, [{ player: first, army: { militia: 10 } }]);
      await app.hold(6, second.tribeId, []);
      const params = { territoryId: app.territory(6) };
      for (let minute = 0; minute < 5 * 60; minute += 5) {
        const body = { units: armyOf(5), formation: 'balanced' } as const;
        if (minute === 25) await second.call('territories.garrison', { params, body });
        if (minute === 40) await first.call('buildings.upgrade', { body: { buildingType: 'warehouse' } });
        if (minute === 95) await second.call('territories.withdraw', { params, body: { units: armyOf(5) } });
        if (minute === 175) await second.call('territories.garrison', { params, body });
        app.clock.advance(5 * 60_000);
        if (awake) await app.settle();
      }
      await app.settle();
      const rows = await Promise.all(
        chiefs.map((chief) =>
          app.sql(
            `select gold, gold_carry, victory_points, v.vp_reached_at, total_vp, s.vp_reached_at as tribe_reached_at from villages v
             join tribe_seats using (season_id, user_id) join tribe_scores s on s.tribe_id = tribe_seats.tribe_id where v.user_id = $1`,
            [chief.id],
          ),
        ),
      );
      return rows.flat();
    };
    const [awake, asleep] = [await start(), await start()];
    const expected = await play(awake, true);
    expect(await play(asleep, false)).toEqual(expected);
    expect(expected[0]).toMatchObject({ victory_points: 500 });
    await expectInvariants(asleep);
  });

  it('made up late do not put the moment at which points were reached back', async () => {
    const app = await start();
    const chief = await app.newChieftain({ army: { militia: 100 } });
    await app.hold(1, chief.tribeId, [{ player: chief, army: { militia: 1 } }]);
    const reached = () =>
      app.sql('select v.vp_reached_at as own, s.vp_reached_at as tribe from villages v, tribe_scores s');
    app.clock.advance(HOUR_MS + 60_000);
    await app.attack(chief, 21, { militia: 100 });
    const { decideNextBattle } = await import('../battles/decide.ts');
    await decideNextBattle(app.ctx);
    const before = await reached();
    await app.settle();
    expect((await chief.call('users.me')).victoryPoints).toBeGreaterThan(100);
    expect(await reached()).toEqual(before);
  });

  it('never lower gold that is above the capacity', async () => {
    const app = await start();
    const [rich, full, nearly] = await app.newPlayers(3);
    await app.give(rich!, { gold: 5000 });
    await app.give(nearly!, { gold: 999 });
    app.clock.advance(2 * HOUR_MS);
    await app.settle();
    const gold = await Promise.all([rich!, full!, nearly!].map(async (player) => (await player.call('users.me')).gold));
    expect(gold).toEqual([5000, 1000, 1000]);
  });

  it('tell what changed to players who were active within the last hour, and to nobody else', async () => {
    const app = await start();
    const [reader, visitor, full, absent] = (await app.newPlayers(4)) as [
      TestPlayer,
      TestPlayer,
      TestPlayer,
      TestPlayer,
    ];
    for (const player of [reader, visitor, absent]) await app.give(player, { gold: 0 });
    const told = async () =>
      (
        await app.sql<{ user: string }>(`select substr(recipient, 6) as user from news where type = 'gold_updated'`)
      ).map((row) => row.user);
    app.clock.advance(10 * 60_000);
    await app.settle();
    // All of them have just come; one has no room for more.
    expect((await told()).sort()).toEqual([reader.id, visitor.id, absent.id].sort());
    await app.sql('delete from news');
    app.clock.advance(HOUR_MS);
    await visitor.call('events.list', { query: {} });
    const socket = io(app.url, { transports: ['websocket'], auth: { token: reader.token } });
    await new Promise((resolve) => socket.once('hello', resolve));
    // A socket is written down when it comes, a request a little later.
    await expect
      .poll(() =>
        app.number('select count(*) from users where id = $1 and last_active_at = $2', [
          reader.id,
          new Date(app.clock.nowMs()),
        ]),
      )
      .toBe(1);
    await full.call('users.me');
    await app.settle();
    expect([...new Set(await told())].sort()).toEqual([reader.id, visitor.id].sort());
    socket.disconnect();
    const purses = await app.sql<{ gold: number }>('select gold from villages where user_id in ($1, $2)', [
      visitor.id,
      absent.id,
    ]);
    // Told or not, everybody gets the same.
    expect(purses[0]).toEqual(purses[1]);
  });

  it('that fail leave nothing behind and are made up', async () => {
    const app = await start();
    const chief = await app.newChieftain();
    await app.hold(21, chief.tribeId, [{ player: chief, army: { militia: 1 } }]);
    app.clock.advance(HOUR_MS);
    vi.spyOn(battleQueries, 'addTribeScores').mockRejectedValueOnce(new Error('the power went out'));
    await expect(applyDueTicks(app.ctx)).rejects.toThrow('the power went out');
    expect(await app.number(`select count(*) from ticks where kind = 'vp'`)).toBe(0);
    expect((await chief.call('users.me')).victoryPoints).toBe(0);
    await app.settle();
    expect((await chief.call('users.me')).victoryPoints).toBe(25);
  });

  it('give the holder of the last second a second’s worth', async () => {
    const app = await start();
    const [first, second] = [await app.newChieftain(), await app.newChieftain()];
    await app.hold(1, first.tribeId, [{ player: first, army: { militia: 1 } }]);
    app.clock.advance(HOUR_MS - 36_000);
    await app.sql('update tenures set to_at = $1', [new Date(app.clock.nowMs())]);
    await app.sql('delete from garrison_stacks');
    await app.hold(1, second.tribeId, [{ player: second, army: { militia: 1 } }]);
    app.clock.advance(36_000);
    await app.settle();
    const points = await Promise.all(
      [first, second].map(async (chief) => (await chief.call('users.me')).victoryPoints),
    );
    expect(points).toEqual([99, 1]);
  });
});
