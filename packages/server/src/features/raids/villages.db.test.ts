import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import { armyOf, totalUnits } from '@cryptotribes/rules/core/units';
import { carryingCapacity, villageBattle, villageLootGold } from '@cryptotribes/rules/raids/villageRaid';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countLosses, countUnits, expectInvariants } from '../../testing/invariants.ts';
import { UNKNOWN_ID } from '../../testing/sampleRequests.ts';
import { type Gift, startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer } from '../../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const HOUR_MS = 3_600_000;
const raid = (player: TestPlayer, victim: { id: string }, militia: number, cavalry = 0) =>
  player.call('battles.raidVillage', {
    body: { userId: victim.id, army: armyOf(militia, 0, 0, cavalry), formation: 'balanced' },
  });
const report = (player: TestPlayer, battleId: string) => player.call('battles.get', { params: { battleId } });

/** A player whose village nobody shields: as if it had raided before. */
async function openPlayer(gift: Gift = {}, name?: string): Promise<TestPlayer> {
  const player = await app.newPlayer(name);
  await app.give(player, gift);
  await app.sql('update villages set has_raided_village = true where user_id = $1', [player.id]);
  return player;
}

describe('raiding a village', () => {
  it('meets the home army, takes what can be taken and carried, and tells both', async () => {
    const victim = await openPlayer({ gold: 1_000, army: { militia: 20 } }, 'Halla');
    const raider = await openPlayer({ gold: 500, army: { militia: 80 } }, 'Ketil');
    const units = await countUnits(app);
    const losses = await countLosses(app);
    const answer = await raid(raider, victim, 60);
    expect(answer).toMatchObject({
      status: 'queued',
      orderNo: 1,
      position: 1,
      remainingArmy: armyOf(20),
      raidCharges: { count: 5 },
    });
    expect((await raider.call('users.me')).marches[0]).toMatchObject({
      target: 'village',
      villageUserId: victim.id,
      territoryId: null,
    });
    expect(await report(victim, answer.battleId)).toMatchObject({
      status: 'queued',
      position: 1,
      raid: { target: 'village', campLevel: null },
      attacker: { army: null, formation: null },
      defender: { userId: victim.id, username: 'Halla', army: null },
    });
    await app.settle();
    const seen = await report(raider, answer.battleId);
    const casualties = seen.results?.casualties ?? { attacker: armyOf(), defender: armyOf() };
    const survivors = armyOf(60 - casualties.attacker.militia);
    const loot = Math.min(270, carryingCapacity(season1, survivors));
    expect(loot).toBe(villageLootGold(season1, { survivors, gold: 1_000, warehouse: 1 }));
    const killed = totalUnits(casualties.defender);
    expect(seen).toMatchObject({
      battleType: 'pvp',
      status: 'completed',
      territory: null,
      defender: { userId: victim.id, army: armyOf(20), formation: 'balanced' },
      contributors: [{ userId: victim.id, units: armyOf(20), losses: casualties.defender, vp: 0 }],
      results: {
        winner: 'attacker',
        goldLooted: loot,
        territoryTransferred: false,
        vpAwarded: { attacker: killed, defender: 0 },
      },
      details: { survivors: { home: survivors, garrison: armyOf() } },
    });
    expect(await raider.call('users.me')).toMatchObject({
      gold: 500 + loot,
      army: armyOf(20 + survivors.militia),
      victoryPoints: killed,
    });
    const untilMs = app.clock.nowMs() + 8 * HOUR_MS;
    expect(await victim.call('users.me')).toMatchObject({
      gold: 1_000 - loot,
      army: armyOf(20 - casualties.defender.militia),
      shieldUntil: new Date(untilMs).toISOString(),
    });
    const told = await app.sql<{ type: string; data: Record<string, unknown> }>(
      'select type, data from news where recipient = $1 order by id',
      [`user:${victim.id}`],
    );
    expect(told.map((news) => news.type)).toEqual(['battle_completed', 'raided', 'gold_updated']);
    expect(told[0]?.data).toMatchObject({
      target: 'village',
      role: 'defender',
      winner: 'opponent',
      opponent: 'Ketil',
      goldLooted: loot,
    });
    expect(told[1]?.data).toEqual({
      battleId: answer.battleId,
      raider: { userId: raider.id, username: 'Ketil', tribe: null },
      goldLost: loot,
      unitsLost: casualties.defender,
      shieldUntil: new Date(untilMs).toISOString(),
    });
    expect(told[2]?.data).toEqual({ gold: 1_000 - loot, gained: -loot, reason: 'loot' });
    const [mine] = (await raider.call('battles.history')).battles;
    expect(mine).toMatchObject({
      role: 'attacker',
      result: 'victory',
      opponent: 'Halla',
      goldLooted: loot,
      territory: null,
      campLevel: null,
    });
    const [theirs] = (await victim.call('battles.history')).battles;
    expect(theirs).toMatchObject({ role: 'defender', result: 'defeat', opponent: 'Ketil', goldLooted: loot });
    expect(await countUnits(app)).toBe(units - ((await countLosses(app)) - losses));
  });

  it('finds the army, formation and workshop of the moment it is fought, with the published luck', async () => {
    const victim = await openPlayer({ army: { militia: 5 } });
    const raider = await openPlayer({ army: { militia: 90 } });
    const { battleId, clientSeed } = await raid(raider, victim, 70, 0);
    await app.give(victim, { army: { militia: 15, spearman: 10 }, levels: { workshop: 3 } });
    await victim.call('users.update', { body: { homeFormation: 'defensive' } });
    await app.settle();
    const seen = await report(raider, battleId);
    const home = armyOf(15, 10);
    const [row] = await app.sql<{ secret: Buffer }>('select secret from season_secrets where season_id = $1', [
      app.seasonId,
    ]);
    const seed = battleSeed(
      row?.secret ?? Buffer.alloc(0),
      canonicalBattleText({
        seasonId: app.seasonId,
        battleId,
        orderNo: 1,
        scope: `village:${victim.id}`,
        attackerArmy: armyOf(70),
        attackerFormation: 'balanced',
        defenderArmy: home,
        defenderFormation: 'defensive',
        terrain: 'plains',
        clientSeed,
        beacon: null,
      }),
    );
    const attacker = { army: armyOf(70), formation: 'balanced', workshopLevel: 1 } as const;
    const village = { userId: victim.id, home, formation: 'defensive', workshopLevel: 3 } as const;
    const outcome = resolveBattle(villageBattle(season1, attacker, village), drawVarianceBp(seed, 1000));
    expect(seen.details?.varianceBp).toBe(outcome.varianceBp);
    expect(seen.results).toMatchObject({
      winner: outcome.winner,
      casualties: { attacker: outcome.attackerLosses, defender: outcome.defenderLosses },
    });
  });

  it('takes no gold when it is lost; the village keeps its points and is not shielded', async () => {
    const victim = await openPlayer({ army: { militia: 80 } });
    const raider = await openPlayer({ army: { militia: 10 } });
    const { battleId } = await raid(raider, victim, 10);
    await app.settle();
    const { results, contributors } = await report(raider, battleId);
    const killed = totalUnits(results?.casualties.attacker ?? armyOf());
    expect(results).toMatchObject({ winner: 'defender', goldLooted: 0, vpAwarded: { attacker: 0, defender: killed } });
    expect(contributors).toMatchObject([{ userId: victim.id, vp: killed }]);
    expect(await victim.call('users.me')).toMatchObject({ gold: 1_000, victoryPoints: killed, shieldUntil: null });
    expect((await raider.call('users.me')).gold).toBe(1_000);
  });

  it('counts its points for the tribes of both', async () => {
    const victim = await app.newChieftain({ army: { militia: 80 } });
    const raider = await app.newChieftain({ army: { militia: 30 } });
    await app.sql('update villages set has_raided_village = true where user_id = $1', [victim.id]);
    await raid(raider, victim, 30);
    await app.settle();
    const { victoryPoints } = await victim.call('users.me');
    expect(victoryPoints).toBeGreaterThan(0);
    expect(await app.number('select total_vp from tribe_scores where tribe_id = $1', [victim.tribeId])).toBe(
      victoryPoints,
    );
  });

  it('pays full points three times, half three times, then none, against the same village within a day', async () => {
    const victim = await openPlayer({ army: { militia: 100 } });
    const raider = await openPlayer({ army: { militia: 100 } });
    const seen: { killed: number; vp: number; index: number | undefined }[] = [];
    for (let n = 0; n < 7; n++) {
      await app.give(raider, { army: { militia: 100 } });
      await app.sql('update villages set raid_charges = 6 where user_id = $1', [raider.id]);
      const { battleId } = await raid(raider, victim, 10);
      await app.settle();
      const { results, details } = await report(raider, battleId);
      seen.push({
        killed: totalUnits(results?.casualties.attacker ?? armyOf()),
        vp: results?.vpAwarded.defender ?? -1,
        index: details?.vpBreakdown.repeatIndex,
      });
    }
    expect(seen.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const shares = [1, 1, 1, 0.5, 0.5, 0.5, 0];
    expect(seen.map(({ vp }) => vp)).toEqual(seen.map(({ killed }, n) => Math.floor(killed * (shares[n] ?? 0))));
    const { villages } = await raider.call('raids.villages', { query: { limit: '100' } });
    expect(villages.find((village) => village.userId === victim.id)?.repeatIndex).toBe(7);
    app.clock.advance(24 * HOUR_MS);
    await app.give(raider, { army: { militia: 100 } });
    const { battleId } = await raid(raider, victim, 10);
    await app.settle();
    expect((await report(raider, battleId)).details?.vpBreakdown.repeatIndex).toBe(0);
  });

  it('takes nothing from a village that has nothing, and never makes its gold negative', async () => {
    const victim = await openPlayer({ gold: 3, army: { militia: 0 } });
    const raider = await openPlayer({ army: { militia: 40 } });
    const { battleId } = await raid(raider, victim, 1);
    await app.settle();
    // 30 % of nine tenths of 3 coins is less than one.
    expect((await report(raider, battleId)).results).toMatchObject({
      winner: 'attacker',
      goldLooted: 0,
      casualties: { attacker: armyOf(), defender: armyOf() },
    });
    expect((await victim.call('users.me')).gold).toBe(3);
  });
});

describe('a shield', () => {
  it('covers a new village for a day, or until it raids a village itself', async () => {
    const fresh = await app.newPlayer();
    await app.give(fresh, { army: { militia: 30 } });
    const raider = await openPlayer({ army: { militia: 50 } });
    const untilMs = app.clock.nowMs() + 24 * HOUR_MS;
    expect((await fresh.call('users.me')).shieldUntil).toBe(new Date(untilMs).toISOString());
    const error = await refused(raid(raider, fresh, 5), 'VILLAGE_SHIELDED');
    expect(error.details).toEqual({ shieldUntilMs: untilMs });
    app.clock.set(untilMs - 1);
    await refused(raid(raider, fresh, 5), 'VILLAGE_SHIELDED');
    const second = await app.newPlayer();
    await app.give(second, { army: { militia: 30 } });
    await refused(raid(raider, second, 5), 'VILLAGE_SHIELDED');
    await raid(second, raider, 5);
    await app.settle();
    expect((await second.call('users.me')).shieldUntil).toBeNull();
    await raid(raider, second, 1);
    app.clock.set(untilMs);
    await raid(raider, fresh, 1);
    await app.settle();
  });

  it('covers a raided village for eight hours', async () => {
    const victim = await openPlayer();
    const raider = await openPlayer({ army: { militia: 50 } });
    await raid(raider, victim, 5);
    await app.settle();
    const untilMs = app.clock.nowMs() + 8 * HOUR_MS;
    await refused(raid(raider, victim, 5), 'VILLAGE_SHIELDED');
    app.clock.set(untilMs - 1);
    await refused(raid(raider, victim, 5), 'VILLAGE_SHIELDED');
    app.clock.set(untilMs);
    await raid(raider, victim, 5);
    await app.settle();
  });

  it('begins with the season for those who registered before it', async () => {
    const early = await startTestApp({ startsInMs: 10 * HOUR_MS });
    try {
      const player = await early.newPlayer();
      const startMs = early.clock.nowMs() + 10 * HOUR_MS;
      expect((await player.call('users.me')).shieldUntil).toBe(new Date(startMs + 24 * HOUR_MS).toISOString());
      await refused(raid(player, player, 1), 'SEASON_NOT_ACTIVE');
    } finally {
      await early.stop();
    }
  });
});

describe('a raid whose turn finds things changed', () => {
  it('is void after an earlier one has won: units and charge are back, and nobody gains', async () => {
    const victim = await openPlayer({ army: { militia: 5 } });
    const [first, second] = [await openPlayer({ army: { militia: 60 } }), await openPlayer({ army: { militia: 60 } })];
    await raid(first, victim, 60);
    const late = await raid(second, victim, 60);
    expect(late).toMatchObject({ orderNo: 2, position: 2, raidCharges: { count: 5 } });
    await app.settle();
    expect(await report(second, late.battleId)).toMatchObject({ status: 'void', results: null, position: null });
    expect(await second.call('users.me')).toMatchObject({
      army: armyOf(60),
      gold: 1_000,
      victoryPoints: 0,
      raidCharges: { count: 6, nextAt: null },
      marches: [],
    });
    const told = await app.sql(
      `select data->>'outcome' as outcome, data->>'target' as target from news where recipient = $1`,
      [`user:${second.id}`],
    );
    expect(told).toEqual([{ outcome: 'void', target: 'village' }]);
  });

  it('does not end the own shield of a new village when it is void', async () => {
    const victim = await openPlayer({ army: { militia: 5 } });
    const [strong, fresh] = [await openPlayer({ army: { militia: 60 } }), await app.newPlayer()];
    await app.give(fresh, { army: { militia: 20 } });
    await raid(strong, victim, 60);
    await raid(fresh, victim, 20);
    await app.settle();
    expect((await fresh.call('users.me')).shieldUntil).not.toBeNull();
  });

  it('is void when both belong to one tribe by then', async () => {
    const raider = await app.newChieftain({ army: { militia: 60 } });
    const victim = await openPlayer({ army: { militia: 5 } });
    const { battleId } = await raid(raider, victim, 60);
    await app.admit(raider.tribeId, raider, victim);
    await app.settle();
    expect((await report(raider, battleId)).status).toBe('void');
    expect(await raider.call('users.me')).toMatchObject({ army: armyOf(60), raidCharges: { count: 6 } });
    await refused(raid(raider, victim, 1), 'OWN_TRIBE');
  });
});

describe('an order to raid a village', () => {
  it('is refused against oneself, strangers, with no or too many units, and without a charge', async () => {
    const raider = await openPlayer({ army: { militia: 10 } });
    const victim = await openPlayer({ army: { militia: 50 } });
    await refused(raid(raider, raider, 1), 'OWN_VILLAGE');
    await refused(raid(raider, { id: UNKNOWN_ID }, 1), 'USER_NOT_FOUND');
    await refused(raid(raider, await app.signIn(), 1), 'USER_NOT_FOUND');
    await refused(raid(raider, victim, 0), 'EMPTY_ARMY');
    await refused(raid(raider, victim, 11), 'INSUFFICIENT_UNITS');
    await refused(raid(await app.signIn(), victim, 1), 'ENTRY_FEE_REQUIRED');
    await refused(raid({ ...raider, call: plainClient(app.url, null).call }, victim, 1), 'INVALID_TOKEN');
    for (let n = 0; n < 6; n++) await raid(raider, victim, 1);
    await refused(raid(raider, victim, 1), 'NO_RAID_CHARGE');
    await app.settle();
    const body = { userId: victim.id, army: armyOf(1), formation: 'balanced' };
    for (const bad of [
      { userId: 'x' },
      { userId: null },
      { army: {} },
      { formation: 'wild' },
      { territoryId: UNKNOWN_ID },
      { gold: 1 },
    ]) {
      const request = {
        method: 'POST',
        path: '/v1/battles/raid-village',
        token: raider.token,
        body: { ...body, ...bad },
      };
      expectRefusal(await sendJson(app.url, request), JSON.stringify(bad), 'VALIDATION_FAILED');
    }
  });

  it('counts for the battle limit', async () => {
    const strict = await startTestApp({ env: { RATE_LIMIT_BATTLES: '2' } });
    try {
      const player = await strict.newPlayer();
      const attempts = () =>
        player.call('battles.raidCamp', { body: { level: 1, army: armyOf(), formation: 'balanced' } });
      await refused(attempts(), 'EMPTY_ARMY');
      await refused(attempts(), 'EMPTY_ARMY');
      await refused(attempts(), 'RATE_LIMIT_EXCEEDED');
    } finally {
      await strict.stop();
    }
  });
});
