import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import { armyOf, totalUnits } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countLosses, countUnits, expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';
import { decideNextBattle } from './decide.ts';
import * as tellFight from './tellFight.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(async () => {
  vi.restoreAllMocks();
  await expectInvariants(app);
});

const HOUR_MS = 3_600_000;
const report = (player: TestPlayer, battleId: string) => player.call('battles.get', { params: { battleId } });
const look = (player: TestPlayer, no: number) =>
  player.call('territories.get', { params: { territoryId: app.territory(no) } });

describe('a wild garrison', () => {
  it('that is beaten gives way: owner, garrison, truce, points', async () => {
    const player = await app.newChieftain({ army: { militia: 100 } });
    const { battleId } = await app.attack(player, 21, { militia: 100 }, 'offensive');
    await app.settle();
    const { results, details, defender } = await report(player, battleId);
    expect(results).toMatchObject({ winner: 'attacker', territoryTransferred: true });
    expect(defender).toMatchObject({ userId: null, army: armyOf(25), formation: 'balanced' });
    const lost = results?.casualties.attacker.militia ?? 0;
    const seen = await look(player, 21);
    expect(seen.owner?.tribeId).toBe(player.tribeId);
    expect(seen.garrison).toMatchObject({ units: armyOf(100 - lost), formation: 'offensive' });
    expect(seen.truceUntil).toBe(new Date(app.clock.nowMs() + 4 * HOUR_MS).toISOString());
    expect(seen.npcDefense).toBeNull();
    expect(details?.truceUntil).toBe(seen.truceUntil);
    const me = await player.call('users.me');
    const killed = totalUnits(results?.casualties.defender ?? armyOf());
    expect(me.victoryPoints).toBe(killed + 25);
    expect(me.garrisons).toEqual([{ territoryId: 21, units: armyOf(100 - lost) }]);
    expect(results?.vpAwarded).toEqual({ attacker: killed + 25, defender: 0 });
  });

  it('that holds keeps its losses, and the survivors are home at once', async () => {
    const player = await app.newChieftain({ army: { militia: 40 } });
    const { battleId } = await app.attack(player, 22, { militia: 20 });
    await app.settle();
    const first = (await report(player, battleId)).results;
    expect(first).toMatchObject({ winner: 'defender', vpAwarded: { attacker: 0, defender: 0 } });
    const left = 28 - (first?.casualties.defender.militia ?? 0);
    expect(left).toBeLessThan(28);
    expect((await look(player, 22)).npcDefense?.units).toEqual(armyOf(left));
    expect((await player.call('users.me')).army.militia).toBe(40 - (first?.casualties.attacker.militia ?? 0));
    app.clock.advance(100 * HOUR_MS);
    await app.settle();
    expect((await look(player, 22)).npcDefense?.units).toEqual(armyOf(left));
    const again = await app.attack(player, 22, { militia: 5 });
    await app.settle();
    expect((await report(player, again.battleId)).defender.army).toEqual(armyOf(left));
  });
});

