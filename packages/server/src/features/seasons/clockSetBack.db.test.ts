/** The clock is set back an hour while the program is down, and forward again later (RELIABILITY TM5). */
import { HOUR_MS, MINUTE_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../../program.ts';
import { countUnits, expectInvariants, HOURS } from '../../testing/invariants.ts';
import { settle, startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
const programs: Program[] = [];
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  for (const program of programs.reverse()) await program.stop();
  await app.stop();
});

/** The program after a restart; the player's session goes on. */
async function restart(player: TestPlayer) {
  const program = await app.startAnother();
  programs.push(program);
  const client = plainClient(program.url as string, player.token);
  return { ctx: program.ctx, player: { ...player, client, call: client.call } };
}

/** Every span that is written down anywhere, as [what, from, to]. */
const SPANS = `
  select 'tenure', from_at, to_at from tenures union all
  select 'battle', accepted_at, decided_at from battles union all
  select 'upgrade', barracks_upgrade_start, barracks_upgrade_end from villages union all
  select 'batch', start_at, end_at from training_batches union all
  select 'truce', controlled_since, truce_until from territories where truce_until is not null`;

it('a restart with the clock set back repeats no credit and leaves no span of negative length; later everything is as if it had been right', async () => {
  const chief = await app.newChieftain({ army: { militia: 70 }, gold: 900 });
  const rival = await app.newChieftain({ army: { militia: 300 } });
  await app.hold(1, chief.tribeId, [{ player: chief, army: { militia: 10, spearman: 4 } }]);
  app.clock.advance(2 * HOUR_MS);
  await app.settle();
  const credited = () =>
    app.sql('select kind, max(n)::int as last, count(*)::int as n from ticks group by 1 order by 1');
  expect(await credited()).toEqual([
    { kind: 'gold', last: 12, n: 12 },
    { kind: 'vp', last: 2, n: 2 },
  ]);
  const units = await countUnits(app);
  const rightMs = app.clock.nowMs();
  // All of these are under way when the program goes down.
  await chief.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
  await chief.call('training.start', { body: { unitType: 'militia', quantity: 3 } });
  await chief.call('territories.withdraw', {
    params: { territoryId: app.territory(1) },
    body: { units: { militia: 1, spearman: 0, archer: 0, cavalry: 0 } },
  });
  await app.attack(chief, 21, { militia: 60 });
  await app.attack(rival, 1, { militia: 20 });

  app.clock.set(rightMs - HOUR_MS);
  const back = await restart(chief);
  await settle(back.ctx);
  expect(await credited()).toMatchObject([{ n: 12 }, { n: 2 }]);
  expect(await back.player.call('users.me')).toMatchObject({ victoryPoints: expect.any(Number) });
  const attacked = { ...rival, call: plainClient(programs[0]?.url as string, rival.token).call };
  await app.attack(attacked, 22, { militia: 200 });
  await app.attack(attacked, 24, { militia: 20 });
  await settle(back.ctx);
  const negative = async () => app.sql(`select * from (${SPANS}) as s(what, began, ended) where ended < began`);
  expect(await negative()).toEqual([]);

  app.clock.set(rightMs + HOUR_MS);
  const forward = await restart(chief);
  await settle(forward.ctx);
  expect(await credited()).toEqual([
    { kind: 'gold', last: 18, n: 18 },
    { kind: 'vp', last: 3, n: 3 },
  ]);
  expect(await negative()).toEqual([]);
  const me = await forward.player.call('users.me');
  expect(me.buildings.barracks).toMatchObject({ level: 2, upgrading: false });
  expect(me.trainingQueue).toEqual([]);
  const lost = await app.number(
    `select coalesce(sum((report->'attackerLosses'->>'militia')::int), 0) + coalesce((select sum(lost_militia + lost_spearman) from battle_defenders), 0) from battles`,
  );
  expect(await countUnits(app)).toBe(units + 3 - lost);
  // No hour gave more than it has: three of a center, and nothing for the hour that was lived twice.
  const hourly = await app.number(
    `select coalesce(sum(delta), 0) from vp_moves where reason = 'hourly' and ref::int <= 3`,
  );
  expect(hourly).toBeLessThanOrEqual(300 + 3 * 25 * 2);
  // That hour was credited before its second life: what a player captured in it came too late.
  await expectInvariants(app, [HOURS]);
}, 60_000);

it('an order is decided no earlier than it was given', async () => {
  const player = await app.newChieftain({ army: { militia: 60 } });
  const { battleId } = await app.attack(player, 23, { militia: 40 });
  const raid = await player.call('battles.raidCamp', {
    body: { level: 1, army: { militia: 20, spearman: 0, archer: 0, cavalry: 0 }, formation: 'balanced' },
  });
  app.clock.advance(-30 * MINUTE_MS);
  await app.settle();
  app.clock.advance(30 * MINUTE_MS);
  for (const id of [battleId, raid.battleId]) {
    const { createdAt, battleEndTime, status } = await player.call('battles.get', { params: { battleId: id } });
    expect({ status, battleEndTime }).toEqual({ status: 'completed', battleEndTime: createdAt });
  }
});
