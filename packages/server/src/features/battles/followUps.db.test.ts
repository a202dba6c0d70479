/** What earlier battles mean for later ones, and what a battle earns (GAME_DESIGN 3), through the whole server. */
import { armyOf, totalUnits } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const HOUR_MS = 3_600_000;
type Chieftain = TestPlayer & { tribeId: string };

/** Sends militia, lets the battle be fought and gives its report. */
async function fight(player: TestPlayer, territoryNo: number, militia: number) {
  const { battleId } = await app.attack(player, territoryNo, { militia });
  await app.settle();
  return player.call('battles.get', { params: { battleId } });
}
const fatigueFor = async (player: TestPlayer, no: number) =>
  (await player.call('territories.get', { params: { territoryId: app.territory(no) } })).siegeFatigueBp;

/** A tribe of one that holds a territory with this much militia. */
async function holder(territoryNo: number, militia: number): Promise<Chieftain> {
  const player = await app.newChieftain();
  await app.hold(territoryNo, player.tribeId, [{ player, army: { militia } }]);
  return player;
}

describe('siege fatigue', () => {
  it('grows by ten points of a hundred with each failed attack of the same tribe, and lowers the defence', async () => {
    await holder(21, 400);
    const attacker = await app.newChieftain({ army: { militia: 900 } });
    const stranger = await app.newChieftain({ army: { militia: 900 } });
    for (const expected of [0, 1_000, 2_000]) {
      expect(await fatigueFor(attacker, 21)).toBe(expected);
      const { details, defender, results } = await fight(attacker, 21, 100);
      expect(results?.winner).toBe('defender');
      expect(details?.siegeFatigueBp).toBe(expected);
      expect(details?.defenderFinalPower).toBe(Math.floor(((defender.power ?? 0) * (10_000 - expected)) / 10_000));
    }
    expect(await fatigueFor(attacker, 21)).toBe(3_000);
    expect(await fatigueFor(stranger, 21)).toBe(0);
  });

  it('does not come from attacks with less than a tenth of the defence, and goes after two hours', async () => {
    await holder(22, 300);
    const attacker = await app.newChieftain({ army: { militia: 200 } });
    await fight(attacker, 22, 10);
    expect(await fatigueFor(attacker, 22)).toBe(0);
    await fight(attacker, 22, 60);
    expect(await fatigueFor(attacker, 22)).toBe(1_000);
    app.clock.advance(2 * HOUR_MS - 1);
    expect(await fatigueFor(attacker, 22)).toBe(1_000);
    app.clock.advance(1);
    expect(await fatigueFor(attacker, 22)).toBe(0);
  });

  it('starts anew with a capture, whoever captures', async () => {
    await holder(29, 120);
    const attacker = await app.newChieftain({ army: { militia: 300 } });
    await fight(attacker, 29, 40);
    await fight(attacker, 29, 40);
    expect(await fatigueFor(attacker, 29)).toBe(2_000);
    const captor = await app.newChieftain({ army: { militia: 600 } });
    expect((await fight(captor, 29, 600)).results).toMatchObject({ winner: 'attacker', territoryTransferred: true });
    // Within the two hours: only the capture can have ended it.
    expect(await fatigueFor(attacker, 29)).toBe(0);
  });

  it('never tires a wild garrison', async () => {
    const attacker = await app.newChieftain({ army: { militia: 40 } });
    for (let n = 0; n < 2; n++) {
      const { results, details } = await fight(attacker, 26, 12);
      expect(results?.winner).toBe('defender');
      expect(details?.siegeFatigueBp).toBe(0);
    }
    expect(await fatigueFor(attacker, 26)).toBe(0);
  });
});

describe('a capture', () => {
  it('earns the hourly points of the territory once in a day for each tribe', async () => {
    const [a, b] = [await app.newChieftain(), await app.newChieftain()];
    const capture = async (player: Chieftain, militia: number) => {
      await app.give(player, { army: { militia } });
      const { results, details } = await fight(player, 27, militia);
      expect(results).toMatchObject({ winner: 'attacker', territoryTransferred: true });
      return details?.vpBreakdown.capture;
    };
    expect(await capture(a, 100)).toBe(25);
    app.clock.advance(4 * HOUR_MS);
    expect(await capture(b, 600)).toBe(25);
    app.clock.advance(4 * HOUR_MS);
    expect(await capture(a, 1_500)).toBe(0);
    app.clock.advance(4 * HOUR_MS);
    expect(await capture(b, 1_500)).toBe(0);
    // A day after the first one.
    app.clock.advance(12 * HOUR_MS);
    expect(await capture(a, 1_500)).toBe(25);
  });
});