describe('a battle between tribes', () => {
  it('is fought by the published rules, with the luck that the secret and the order give', async () => {
    const owner = await app.newChieftain({ levels: { workshop: 3 } });
    const helper = await app.newPlayer();
    await app.admit(owner.tribeId, owner, helper);
    await app.hold(6, owner.tribeId, [
      { player: owner, army: { militia: 20, spearman: 10 } },
      { player: helper, army: { archer: 15, cavalry: 3 } },
    ]);
    const attacker = await app.newChieftain({ army: { militia: 60, cavalry: 25 }, levels: { workshop: 2 } });
    const { battleId } = await app.attack(attacker, 6, { militia: 60, cavalry: 25 }, 'offensive');
    await app.settle();
    const seen = await report(attacker, battleId);
    expect(seen.contributors.map((part) => part.userId).sort()).toEqual([owner.id, helper.id].sort());
    const [row] = await app.sql<{ secret: Buffer; order_no: number; client_seed: Buffer }>(
      'select secret, order_no, client_seed from battles join season_secrets using (season_id) where id = $1',
      [battleId],
    );
    const [defenderArmy, attackerArmy] = [seen.defender.army ?? armyOf(), seen.attacker.army ?? armyOf()];
    const seed = battleSeed(
      row?.secret ?? Buffer.alloc(0),
      canonicalBattleText({
        seasonId: app.seasonId,
        battleId,
        orderNo: row?.order_no ?? 0,
        scope: 'territory:6',
        attackerArmy,
        attackerFormation: 'offensive',
        defenderArmy,
        defenderFormation: 'balanced',
        terrain: 'hills',
        clientSeed: row?.client_seed.toString('hex') ?? '',
        beacon: null,
      }),
    );
    const varianceBp = drawVarianceBp(seed, 1000);
    expect(seen.details?.varianceBp).toBe(varianceBp);
    const contributors = [owner.id, helper.id].map((userId) => {
      const part = seen.contributors.find((item) => item.userId === userId);
      return { userId, units: part?.units ?? armyOf(), workshopLevel: part?.workshopLevel ?? 0 };
    });
    const outcome = resolveBattle(
      {
        rulesetId: seen.rulesetId,
        terrain: 'hills',
        attacker: { army: attackerArmy, formation: 'offensive', workshopLevel: 2 },
        defender: { formation: 'balanced', contributors },
        siegeFatigueBp: 0,
      },
      varianceBp,
    );
    expect(seen.results?.casualties).toEqual({ attacker: outcome.attackerLosses, defender: outcome.defenderLosses });
    expect(seen.results?.winner).toBe(outcome.winner);
    for (const { userId, losses } of outcome.contributorLosses) {
      expect(seen.contributors.find((part) => part.userId === userId)?.losses).toEqual(losses);
    }
  });

  it('shares the odd losses and points by the order of arrival, and the report keeps that order', async () => {
    const owner = await app.newChieftain();
    const others = await app.newPlayers(4);
    for (const player of others) await app.admit(owner.tribeId, owner, player);
    // Neither the order of their ids nor its reverse.
    const arrivals = [3, 0, 4, 2, 1].map((index) => [owner, ...others][index] as TestPlayer);
    for (const player of arrivals) {
      await app.hold(8, owner.tribeId, [{ player, army: { militia: 7 } }]);
      app.clock.advance(1_000);
    }
    const attacker = await app.newChieftain({ army: { militia: 30 } });
    const { battleId } = await app.attack(attacker, 8, { militia: 30 });
    await app.settle();
    const seen = await report(attacker, battleId);
    expect(seen.results?.winner).toBe('defender');
    expect(seen.contributors.map((part) => part.userId)).toEqual(arrivals.map((player) => player.id));
    const lost = seen.contributors.map((part) => part.losses.militia);
    const total = seen.results?.casualties.defender.militia ?? 0;
    // Not a multiple of five: otherwise this would prove nothing.
    expect(total % 5).toBeGreaterThan(0);
    expect(lost).toEqual(lost.map((_, index) => Math.floor(total / 5) + (index < total % 5 ? 1 : 0)));
  });

  it('sends the loser home, and what does not fit the garrison too', async () => {
    const owner = await app.newChieftain();
    await app.hold(23, owner.tribeId, [{ player: owner, army: { militia: 30 } }]);
    const attacker = await app.newChieftain({ army: { militia: 150, cavalry: 80 } });
    const { battleId } = await app.attack(attacker, 23, { militia: 150, cavalry: 80 });
    await app.settle();
    const { results, details } = await report(attacker, battleId);
    expect(results?.winner).toBe('attacker');
    const lost = results?.casualties.defender.militia ?? 0;
    expect((await owner.call('users.me')).army.militia).toBe(30 - lost);
    // An edge has 200 places and cavalry takes two: they stay first.
    const cavalry = 80 - (results?.casualties.attacker.cavalry ?? 0);
    expect(details?.survivors.garrison).toEqual(armyOf(200 - 2 * cavalry, 0, 0, cavalry));
    const me = await attacker.call('users.me');
    expect(me.army).toEqual(details?.survivors.home);
    expect(await app.number(`select count(*) from tenures where user_id = $1 and to_at is null`, [owner.id])).toBe(0);
  });

  it('for an empty territory is won by a single unit without losses', async () => {
    const owner = await app.newChieftain();
    await app.hold(24, owner.tribeId, []);
    const attacker = await app.newChieftain({ army: { militia: 1 } });
    const { battleId } = await app.attack(attacker, 24, { militia: 1 });
    await app.settle();
    expect((await report(attacker, battleId)).results).toMatchObject({
      winner: 'attacker',
      casualties: { attacker: armyOf(), defender: armyOf() },
    });
    expect((await look(attacker, 24)).garrison?.units).toEqual(armyOf(1));
  });
});

