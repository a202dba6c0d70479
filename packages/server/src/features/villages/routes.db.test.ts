import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused } from '../../testing/testPlayer.ts';
import { grantRole } from '../admin/roles.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const SECOND_MS = 1000;

describe('users.me', () => {
  it('shows a new village', async () => {
    const player = await app.newPlayer();
    expect(await player.call('users.me')).toMatchObject({
      id: player.id,
      walletAddress: player.wallet,
      username: null,
      seasonId: app.seasonId,
      entered: true,
      tribe: null,
      unreadMessages: 0,
      isAdmin: false,
      gold: 1000,
      goldCapacity: 1000,
      goldProtection: 0.1,
      army: { militia: 0, spearman: 0, archer: 0, cavalry: 0 },
      armyCap: 100,
      armyTotal: 0,
      victoryPoints: 0,
      trainingQueue: [],
      income: { perHour: 12, base: 12, territories: 0 },
    });
  });

  it('says whether the player holds a role of the administration', async () => {
    const player = await app.newPlayer();
    await grantRole(app.ctx, player.wallet, 'support');
    expect((await player.call('users.me')).isAdmin).toBe(true);
  });

  it('shows the figures of a new village to those who have not entered', async () => {
    const visitor = await app.signIn();
    expect(await visitor.call('users.me')).toMatchObject({ entered: false, gold: 1000, vpRank: null });
  });
});

describe('buildings.upgrade', () => {
  it('takes the cost and says when the building will be done', async () => {
    const player = await app.newPlayer();
    const now = app.clock.nowMs();
    expect(await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } })).toEqual({
      buildingType: 'barracks',
      level: 2,
      upgrading: true,
      upgradeStartTime: new Date(now).toISOString(),
      upgradeEndTime: new Date(now + 300 * SECOND_MS).toISOString(),
      costPaid: 100,
      remainingGold: 900,
    });
    expect((await player.call('users.me')).buildings.barracks).toMatchObject({ level: 1, upgrading: true });
  });

  it('costs 1,500 from level 5 to 6 and takes an hour', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 1500, levels: { barracks: 5 } });
    const answer = await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    expect(answer).toMatchObject({ level: 6, costPaid: 1500, remainingGold: 0 });
    expect(Date.parse(answer.upgradeEndTime) - Date.parse(answer.upgradeStartTime)).toBe(3600 * SECOND_MS);
  });

  it('refuses a second upgrade of the same building, too little gold, and more than level 10', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 249, levels: { workshop: 10 } });
    await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    await refused(
      player.call('buildings.upgrade', { body: { buildingType: 'barracks' } }),
      'BUILDING_ALREADY_UPGRADING',
    );
    await refused(player.call('buildings.upgrade', { body: { buildingType: 'workshop' } }), 'MAX_LEVEL_REACHED');
    await player.call('buildings.upgrade', { body: { buildingType: 'warehouse' } });
    expect((await player.call('users.me')).gold).toBe(69);
    const poor = await app.newPlayer();
    await app.give(poor, { gold: 99 });
    const error = await refused(
      poor.call('buildings.upgrade', { body: { buildingType: 'barracks' } }),
      'INSUFFICIENT_RESOURCES',
    );
    expect(error.details).toEqual({ required: 100, available: 99 });
  });
});

describe('buildings.complete', () => {
  it('refuses before the end, completes at the end, and may be called again', async () => {
    const player = await app.newPlayer();
    const body = { buildingType: 'workshop' } as const;
    await refused(player.call('buildings.complete', { body }), 'BUILDING_NOT_UPGRADING');
    await player.call('buildings.upgrade', { body });
    app.clock.advance(360 * SECOND_MS - 1);
    const early = await refused(player.call('buildings.complete', { body }), 'UPGRADE_NOT_FINISHED');
    expect(early.details.remainingSeconds).toBe(1);
    app.clock.advance(1);
    const done = { buildingType: 'workshop', level: 2, upgrading: false };
    expect(await player.call('buildings.complete', { body })).toEqual(done);
    expect(await player.call('buildings.complete', { body })).toEqual(done);
    expect(await app.number(`select count(*) from building_log where user_id = $1`, [player.id])).toBe(1);
  });

  it('happens by itself, and is told once', async () => {
    const player = await app.newPlayer();
    await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    app.clock.advance(300 * SECOND_MS);
    expect((await player.call('users.me')).buildings.barracks.level).toBe(2);
    await app.settle();
    await app.settle();
    const news = await app.sql(`select data from news where recipient = $1 and type = 'building_upgraded'`, [
      `user:${player.id}`,
    ]);
    expect(news).toEqual([{ data: { buildingType: 'barracks', level: 2 } }]);
  });
});

