import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const militia = (quantity: number) => ({ body: { unitType: 'militia', quantity } }) as const;

describe('fifty requests at once', () => {
  it('with gold for four batches buy exactly four', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 49 });
    const calls = times(50, () => player.call('training.start', militia(1)));
    expect(await outcomes(calls)).toEqual({ ok: 4, INSUFFICIENT_RESOURCES: 46 });
    const me = await player.call('users.me');
    expect({ gold: me.gold, total: me.armyTotal }).toEqual({ gold: 9, total: 4 });
  });

  it('fill the queue with five batches, whatever the gold', async () => {
    const player = await app.newPlayer();
    expect(await outcomes(times(50, () => player.call('training.start', militia(1))))).toEqual({
      ok: 5,
      TRAINING_QUEUE_FULL: 45,
    });
    const me = await player.call('users.me');
    expect(me.gold).toBe(950);
    // One after another, without a gap.
    for (const [index, batch] of me.trainingQueue.entries()) {
      if (index > 0) expect(batch.startTime).toBe(me.trainingQueue[index - 1]?.endTime);
    }
  });

  it('spend gold for seven on exactly seven of what is offered', async () => {
    const player = await app.newPlayer();
    // Three upgrades (100 + 80 + 150) and four batches of ten.
    await app.give(player, { gold: 330 + 4 * 100 });
    const calls = [
      ...times(8, () => player.call('buildings.upgrade', { body: { buildingType: 'barracks' } })),
      ...times(8, () => player.call('buildings.upgrade', { body: { buildingType: 'warehouse' } })),
      ...times(8, () => player.call('buildings.upgrade', { body: { buildingType: 'workshop' } })),
    ];
    const upgrades = await outcomes(calls);
    const batches = await outcomes(times(26, () => player.call('training.start', militia(10))));
    expect([upgrades.ok, batches.ok]).toEqual([3, 4]);
    expect((await player.call('users.me')).gold).toBe(0);
  });

  it('keep the army within its capacity', async () => {
    const player = await app.newPlayer();
    expect(await outcomes(times(50, () => player.call('training.start', militia(30))))).toMatchObject({ ok: 3 });
    expect((await player.call('users.me')).armyTotal).toBe(90);
  });
});

describe('twenty clicks on one upgrade', () => {
  it('are charged once and raise the building by one level', async () => {
    const player = await app.newPlayer();
    const calls = times(20, () => player.call('buildings.upgrade', { body: { buildingType: 'barracks' } }));
    expect(await outcomes(calls)).toEqual({ ok: 1, BUILDING_ALREADY_UPGRADING: 19 });
    expect(await player.call('users.me')).toMatchObject({ gold: 900, buildings: { barracks: { level: 1 } } });
    app.clock.advance(300_000);
    const done = times(20, () => player.call('buildings.complete', { body: { buildingType: 'barracks' } }));
    expect(await outcomes([...done, app.settle(), app.settle()])).toEqual({ ok: 22 });
    expect((await player.call('users.me')).buildings.barracks).toMatchObject({ level: 2, upgrading: false });
  });
});

describe('cancelling while a batch is finished', () => {
  it('gives units or gold, never both and never neither, in 500 races', async () => {
    const players = await app.newPlayers(50);
    // More than a warehouse holds, so that no income comes: what changes is what was paid and what came back.
    for (const player of players) await app.give(player, { gold: 20_000 });
    const won = { units: 0, gold: 0 };
    const expected = new Map(players.map((player) => [player.id, { gold: 20_000, militia: 0 }]));
    for (let round = 0; round < 10; round++) {
      const batches = await Promise.all(players.map((player) => player.call('training.start', militia(2))));
      // Half of the rounds race at the end, half of them before it.
      app.clock.advance(round % 2 === 0 ? 120_000 : 119_999);
      const settled = app.settle();
      await Promise.all(
        players.map(async (player, index) => {
          const queueId = batches[index]?.queueId ?? '';
          const [cancelled] = await Promise.all([
            outcomes([player.call('training.cancel', { params: { queueId } })]),
            outcomes([player.call('training.complete', { body: { queueId } })]),
          ]);
          const village = expected.get(player.id)!;
          village.gold -= cancelled.ok ? 10 : 20;
          village.militia += cancelled.ok ? 0 : 2;
          won[cancelled.ok ? 'gold' : 'units']++;
        }),
      );
      await settled;
      app.clock.advance(1);
      await app.settle();
    }
    const ids = players.map((player) => player.id);
    const rows = await app.sql<{ user_id: string; gold: number; militia: number }>(
      'select user_id, gold, militia from villages where user_id = any($1)',
      [ids],
    );
    expect(new Map(rows.map((row) => [row.user_id, { gold: row.gold, militia: row.militia }]))).toEqual(expected);
    expect(
      await app.sql(
        'select status, count(*)::int as n from training_batches where user_id = any($1) group by 1 order by 1',
        [ids],
      ),
    ).toEqual([
      { status: 'cancelled', n: won.gold },
      { status: 'completed', n: won.units },
    ]);
    expect(won.gold + won.units).toBe(500);
  });

  it('refunds once, however often it is asked', async () => {
    const player = await app.newPlayer();
    const { queueId } = await player.call('training.start', militia(10));
    const calls = times(30, () => player.call('training.cancel', { params: { queueId } }));
    expect(await outcomes(calls)).toEqual({ ok: 1, TRAINING_CANCELLED: 29 });
    await refused(player.call('training.complete', { body: { queueId } }), 'TRAINING_CANCELLED');
    expect((await player.call('users.me')).gold).toBe(950);
  });
});
