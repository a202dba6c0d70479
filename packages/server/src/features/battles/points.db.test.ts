import { armyOf, totalUnits } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ speed: 60 });
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

// Speed 60: an hour of the game is a minute of the clock.
const HOUR_MS = 60_000;
const fight = async (player: TestPlayer, no: number, army: Parameters<TestApp['attack']>[2]) => {
  const { battleId } = await app.attack(player, no, army);
  await app.settle();
  return player.call('battles.get', { params: { battleId } });
};
const look = (player: TestPlayer, no: number) =>
  player.call('territories.get', { params: { territoryId: app.territory(no) } });

describe('siege fatigue', () => {
  it('grows by ten points with each failed attack of one tribe, is shown beforehand, and wears off', async () => {
    const owner = await app.newChieftain();
    await app.hold(6, owner.tribeId, [{ player: owner, army: { militia: 240 } }]);
    const [attacker, other] = [
      await app.newChieftain({ army: { militia: 800 } }),
      await app.newChieftain({ army: { militia: 100 } }),
    ];
    for (const expected of [0, 1000, 2000]) {
      expect((await look(attacker, 6)).siegeFatigueBp).toBe(expected);
      const seen = await fight(attacker, 6, { militia: 60 });
      expect(seen.results?.winner).toBe('defender');
      expect(seen.details?.siegeFatigueBp).toBe(expected);
      app.clock.advance(1000);
    }
    expect((await look(attacker, 6)).siegeFatigueBp).toBe(3000);
    expect((await look(other, 6)).siegeFatigueBp).toBe(0);
    expect((await fight(other, 6, { militia: 50 })).details?.siegeFatigueBp).toBe(0);
    // Two hours after the first of the three.
    app.clock.advance(2 * HOUR_MS - 3000 - 1);
    expect((await look(attacker, 6)).siegeFatigueBp).toBe(3000);
    app.clock.advance(1);
    expect((await look(attacker, 6)).siegeFatigueBp).toBe(2000);
  });

  it('does not come from attacks with less than a tenth of the defender’s power, nor against wild garrisons', async () => {
    const owner = await app.newChieftain();
    await app.hold(7, owner.tribeId, [{ player: owner, army: { militia: 200 } }]);
    const attacker = await app.newChieftain({ army: { militia: 100 } });
    await fight(attacker, 7, { militia: 5 });
    expect((await look(attacker, 7)).siegeFatigueBp).toBe(0);
    await fight(attacker, 8, { militia: 30 });
    expect((await look(attacker, 8)).siegeFatigueBp).toBe(0);
  });
});

describe('points for battles', () => {
  it('against one tribe shrink: three in full, three half, then none', async () => {
    const owner = await app.newChieftain();
    await app.hold(21, owner.tribeId, [{ player: owner, army: { militia: 190 } }]);
    const attacker = await app.newChieftain({ army: { militia: 100 } });
    for (const factor of [10_000, 10_000, 10_000, 5_000, 5_000, 5_000, 0, 0]) {
      const index = (await look(attacker, 21)).repeatIndex;
      const seen = await fight(attacker, 21, { militia: 5 });
      expect(seen.details?.vpBreakdown).toMatchObject({ repeatFactorBp: factor, repeatIndex: index });
      const killed = totalUnits(seen.results?.casualties.attacker ?? armyOf());
      expect(seen.results?.vpAwarded).toEqual({ attacker: 0, defender: Math.floor((killed * factor) / 10_000) });
      app.clock.advance(1000);
    }
    // A day after, the first battles count no more.
    app.clock.advance(24 * HOUR_MS);
    expect((await fight(attacker, 21, { militia: 5 })).details?.vpBreakdown.repeatFactorBp).toBe(10_000);
  });

  it('include the capture bonus once in 24 hours for each tribe and territory', async () => {
    const [first, second] = [
      await app.newChieftain({ army: { militia: 900 } }),
      await app.newChieftain({ army: { militia: 900 } }),
    ];
    const bonusOf = async (player: TestPlayer) => {
      expect((await look(player, 22)).captureBonus).toBe(true);
      return (await fight(player, 22, { militia: 150 })).details?.vpBreakdown.capture;
    };
    const startMs = app.clock.nowMs();
    expect(await bonusOf(first)).toBe(25);
    app.clock.advance(4 * HOUR_MS);
    // First taking for the second tribe: a bonus too.
    await app.give(second, { army: { militia: 900 } });
    const taken = await fight(second, 22, { militia: 600 });
    expect(taken.details?.vpBreakdown.capture).toBe(25);
    app.clock.advance(4 * HOUR_MS);
    expect((await look(first, 22)).captureBonus).toBe(false);
    const again = await fight(first, 22, { militia: 700 });
    expect(again.results?.territoryTransferred).toBe(true);
    expect(again.details?.vpBreakdown.capture).toBe(0);
    app.clock.set(startMs + 24 * HOUR_MS - 1);
    expect((await look(first, 22)).captureBonus).toBe(false);
    app.clock.set(startMs + 24 * HOUR_MS);
    expect((await look(first, 22)).captureBonus).toBe(true);
  });

  it('of a garrison are shared among those who stand in it', async () => {
    const owner = await app.newChieftain();
    const helper = await app.newPlayer();
    await app.admit(owner.tribeId, owner, helper);
    await app.hold(23, owner.tribeId, [
      { player: owner, army: { militia: 120 } },
      { player: helper, army: { militia: 40 } },
    ]);
    const attacker = await app.newChieftain({ army: { militia: 120 } });
    const seen = await fight(attacker, 23, { militia: 120 });
    expect(seen.results?.winner).toBe('defender');
    // The attacker had more than half of the power: the holding bonus is paid, 12 of the edge's 25.
    expect(seen.details?.vpBreakdown).toMatchObject({ holding: 12 });
    const vp = seen.results?.vpAwarded.defender ?? 0;
    expect(vp).toBe(totalUnits(seen.results?.casualties.attacker ?? armyOf()) + 12);
    const parts = [owner, helper].map((player) => seen.contributors.find((part) => part.userId === player.id)?.vp ?? 0);
    expect(parts[0]! + parts[1]!).toBe(vp);
    expect(Math.abs(parts[0]! - 3 * parts[1]!)).toBeLessThanOrEqual(4);
    expect((await helper.call('users.me')).victoryPoints).toBe(parts[1]);
    const { tribes } = await app.signIn().then((visitor) => visitor.call('leaderboard.tribes'));
    expect(tribes.find((tribe) => tribe.tribeId === owner.tribeId)?.totalVP).toBe(vp);
  });

  it('stay with the tribe in which they were earned', async () => {
    const [old, fresh] = [await app.newChieftain(), await app.newChieftain()];
    const member = await app.newPlayer();
    await app.admit(old.tribeId, old, member);
    await app.give(member, { army: { militia: 100 } });
    const seen = await fight(member, 24, { militia: 100 });
    const earned = seen.results?.vpAwarded.attacker ?? 0;
    expect(earned).toBeGreaterThan(25);
    await member.call('tribes.leave', { params: { tribeId: old.tribeId } });
    await app.admit(fresh.tribeId, fresh, member);
    const { tribes } = await member.call('leaderboard.tribes');
    const totals = new Map(tribes.map((tribe) => [tribe.tribeId, tribe.totalVP]));
    expect([totals.get(old.tribeId), totals.get(fresh.tribeId)]).toEqual([earned, 0]);
    expect((await member.call('users.me')).victoryPoints).toBe(earned);
  });
});