describe('training.start', () => {
  it('takes the cost, and batches follow one another', async () => {
    const player = await app.newPlayer();
    const first = await player.call('training.start', { body: { unitType: 'militia', quantity: 10 } });
    expect(first).toMatchObject({
      unitType: 'militia',
      quantity: 10,
      costPaid: 100,
      remainingGold: 900,
      queuePosition: 1,
    });
    expect(Date.parse(first.endTime) - Date.parse(first.startTime)).toBe(600 * SECOND_MS);
    const second = await player.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    expect(second).toMatchObject({ startTime: first.endTime, queuePosition: 2, remainingGold: 890 });
    app.clock.advance(600 * SECOND_MS);
    await app.settle();
    const me = await player.call('users.me');
    expect(me).toMatchObject({ army: { militia: 10 }, armyTotal: 11 });
    expect(me.trainingQueue.map((batch) => batch.queueId)).toEqual([second.queueId]);
  });

  it('costs 500 for ten cavalry, and cancelling gives 250 back', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 500, levels: { barracks: 5 } });
    const batch = await player.call('training.start', { body: { unitType: 'cavalry', quantity: 10 } });
    expect(batch).toMatchObject({ costPaid: 500, remainingGold: 0 });
    expect(await player.call('training.cancel', { params: { queueId: batch.queueId } })).toEqual({
      refundedGold: 250,
      remainingGold: 250,
    });
    expect((await player.call('users.me')).armyTotal).toBe(0);
  });

  it('refuses locked units, too many for the army, too little gold and a sixth batch', async () => {
    const player = await app.newPlayer();
    await refused(player.call('training.start', { body: { unitType: 'spearman', quantity: 1 } }), 'UNIT_NOT_UNLOCKED');
    await refused(player.call('training.start', { body: { unitType: 'militia', quantity: 101 } }), 'ARMY_CAP_EXCEEDED');
    await app.give(player, { gold: 9 });
    await refused(
      player.call('training.start', { body: { unitType: 'militia', quantity: 1 } }),
      'INSUFFICIENT_RESOURCES',
    );
    await app.give(player, { gold: 1000 });
    for (let n = 1; n <= 5; n++) await player.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    await refused(player.call('training.start', { body: { unitType: 'militia', quantity: 1 } }), 'TRAINING_QUEUE_FULL');
    expect((await player.call('users.me')).gold).toBe(950);
  });

  it('counts every living unit towards the army: at home, in garrisons, on the way home, in training, ordered to attack', async () => {
    const player = await app.newChieftain({ army: { militia: 50 } });
    await app.hold(30, player.tribeId, [{ player, army: { militia: 25 } }]);
    await player.call('territories.withdraw', {
      params: { territoryId: app.territory(30) },
      body: { units: armyOf(10) },
    });
    await app.attack(player, 24, { militia: 20 });
    await player.call('training.start', { body: { unitType: 'militia', quantity: 13 } });
    // 30 at home, 15 in the garrison, 10 on the way, 20 ordered, 13 in training: 88 of 100.
    const { details } = await refused(
      player.call('training.start', { body: { unitType: 'militia', quantity: 13 } }),
      'ARMY_CAP_EXCEEDED',
    );
    expect(details).toEqual({ cap: 100, livingUnits: 88, quantity: 13, room: 12 });
    await player.call('training.start', { body: { unitType: 'militia', quantity: 12 } });
    await app.settle();
  });

  it('counts units away from home towards the army', async () => {
    const player = await app.newChieftain({ army: { militia: 90 } });
    await app.attack(player, 21, { militia: 60 });
    await refused(player.call('training.start', { body: { unitType: 'militia', quantity: 11 } }), 'ARMY_CAP_EXCEEDED');
    await player.call('training.start', { body: { unitType: 'militia', quantity: 10 } });
    await app.settle();
  });
});

