import { armyOf } from '@cryptotribes/rules/core/units';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countUnits, expectInvariants } from '../../testing/invariants.ts';
import { UNKNOWN_ID } from '../../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const HOUR_MS = 3_600_000;

describe('ordering an attack', () => {
  it('queues it and takes the units out of the home army', async () => {
    const player = await app.newChieftain({ army: { militia: 40 } });
    const body = {
      territoryId: app.territory(22),
      army: armyOf(30),
      formation: 'offensive',
      clientSeed: '00112233445566778899aabbccddeeff',
    } as const;
    const answer = await player.call('battles.attackTerritory', { body });
    expect(answer).toEqual({
      battleId: expect.stringMatching(/^[0-9a-f]{24}$/),
      status: 'queued',
      estimatedProcessingTime: expect.any(String),
      orderNo: 1,
      position: 1,
      clientSeed: body.clientSeed,
      beacon: null,
      remainingArmy: armyOf(10),
    });
    const me = await player.call('users.me');
    expect(me).toMatchObject({ army: armyOf(10), armyTotal: 40 });
    expect(me.marches).toMatchObject([{ battleId: answer.battleId, territoryId: 22, army: armyOf(30), position: 1 }]);
    const again = await app.attack(player, 22, { militia: 1 });
    expect(again).toMatchObject({ orderNo: 2, position: 2 });
    expect(again.clientSeed).toMatch(/^[0-9a-f]{32}$/);
    const { pendingOrders } = await player.call('territories.get', { params: { territoryId: app.territory(22) } });
    expect(pendingOrders).toEqual({ count: 2, mine: 2 });
    await app.settle();
  });

  it('may aim at any territory, next to the own ones or not', async () => {
    const player = await app.newChieftain({ army: { militia: 9 } });
    await app.hold(41, player.tribeId, [{ player, army: { militia: 5 } }]);
    for (const no of [1, 14, 50]) {
      const { neighbours } = await player.call('territories.get', { params: { territoryId: app.territory(no) } });
      expect(neighbours).toEqual([...territoryInfo(no).neighbours]);
      expect(neighbours).not.toContain(41);
      expect((await app.attack(player, no, { militia: 3 })).status).toBe('queued');
    }
    await app.settle();
  });

  it('refuses no units, more units than are at home, and the own territory', async () => {
    const player = await app.newChieftain({ army: { militia: 10 } });
    await refused(app.attack(player, 23, {}), 'EMPTY_ARMY');
    const error = await refused(app.attack(player, 23, { militia: 11 }), 'INSUFFICIENT_UNITS');
    expect(error.details).toEqual({ required: armyOf(11), available: armyOf(10) });
    await refused(app.attack(player, 23, { cavalry: 1 }), 'INSUFFICIENT_UNITS');
    await app.hold(24, player.tribeId, [{ player, army: { militia: 5 } }]);
    await refused(app.attack(player, 24, { militia: 1 }), 'OWN_TERRITORY');
    expect((await player.call('users.me')).army.militia).toBe(10);
  });

  it('refuses a territory under a truce, and says until when', async () => {
    const player = await app.newChieftain({ army: { militia: 100 } });
    const rival = await app.newChieftain({ army: { militia: 10 } });
    await app.attack(player, 25, { militia: 100 }, 'offensive');
    await app.settle();
    const until = app.clock.nowMs() + 4 * HOUR_MS;
    const error = await refused(app.attack(rival, 25, { militia: 1 }), 'TERRITORY_PROTECTED');
    expect(error.details.protectedUntilMs).toBe(until);
    app.clock.set(until - 1);
    await refused(app.attack(rival, 25, { militia: 1 }), 'TERRITORY_PROTECTED');
    app.clock.set(until);
    await app.attack(rival, 25, { militia: 1 });
    await app.settle();
  });

  it('is limited to four territories with units or orders', async () => {
    const player = await app.newChieftain({ army: { militia: 50 } });
    await app.hold(31, player.tribeId, [{ player, army: { militia: 5 } }]);
    await app.hold(32, player.tribeId, [{ player, army: { militia: 5 } }]);
    await app.attack(player, 33, { militia: 1 });
    await app.attack(player, 34, { militia: 1 });
    const error = await refused(app.attack(player, 35, { militia: 1 }), 'GARRISON_LIMIT');
    expect(error.details).toEqual({ max: 4 });
    // A second order against the same territory needs no further place.
    await app.attack(player, 34, { militia: 1 });
    await app.settle();
    // Both orders were lost: two places are free again.
    await app.attack(player, 35, { militia: 1 });
    await app.settle();
  });

  it('cannot use units that are on the way home', async () => {
    const player = await app.newChieftain();
    await app.hold(36, player.tribeId, [{ player, army: { militia: 20 } }]);
    await player.call('territories.withdraw', {
      params: { territoryId: app.territory(36) },
      body: { units: armyOf(10) },
    });
    await refused(app.attack(player, 37, { militia: 10 }), 'INSUFFICIENT_UNITS');
    app.clock.advance(HOUR_MS / 2 - 1);
    await refused(app.attack(player, 37, { militia: 10 }), 'INSUFFICIENT_UNITS');
    app.clock.advance(1);
    await app.attack(player, 37, { militia: 10 });
    await app.settle();
  });
});