describe('a defence', () => {
  it('that holds earns half the hourly points if the attacker was at least half as strong', async () => {
    const owner = await holder(28, 100);
    const attacker = await app.newChieftain({ army: { militia: 200 } });
    const weak = await fight(attacker, 28, 40);
    expect(weak.details?.vpBreakdown).toMatchObject({
      holding: 0,
      defenderKills: totalUnits(weak.results?.casualties.attacker ?? armyOf()),
    });
    const left =
      (await owner.call('territories.get', { params: { territoryId: app.territory(28) } })).garrison?.units.militia ??
      0;
    const strong = await fight(attacker, 28, Math.ceil(left * 0.6));
    const killed = totalUnits(strong.results?.casualties.attacker ?? armyOf());
    expect(strong.results).toMatchObject({ winner: 'defender', vpAwarded: { attacker: 0, defender: killed + 12 } });
    expect(strong.details?.vpBreakdown).toMatchObject({ holding: 12, defenderKills: killed, attackerKills: 0 });
  });

  it('that is lost earns half the hourly points if it destroyed a fifth of the attackers', async () => {
    await holder(33, 80);
    const attacker = await app.newChieftain({ army: { militia: 100 } });
    const { results, details } = await fight(attacker, 33, 100);
    expect(results).toMatchObject({ winner: 'attacker', vpAwarded: { defender: 12 } });
    expect(details?.vpBreakdown).toMatchObject({ consolation: 12, defenderKills: 0, holding: 0 });
    await holder(34, 10);
    await app.give(attacker, { army: { militia: 100 } });
    const easy = await fight(attacker, 34, 100);
    expect(easy.details?.vpBreakdown.consolation).toBe(0);
    expect(easy.results?.vpAwarded.defender).toBe(0);
  });

  it('shares its points by the units that were committed', async () => {
    const chief = await app.newChieftain();
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    await app.hold(39, chief.tribeId, [
      { player: chief, army: { militia: 75 } },
      { player: member, army: { militia: 25 } },
    ]);
    const attacker = await app.newChieftain({ army: { militia: 40 } });
    const { results, contributors } = await fight(attacker, 39, 40);
    const total = results?.vpAwarded.defender ?? 0;
    expect(total).toBeGreaterThan(0);
    const of = (player: TestPlayer) => contributors.find((part) => part.userId === player.id)?.vp ?? -1;
    expect(of(chief) + of(member)).toBe(total);
    expect(Math.abs(of(chief) - total * 0.75)).toBeLessThan(1);
    expect((await member.call('users.me')).victoryPoints).toBe(of(member));
  });
});

describe('points against the same tribe within a day', () => {
  it('count in full three times, half three times, then not at all, and in full again a day later', async () => {
    const owner = await holder(40, 2_000);
    const attacker = await app.newChieftain({ army: { militia: 1_000 } });
    const raided = await attacker.call('battles.raidCamp', {
      body: { level: 1, army: armyOf(1), formation: 'balanced' },
    });
    expect(raided.orderNo).toBe(1);
    const factors = [];
    for (let n = 0; n < 7; n++) {
      const { results, details } = await fight(attacker, 40, 20);
      const killed = totalUnits(results?.casualties.attacker ?? armyOf());
      const factorBp = details?.vpBreakdown.repeatFactorBp ?? -1;
      expect(results?.vpAwarded.defender).toBe(Math.floor((killed * factorBp) / 10_000));
      factors.push(factorBp);
    }
    expect(factors).toEqual([10_000, 10_000, 10_000, 5_000, 5_000, 5_000, 0]);
    expect(await app.number('select count(*) from vp_moves where user_id = $1', [owner.id])).toBe(6);
    app.clock.advance(24 * HOUR_MS);
    expect((await fight(attacker, 40, 20)).details?.vpBreakdown.repeatFactorBp).toBe(10_000);
  });
});

describe('raids under way', () => {
  it('take none of the four places that garrisons and attacks have', async () => {
    const player = await app.newChieftain({ army: { militia: 20 } });
    await player.call('battles.raidCamp', { body: { level: 1, army: armyOf(1), formation: 'balanced' } });
    for (const no of [45, 46, 50, 44]) await app.attack(player, no, { militia: 1 });
    await app.settle();
  });
});

describe('the end of the season', () => {
  it('lets an attack that was ordered in time be fought afterwards', async () => {
    const short = await startTestApp();
    try {
      const player = await short.newChieftain({ army: { militia: 100 } });
      // Tribes are closed near the end, so the season is shortened once this one is there.
      const endMs = short.clock.nowMs() + HOUR_MS;
      await short.sql('update seasons set season_end = $1', [new Date(endMs)]);
      short.clock.set(endMs - 1);
      const { battleId } = await short.attack(player, 21, { militia: 100 }, 'offensive');
      short.clock.set(endMs + HOUR_MS);
      await short.settle();
      expect(await player.call('battles.get', { params: { battleId } })).toMatchObject({
        status: 'completed',
        results: { winner: 'attacker', territoryTransferred: true },
      });
      await expectInvariants(short);
    } finally {
      await short.stop();
    }
  });
});