describe('training.complete and training.cancel', () => {
  it('give units or gold, never both', async () => {
    const player = await app.newPlayer();
    const { queueId } = await player.call('training.start', { body: { unitType: 'militia', quantity: 5 } });
    await refused(player.call('training.complete', { body: { queueId } }), 'TRAINING_NOT_FINISHED');
    app.clock.advance(300 * SECOND_MS);
    const done = { unitType: 'militia', quantity: 5, newArmyCount: { militia: 5, spearman: 0, archer: 0, cavalry: 0 } };
    expect(await player.call('training.complete', { body: { queueId } })).toEqual(done);
    expect(await player.call('training.complete', { body: { queueId } })).toEqual(done);
    await refused(player.call('training.cancel', { params: { queueId } }), 'TRAINING_ALREADY_FINISHED');
    expect(await player.call('users.me')).toMatchObject({ gold: 950, army: { militia: 5 } });
  });

  it('moves later batches forward when one is cancelled', async () => {
    const player = await app.newPlayer();
    const body = { unitType: 'militia', quantity: 10 } as const;
    const first = await player.call('training.start', { body });
    const second = await player.call('training.start', { body });
    app.clock.advance(60 * SECOND_MS);
    await player.call('training.cancel', { params: { queueId: first.queueId } });
    const now = app.clock.nowMs();
    expect((await player.call('users.me')).trainingQueue).toMatchObject([
      { queueId: second.queueId, queuePosition: 1, endTime: new Date(now + 600 * SECOND_MS).toISOString() },
    ]);
    await refused(player.call('training.cancel', { params: { queueId: first.queueId } }), 'TRAINING_CANCELLED');
    await refused(player.call('training.complete', { body: { queueId: first.queueId } }), 'TRAINING_CANCELLED');
  });

  it("does not know other players' batches", async () => {
    const owner = await app.newPlayer();
    const thief = await app.newPlayer();
    const { queueId } = await owner.call('training.start', { body: { unitType: 'militia', quantity: 1 } });
    await refused(thief.call('training.cancel', { params: { queueId } }), 'TRAINING_NOT_FOUND');
    await refused(thief.call('training.complete', { body: { queueId } }), 'TRAINING_NOT_FOUND');
    expect((await owner.call('users.me')).trainingQueue).toHaveLength(1);
  });
});

describe('users.update and users.get', () => {
  it('changes the name and the formation of the home army', async () => {
    const player = await app.newPlayer();
    const body = { username: '  Björn   Ironside ', homeFormation: 'defensive' } as const;
    const changed = { username: 'Björn Ironside', homeFormation: 'defensive' };
    expect(await player.call('users.update', { body })).toEqual(changed);
    expect(await player.call('users.me')).toMatchObject(changed);
    const profile = await player.call('users.get', { params: { userId: player.id } });
    expect(Object.keys(profile).sort()).toEqual([
      'hours',
      'id',
      'tribeId',
      'tribeName',
      'tribeOrdinal',
      'tribeTag',
      'username',
      'victoryPoints',
      'vpRank',
    ]);
    await refused(player.call('users.get', { params: { userId: 'f'.repeat(24) } }), 'USER_NOT_FOUND');
  });

  it('refuses a name that looks like one that is taken', async () => {
    await app.newPlayer('Ragnhild');
    const other = await app.newPlayer();
    await refused(other.call('users.update', { body: { username: 'RAGNHlLD' } }), 'USERNAME_TAKEN');
    await refused(other.call('users.update', { body: { username: 'x' } }), 'INVALID_NAME');
  });
});

describe('the books', () => {
  it('balance after all of this', () => expectInvariants(app));
});
