import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countUnits, expectInvariants } from '../../testing/invariants.ts';
import { UNKNOWN_ID } from '../../testing/sampleRequests.ts';
import { startTestApp, TERRITORY_NUMBERS, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const HALF_HOUR_MS = 1_800_000;
const params = (no: number) => ({ territoryId: app.territory(no) });
const station = (
  player: TestPlayer,
  no: number,
  units = armyOf(10),
  formation: 'balanced' | 'defensive' = 'balanced',
) => player.call('territories.garrison', { params: params(no), body: { units, formation } });
const withdraw = (player: TestPlayer, no: number, units = armyOf(10)) =>
  player.call('territories.withdraw', { params: params(no), body: { units } });

describe('the map', () => {
  it('lists fifty territories to everybody, with their wild garrisons', async () => {
    const { territories, seasonId } = await plainClient(app.url, null).call('territories.list');
    expect(seasonId).toBe(app.seasonId);
    expect(territories.map((item) => item.territoryId)).toEqual(TERRITORY_NUMBERS);
    expect(territories[0]).toMatchObject({
      tier: 'center',
      terrain: 'castle',
      owner: null,
      garrison: null,
      npcDefense: { units: armyOf(36, 22, 18, 7), formation: 'defensive', difficulty: 'elite' },
      capacity: 500,
      goldGeneration: 100,
      vpGeneration: 100,
      truceUntil: null,
      pendingOrders: { count: 0, mine: 0 },
      myUnits: null,
    });
    for (const item of territories) {
      const detail = await plainClient(app.url, null).call('territories.get', { params: { territoryId: item.id } });
      expect(detail).toMatchObject(item);
    }
  });

  it('does not know other seasons’ or unknown territories', async () => {
    const visitor = plainClient(app.url, null);
    await refused(visitor.call('territories.get', { params: { territoryId: UNKNOWN_ID } }), 'TERRITORY_NOT_FOUND');
    await refused(visitor.call('territories.list', { query: { seasonId: UNKNOWN_ID } }), 'SEASON_NOT_FOUND');
  });
});

describe('moving units into a garrison', () => {
  it('puts them there, shows them, and counts them as own', async () => {
    const player = await app.newChieftain({ army: { militia: 50, cavalry: 4 } });
    await app.hold(21, player.tribeId, []);
    const answer = await station(player, 21, armyOf(30, 0, 0, 4), 'defensive');
    expect(answer).toMatchObject({
      territoryId: 21,
      garrison: { units: armyOf(30, 0, 0, 4), formation: 'defensive' },
      myUnits: armyOf(30, 0, 0, 4),
      remainingArmy: armyOf(20),
    });
    const me = await player.call('users.me');
    expect(me).toMatchObject({ army: armyOf(20), armyTotal: 54, income: { territories: 12.5 } });
    const detail = await player.call('territories.get', { params: params(21) });
    expect(detail).toMatchObject({ myUnits: armyOf(30, 0, 0, 4), contributors: [{ userId: player.id }] });
    // Without units it only changes the formation.
    expect(await station(player, 21, armyOf(), 'balanced')).toMatchObject({
      garrison: { formation: 'balanced' },
      remainingArmy: armyOf(20),
    });
  });

  it('refuses no units, too many, a full garrison, a fifth place and others’ territories', async () => {
    const player = await app.newChieftain({ army: { militia: 300 } });
    const rival = await app.newChieftain({ army: { militia: 10 } });
    for (const no of [22, 23, 24, 25, 26]) await app.hold(no, player.tribeId, []);
    await refused(station(player, 22, armyOf()), 'EMPTY_ARMY');
    await refused(station(player, 22, armyOf(301)), 'INSUFFICIENT_UNITS');
    const full = await refused(station(player, 22, armyOf(201)), 'GARRISON_FULL');
    expect(full.details).toEqual({ required: 201, free: 200, capacity: 200 });
    await refused(station(rival, 22), 'NOT_OWN_TERRITORY');
    await refused(station(player, 27), 'NOT_OWN_TERRITORY');
    for (const no of [22, 23, 24, 25]) await station(player, no);
    await refused(station(player, 26), 'GARRISON_LIMIT');
    await station(player, 25);
    expect((await player.call('users.me')).army.militia).toBe(250);
  });

  it('leaves the formation to those who stand there', async () => {
    const player = await app.newChieftain();
    await app.hold(28, player.tribeId, []);
    await refused(station(player, 28, armyOf(), 'defensive'), 'EMPTY_ARMY');
    await refused(station(await app.newPlayer(), 28), 'NOT_IN_TRIBE');
  });
});

describe('withdrawing', () => {
  it('takes thirty minutes, and the tenure ends with the last unit', async () => {
    const player = await app.newChieftain();
    await app.hold(29, player.tribeId, [{ player, army: { militia: 30 } }]);
    const arrivesAt = new Date(app.clock.nowMs() + HALF_HOUR_MS).toISOString();
    expect(await withdraw(player, 29, armyOf(20))).toEqual({ territoryId: 29, myUnits: armyOf(10), arrivesAt });
    const open = () => app.number('select count(*) from tenures where user_id = $1 and to_at is null', [player.id]);
    expect(await open()).toBe(1);
    await withdraw(player, 29, armyOf(10));
    expect(await open()).toBe(0);
    const me = await player.call('users.me');
    expect(me.returning).toEqual([
      { units: armyOf(20), arrivesAt, fromTerritoryId: 29 },
      { units: armyOf(10), arrivesAt, fromTerritoryId: 29 },
    ]);
    expect(me).toMatchObject({ army: armyOf(), armyTotal: 30 });
    app.clock.advance(HALF_HOUR_MS);
    await app.settle();
    expect(await player.call('users.me')).toMatchObject({ army: armyOf(30), returning: [] });
    // The tribe still holds the empty territory.
    expect((await player.call('territories.get', { params: params(29) })).owner?.tribeId).toBe(player.tribeId);
  });

  it('refuses what one does not have there', async () => {
    const player = await app.newChieftain({ army: { militia: 50 } });
    await app.hold(30, player.tribeId, [{ player, army: { militia: 5 } }]);
    const other = await app.newChieftain({ army: { militia: 5 } });
    await refused(withdraw(player, 30, armyOf(6)), 'INSUFFICIENT_UNITS');
    await refused(withdraw(player, 30, armyOf()), 'EMPTY_ARMY');
    await refused(withdraw(other, 30, armyOf(5)), 'INSUFFICIENT_UNITS');
  });
});

describe('the books', () => {
  it('balance after all of this', async () => {
    await expectInvariants(app);
    expect(await countUnits(app)).toBe(50 + 4 + 300 + 10 + 30 + 50 + 5 + 5);
  });
});