describe('an order whose turn finds the ground changed', () => {
  it('reinforces what is the own tribe’s by now, as far as there is room', async () => {
    const chief = await app.newChieftain({ army: { militia: 180 } });
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    await app.give(member, { army: { militia: 60 } });
    await app.attack(chief, 25, { militia: 180 }, 'offensive');
    const { battleId } = await app.attack(member, 25, { militia: 60 });
    await app.settle();
    const seen = await look(member, 25);
    const total = seen.garrison?.units.militia ?? 0;
    expect(total).toBe(200);
    expect(await report(member, battleId)).toMatchObject({ status: 'reinforced', results: null });
    const me = await member.call('users.me');
    expect((seen.myUnits?.militia ?? 0) + me.army.militia).toBe(60);
    expect(me.victoryPoints).toBe(0);
    const told = await app.sql(
      `select data->>'outcome' as outcome from news where recipient = $1 and type = 'battle_completed'`,
      [`user:${member.id}`],
    );
    expect(told).toEqual([{ outcome: 'reinforced' }]);
  });

  it('is void under another tribe’s truce: the units are home, nothing is lost or won', async () => {
    const [first, second] = [
      await app.newChieftain({ army: { militia: 100 } }),
      await app.newChieftain({ army: { militia: 70 } }),
    ];
    await app.attack(first, 26, { militia: 100 }, 'offensive');
    const { battleId } = await app.attack(second, 26, { militia: 70 });
    await app.settle();
    expect(await report(second, battleId)).toMatchObject({ status: 'void', results: null });
    expect(await second.call('users.me')).toMatchObject({ army: armyOf(70), victoryPoints: 0, marches: [] });
    expect((await second.call('battles.history')).battles[0]).toMatchObject({ result: 'void', vpGained: 0 });
  });

  it('is void after its sender left the tribe', async () => {
    const chief = await app.newChieftain();
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    await app.give(member, { army: { militia: 90 } });
    const { battleId } = await app.attack(member, 27, { militia: 90 }, 'offensive');
    await member.call('tribes.leave', { params: { tribeId: chief.tribeId } });
    await app.settle();
    expect((await report(member, battleId)).status).toBe('void');
    expect((await member.call('users.me')).army.militia).toBe(90);
    expect((await look(member, 27)).owner).toBeNull();
  });
});

describe('deciding', () => {
  it('again changes nothing', async () => {
    const player = await app.newChieftain({ army: { militia: 100 } });
    await app.attack(player, 28, { militia: 100 });
    expect(await decideNextBattle(app.ctx)).toBe(true);
    const before = await player.call('users.me');
    expect(await decideNextBattle(app.ctx)).toBe(false);
    expect(await player.call('users.me')).toEqual(before);
  });

  it('that fails in the middle leaves everything as it was, and succeeds later with the same luck', async () => {
    const player = await app.newChieftain({ army: { militia: 100 } });
    const owner = await app.newChieftain();
    await app.hold(29, owner.tribeId, [{ player: owner, army: { militia: 40 } }]);
    const { battleId } = await app.attack(player, 29, { militia: 100 });
    const tables = [
      'villages',
      'territories',
      'garrison_stacks',
      'tenures',
      'battles',
      'battle_defenders',
      'vp_moves',
      'tribe_scores',
    ];
    const state = async () =>
      JSON.stringify(await Promise.all(tables.map((table) => app.sql(`select * from ${table} order by 1, 2, 3`))));
    const before = await state();
    const news = await app.number('select count(*) from news');
    const failing = vi.spyOn(tellFight, 'tellFight').mockRejectedValue(new Error('the power went out'));
    for (let n = 0; n < 3; n++) await expect(decideNextBattle(app.ctx)).rejects.toThrow('the power went out');
    expect(failing).toHaveBeenCalledTimes(3);
    expect(await state()).toBe(before);
    expect(await app.number('select count(*) from news')).toBe(news);
    failing.mockRestore();
    await app.settle();
    expect((await report(player, battleId)).status).toBe('completed');
  });

  it('takes the orders against one territory in their order', async () => {
    const players = await Promise.all(Array.from({ length: 8 }, () => app.newChieftain({ army: { militia: 6 } })));
    await Promise.all(players.map((player) => app.attack(player, 30, { militia: 6 })));
    await Promise.all(Array.from({ length: 6 }, () => app.settle()));
    await app.settle();
    const rows = await app.sql<{ order_no: number; kills: number }>(
      `select order_no, (report->'defender'->'army'->>'militia')::int as kills from battles where territory_no = 30 order by order_no`,
    );
    expect(rows.map((row) => row.order_no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // Each found what the one before had left.
    const found = rows.map((row) => row.kills);
    expect(found).toEqual([...found].sort((a, b) => b - a));
  });
});

describe('units', () => {
  it('are conserved over all battles but for the losses that were reported', async () => {
    const players = await Promise.all(
      Array.from({ length: 6 }, () => app.newChieftain({ army: { militia: 60, spearman: 30, archer: 20 } })),
    );
    const [units, losses] = [await countUnits(app), await countLosses(app)];
    for (let round = 0; round < 4; round++) {
      await Promise.all(
        players.map((player, index) =>
          app.attack(player, 31 + ((index + round) % 4), { militia: 12, archer: 4 }).catch(() => null),
        ),
      );
      await app.settle();
      app.clock.advance(HOUR_MS);
    }
    const lost = (await countLosses(app)) - losses;
    expect(lost).toBeGreaterThan(0);
    expect(await countUnits(app)).toBe(units - lost);
  });
});
