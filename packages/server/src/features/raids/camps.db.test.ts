import { createHash } from 'node:crypto';
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import { armyOf, subtractArmies } from '@cryptotribes/rules/core/units';
import { campBattle } from '@cryptotribes/rules/raids/camps';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, plainClient, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const HOUR_MS = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const raid = (player: TestPlayer, level: number, militia: number) =>
  player.call('battles.raidCamp', { body: { level, army: armyOf(militia), formation: 'offensive' } });

describe('raiding a bandit camp', () => {
  it('takes a charge and the units at once, and brings the loot when it is won', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 50 }, levels: { warehouse: 3 } });
    const orderedMs = app.clock.nowMs();
    const answer = await raid(player, 1, 20);
    const raidCharges = { count: 5, max: 6, nextAt: iso(orderedMs + 2 * HOUR_MS) };
    expect(answer).toMatchObject({ status: 'queued', orderNo: 1, position: 1, remainingArmy: armyOf(30), raidCharges });
    const before = await player.call('users.me');
    expect(before).toMatchObject({ army: armyOf(30), armyTotal: 50, raidCharges, campsBeaten: 0, gold: 1_000 });
    expect(before.marches).toEqual([
      {
        battleId: answer.battleId,
        target: 'camp',
        campLevel: 1,
        territoryId: null,
        villageUserId: null,
        army: armyOf(20),
        orderedAt: iso(orderedMs),
        position: 1,
      },
    ]);
    await app.settle();
    const report = await player.call('battles.get', { params: { battleId: answer.battleId } });
    expect(report).toMatchObject({
      battleType: 'pve_raid',
      status: 'completed',
      territory: null,
      raid: { target: 'camp', campLevel: 1 },
      attacker: { tribeId: null, army: armyOf(20) },
      defender: { userId: null, army: armyOf(4), formation: 'balanced' },
      // 45 gold and 2 % of it for each warehouse level above 1, without the fraction.
      results: {
        winner: 'attacker',
        vpAwarded: { attacker: 0, defender: 0 },
        territoryTransferred: false,
        goldLooted: 46,
      },
    });
    const lost = report.results?.casualties.attacker.militia ?? 0;
    const me = await player.call('users.me');
    expect(me).toMatchObject({ army: armyOf(50 - lost), gold: 1_046, campsBeaten: 1, victoryPoints: 0, marches: [] });
    const [item] = (await player.call('battles.history', { query: { raids: '1' } })).battles;
    expect(item).toMatchObject({
      opponent: 'Bandit camp 1',
      campLevel: 1,
      result: 'victory',
      goldLooted: 46,
      territory: null,
    });
    const told = await app.sql<{ type: string; data: object }>(
      'select type, data from news where recipient = $1 order by id',
      [`user:${player.id}`],
    );
    expect(told.map((news) => news.type)).toEqual(['battle_completed', 'gold_updated']);
    expect(told[0]?.data).toMatchObject({
      target: 'camp',
      campLevel: 1,
      winner: 'you',
      goldLooted: 46,
      territoryId: null,
    });
    expect(told[1]?.data).toEqual({ gold: 1_046, gained: 46, reason: 'loot' });
  });

  it('is fought by the published rules with the published luck, and its order stays as it was', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 30 }, levels: { workshop: 4 } });
    const { battleId } = await raid(player, 1, 7);
    const acceptedMs = app.clock.nowMs();
    await app.settle();
    const report = await player.call('battles.get', { params: { battleId } });
    const [row] = await app.sql<{ secret: Buffer; client_seed: Buffer }>(
      'select secret, client_seed from battles join season_secrets using (season_id) where id = $1',
      [battleId],
    );
    const clientSeed = row?.client_seed.toString('hex') ?? '';
    const seed = battleSeed(
      row?.secret ?? Buffer.alloc(0),
      canonicalBattleText({
        seasonId: app.seasonId,
        battleId,
        orderNo: 1,
        scope: `camp:1:${player.id}`,
        attackerArmy: armyOf(7),
        attackerFormation: 'offensive',
        defenderArmy: armyOf(4),
        defenderFormation: 'balanced',
        terrain: 'plains',
        clientSeed,
        beacon: null,
      }),
    );
    const luck = drawVarianceBp(seed, 1000);
    const attacker = { army: armyOf(7), formation: 'offensive', workshopLevel: 4 } as const;
    const outcome = resolveBattle(campBattle(season1, 1, attacker), luck);
    expect(report.details?.varianceBp).toBe(luck);
    expect(report.results?.casualties).toEqual({ attacker: outcome.attackerLosses, defender: outcome.defenderLosses });
    const lines = [
      ...['cryptotribes order 1', `season=${app.seasonId}`, `battle=${battleId}`, 'camp=1', 'order=1'],
      ...[`attacker=${player.id}`, 'tribe=none', 'army=7/0/0/0', 'formation=offensive', 'workshop=4'],
      ...[`seed=${clientSeed}`, `accepted=${acceptedMs}`],
    ];
    expect(report.fairness.ordersHash).toBe(createHash('sha256').update(lines.join('\n')).digest('hex'));
    await expect(app.sql('update battles set camp_level = 2 where id = $1', [battleId])).rejects.toThrow(
      'cannot change',
    );
  });

  it('brings nothing when it is lost, and does not open the next camp', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 10 } });
    await raid(player, 1, 1);
    await app.settle();
    expect(await player.call('users.me')).toMatchObject({ gold: 1_000, campsBeaten: 0, raidCharges: { count: 5 } });
    const error = await refused(raid(player, 2, 5), 'CAMP_LOCKED');
    expect(error.details).toEqual({ level: 2, requiredLevel: 1 });
  });

  it('is possible for one level more than was beaten, and again for those beaten before', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 100 } });
    expect((await player.call('raids.camps')).camps.map((camp) => camp.unlocked)).toEqual(
      times(10, (index) => index === 0),
    );
    await raid(player, 1, 20);
    await refused(raid(player, 2, 20), 'CAMP_LOCKED');
    await app.settle();
    await raid(player, 2, 40);
    await app.settle();
    const { camps, raidCharges } = await player.call('raids.camps');
    expect(raidCharges.count).toBe(4);
    expect(camps.map((camp) => camp.beaten)).toEqual(times(10, (index) => index < 2));
    expect(camps.map((camp) => camp.unlocked)).toEqual(times(10, (index) => index < 3));
    expect(camps[9]).toEqual({
      level: 10,
      army: armyOf(80, 80, 80, 43),
      formation: 'balanced',
      terrain: 'plains',
      loot: 1_750,
      beaten: false,
      unlocked: false,
    });
    await raid(player, 1, 20);
    await app.settle();
    expect(await player.call('users.me')).toMatchObject({ gold: 1_000 + 45 + 90 + 45, campsBeaten: 2 });
  });

  it('may bring more gold than the warehouse holds', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 1_000, army: { militia: 20 } });
    await raid(player, 1, 20);
    await app.settle();
    const me = await player.call('users.me');
    expect(me.gold).toBe(1_045);
    expect(me.gold).toBeGreaterThan(me.goldCapacity);
  });

  it('needs a charge: six, and one more every two hours', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 100 } });
    const startMs = app.clock.nowMs();
    for (let n = 0; n < 6; n++) await raid(player, 1, 1);
    const error = await refused(raid(player, 1, 1), 'NO_RAID_CHARGE');
    expect(error.details).toEqual({ nextChargeMs: startMs + 2 * HOUR_MS });
    await app.settle();
    app.clock.set(startMs + 2 * HOUR_MS - 1);
    await refused(raid(player, 1, 1), 'NO_RAID_CHARGE');
    app.clock.set(startMs + 2 * HOUR_MS);
    await raid(player, 1, 1);
    await refused(raid(player, 1, 1), 'NO_RAID_CHARGE');
    await app.settle();
  });

  it('refuses no units, more than are at home, and whoever has not entered; a refusal costs no charge', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 3 } });
    await refused(raid(player, 1, 0), 'EMPTY_ARMY');
    const error = await refused(raid(player, 1, 4), 'INSUFFICIENT_UNITS');
    expect(error.details).toEqual({ required: armyOf(4), available: armyOf(3) });
    expect((await player.call('users.me')).raidCharges.count).toBe(6);
    const visitor = await app.signIn();
    await refused(raid(visitor, 1, 1), 'ENTRY_FEE_REQUIRED');
    await refused(visitor.call('raids.camps'), 'ENTRY_FEE_REQUIRED');
    await refused(plainClient(app.url, null).call('raids.camps'), 'INVALID_TOKEN');
    const body = { level: 1, army: armyOf(1), formation: 'balanced' };
    expectRefusal(
      await sendJson(app.url, { method: 'POST', path: '/v1/battles/raid-camp', body }),
      'no token',
      'INVALID_TOKEN',
    );
    for (const bad of [
      { level: 0 },
      { level: 11 },
      { level: 1.5 },
      { level: '1' },
      { level: null },
      { userId: player.id },
      { gold: 5 },
    ]) {
      const request = { method: 'POST', path: '/v1/battles/raid-camp', token: player.token, body: { ...body, ...bad } };
      expectRefusal(await sendJson(app.url, request), JSON.stringify(bad), 'VALIDATION_FAILED');
    }
  });

  it('is ordered once however often a request with the same key arrives', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 60 } });
    const body = { level: 1, army: armyOf(10), formation: 'balanced' };
    const headers = { 'idempotency-key': 'one-raid-only' };
    const request = { method: 'POST', path: '/v1/battles/raid-camp', token: player.token, headers, body };
    const answers = await Promise.all(times(6, () => sendJson(app.url, request)));
    expect(answers.map((answer) => answer.status)).toEqual(times(6, () => 202));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await player.call('users.me')).toMatchObject({ army: armyOf(50), raidCharges: { count: 5 } });
    await app.settle();
  });

  it('with one charge left is accepted once out of fifty at the same time', async () => {
    const player = await app.newPlayer();
    await app.give(player, { army: { militia: 100 } });
    for (let n = 0; n < 5; n++) await raid(player, 1, 1);
    const counts = await outcomes(times(50, () => raid(player, 1, 1)));
    expect(counts).toEqual({ ok: 1, NO_RAID_CHARGE: 49 });
    const me = await player.call('users.me');
    expect(me).toMatchObject({ army: armyOf(94), raidCharges: { count: 0 } });
    expect(me.marches.map((march) => march.position).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    await app.settle();
    const rows = await app.sql<{ order_no: number; losses: number }>(
      `select order_no, (report->'attackerLosses'->>'militia')::int as losses from battles where attacker_id = $1 order by order_no`,
      [player.id],
    );
    expect(rows.map((row) => row.order_no)).toEqual([1, 2, 3, 4, 5, 6]);
    const left = subtractArmies(armyOf(100), armyOf(rows.reduce((sum, row) => sum + row.losses, 0)));
    expect((await player.call('users.me')).army).toEqual(left);
  });
});

describe('a camp raid before the season ends', () => {
  it('is fought even if its turn comes after the end; later ones are refused', async () => {
    const short = await startTestApp({ lengthMs: HOUR_MS });
    try {
      const player = await short.newPlayer();
      await short.give(player, { army: { militia: 40 } });
      const endMs = short.clock.nowMs() + HOUR_MS;
      short.clock.set(endMs - 1);
      const { battleId } = await raid(player, 1, 20);
      short.clock.set(endMs);
      await refused(raid(player, 1, 20), 'SEASON_NOT_ACTIVE');
      await short.settle();
      expect((await player.call('battles.get', { params: { battleId } })).status).toBe('completed');
      const [season] = await short.sql<{ status: string }>('select status from seasons where id = $1', [
        short.seasonId,
      ]);
      expect(season?.status).toBe('ended');
      await expectInvariants(short);
    } finally {
      await short.stop();
    }
  });
});
