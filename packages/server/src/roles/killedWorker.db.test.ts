/**
 * A worker that is killed with -9 in the middle of what runs by itself (RELIABILITY CR2): at every step of a battle that takes a territory, of a
 * raid, of the hourly credits and of the end of a season with prizes. The next worker finds what the last one left; everything happens once.
 */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkLedger } from '../features/ledger/check.ts';
import { type Failpoint, failpointsOf } from '../testBuild/failpoints.ts';
import { fallAt, gameEnv, movedClock, stayWhole, stepsOf } from '../testing/fall.ts';
import { countLosses, countUnits, expectInvariants } from '../testing/invariants.ts';
import { fillPaidSeason } from '../testing/paidSeason.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';

const WINNERS = 24;
let app: TestApp;
let worker: Record<string, string>;
const clock = movedClock();
beforeAll(async () => {
  // The processes' time is the real one, moved on by the test.
  app = await startTestApp({ nowMs: Date.now() });
  worker = gameEnv(app.database, { ROLE: 'worker', ...clock.env });
});
afterAll(async () => {
  clock.remove();
  await app.stop();
});

const waitFor = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
/** One worker after the other, each killed at its step; before the last step nothing may show. */
async function fall(points: readonly Failpoint[], unchanged: () => Promise<void>): Promise<void> {
  for (const point of stepsOf(points)) {
    await fallAt(worker, point);
    if (!point.endsWith('.committed')) await unchanged();
  }
}

it('fights a battle and a raid once', async () => {
  const attacker = await app.newChieftain({ army: { cavalry: 200, militia: 40 } });
  const holder = await app.newChieftain({ army: { militia: 30 } });
  await app.hold(21, holder.tribeId, [{ player: holder, army: { militia: 30 } }]);
  const units = await countUnits(app);
  const { battleId } = await app.attack(attacker, 21, { cavalry: 150 }, 'offensive');
  const raid = await attacker.call('battles.raidCamp', { body: { level: 1, army: armyOf(30), formation: 'balanced' } });
  const statusOf = (id: string) => app.sql<{ status: string }>('select status from battles where id = $1', [id]);
  // Raids are decided beside battles: one of them is in the way of neither.
  const points = ['battle.locked', ...failpointsOf('capture'), ...failpointsOf('battle').slice(1)] as Failpoint[];
  await fall(points, async () => expect(await statusOf(battleId)).toEqual([{ status: 'queued' }]));
  expect(await statusOf(battleId)).toEqual([{ status: 'completed' }]);
  await stayWhole(worker, () =>
    waitFor(async () => expect(await statusOf(raid.battleId)).toEqual([{ status: 'completed' }])),
  );
  const again = await attacker.call('battles.raidCamp', { body: { level: 1, army: armyOf(5), formation: 'balanced' } });
  await fall(failpointsOf('raid'), async () => expect(await statusOf(again.battleId)).toEqual([{ status: 'queued' }]));
  expect(await statusOf(again.battleId)).toEqual([{ status: 'completed' }]);

  expect(await app.sql('select owner_tribe_id from territories where territory_no = 21')).toEqual([
    { owner_tribe_id: attacker.tribeId },
  ]);
  for (const userId of [attacker.id, holder.id]) {
    const told = `select 1 from news where type = 'battle_completed' and data->>'battleId' = $1 and recipient = $2`;
    expect(await app.sql(told, [battleId, `user:${userId}`])).toHaveLength(1);
  }
  expect(await countUnits(app)).toBe(units - (await countLosses(app)));
  await expectInvariants(app);
}, 240_000);

it('gives every credit once', async () => {
  const ticks = () => app.number('select count(*) from ticks');
  clock.advance(HOUR_MS);
  for (const point of stepsOf(failpointsOf('tick'))) {
    const before = await ticks();
    await fallAt(worker, point);
    expect(await ticks(), point).toBe(before + (point === 'tick.committed' ? 1 : 0));
  }
  await stayWhole(worker, () => waitFor(async () => expect(await ticks()).toBe(7)));
  expect(
    await app.sql('select kind, count(*)::int as n, max(n)::int as last from ticks group by 1 order by 1'),
  ).toEqual([
    { kind: 'gold', n: 6, last: 6 },
    { kind: 'vp', n: 1, last: 1 },
  ]);
  await expectInvariants(app);
}, 120_000);

it('closes a season with prizes once, and to the last millionth', async () => {
  const season = await app.newSeason({ lengthMs: 2 * HOUR_MS, entryFeeMicro: 25_000_000 });
  await fillPaidSeason(app, { players: WINNERS, seasonId: season.id });
  const status = () => app.sql<{ status: string }>('select status from seasons where id = $1', [season.id]);
  clock.advance(2 * HOUR_MS);
  await fall(failpointsOf('close'), async () => {
    expect(await status()).toEqual([{ status: 'active' }]);
    expect(await app.number('select count(*) from payouts')).toBe(0);
  });
  await stayWhole(worker, () => waitFor(async () => expect(await status()).toEqual([{ status: 'ended' }])));
  const [prizes] = await app.sql(
    'select count(*)::int as n, sum(amount_micro)::bigint as micro from payouts where season_id = $1',
    [season.id],
  );
  expect(prizes).toEqual({ n: WINNERS, micro: WINNERS * 21_250_000 });
  expect(await app.number(`select count(*) from news where type = 'season_ended'`)).toBe(1);
  expect(await checkLedger(app.ctx.pool)).toEqual([]);
  await expectInvariants(app);
}, 180_000);