describe('a queued battle', () => {
  it('shows army and formation to nobody but the one who sent it', async () => {
    const owner = await app.newChieftain();
    await app.hold(38, owner.tribeId, [{ player: owner, army: { militia: 50 } }]);
    const attacker = await app.newChieftain({ army: { militia: 20 } });
    const { battleId } = await app.attack(attacker, 38, { militia: 20 }, 'defensive');
    const mine = await attacker.call('battles.get', { params: { battleId } });
    expect(mine).toMatchObject({
      status: 'queued',
      position: 1,
      results: null,
      attacker: { army: armyOf(20), formation: 'defensive' },
    });
    const visitor = plainClient(app.url, null);
    for (const viewer of [owner, await app.newPlayer(), visitor]) {
      const seen = await viewer.call('battles.get', { params: { battleId } });
      expect(seen.attacker).toMatchObject({ army: null, formation: null, workshopLevel: null, power: null });
      expect(seen.fairness).toMatchObject({ clientSeed: null, ordersHash: null });
      expect(seen.defender.army).toBeNull();
      expect(JSON.stringify(seen)).not.toContain('defensive');
    }
    // Nor does what everybody and the defender are told.
    const news = await app.sql<{ data: unknown }>(`select data from news where data->>'battleId' = $1`, [battleId]);
    expect(news.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(news)).not.toMatch(/defensive|militia/);
    await app.settle();
    expect(await visitor.call('battles.get', { params: { battleId } })).toMatchObject({
      status: 'completed',
      attacker: { army: armyOf(20), formation: 'defensive' },
      defender: { army: armyOf(50) },
    });
  });

  it('never shows the seed before the season is over', async () => {
    const player = await app.newChieftain({ army: { militia: 5 } });
    const { battleId } = await app.attack(player, 39, { militia: 5 });
    await app.settle();
    const report = await player.call('battles.get', { params: { battleId } });
    const [{ seed, secret } = { seed: '', secret: '' }] = await app.sql<{ seed: string; secret: string }>(
      `select encode(rng_seed, 'hex') as seed, encode(secret, 'hex') as secret from battles join season_secrets using (season_id) where id = $1`,
      [battleId],
    );
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
    for (const text of [JSON.stringify(report), JSON.stringify(await player.call('seasons.current'))]) {
      expect(text).not.toContain(seed);
      expect(text).not.toContain(secret);
    }
  });
});

describe('the history', () => {
  it('lists attacks and defences, newest first, page by page', async () => {
    const owner = await app.newChieftain();
    await app.hold(40, owner.tribeId, [{ player: owner, army: { militia: 60 } }]);
    const attacker = await app.newChieftain({ army: { militia: 30 } });
    for (let n = 0; n < 3; n++) {
      await app.attack(attacker, 40, { militia: 10 });
      await app.settle();
      app.clock.advance(1000);
    }
    const all = await attacker.call('battles.history');
    expect(all.pagination).toEqual({ total: 3, limit: 20, offset: 0, hasMore: false, next: null });
    expect(all.battles.map((battle) => battle.role)).toEqual(['attacker', 'attacker', 'attacker']);
    expect(all.battles.map((battle) => battle.result)).toEqual(['defeat', 'defeat', 'defeat']);
    const paged = [];
    for (const offset of ['0', '1', '2']) {
      const page = await attacker.call('battles.history', { query: { limit: '1', offset } });
      expect(page.pagination.hasMore).toBe(offset !== '2');
      paged.push(...page.battles);
    }
    expect(paged).toEqual(all.battles);
    const defences = await owner.call('battles.history');
    expect(defences.battles).toMatchObject([{ role: 'defender', result: 'victory' }, {}, {}]);
    expect(defences.battles[0]?.theirLosses?.militia).toBeGreaterThan(0);
    expect((await attacker.call('battles.history', { query: { limit: '0' } })).pagination.limit).toBe(1);
    expect((await attacker.call('battles.history', { query: { limit: '5000' } })).pagination.limit).toBe(100);
  });

  it('does not know battles that never were', async () => {
    await refused(
      plainClient(app.url, null).call('battles.get', { params: { battleId: UNKNOWN_ID } }),
      'BATTLE_NOT_FOUND',
    );
  });
});

describe('the books', () => {
  it('balance after all of this', async () => {
    await expectInvariants(app);
    expect(await countUnits(app)).toBeGreaterThan(0);
  });
});
