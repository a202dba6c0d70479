/**
 * Attacks of ten tribes that reach one territory in the same millisecond (RELIABILITY CC4): they are fought one after the other in the order in which they were
 * accepted, whoever decides them, and the land is always somebody's and never two tribes'.
 */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { type Army, subtractArmies } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countLosses, countUnits, expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, times } from '../../testing/testPlayer.ts';
import { decideNextBattle } from './decide.ts';

const LANDS = [1, 6, 21, 24];
const ROUNDS = 50;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Fought {
  id: string;
  no: number;
  order_no: number;
  status: string;
  captured: boolean;
  tribe: string;
  accepted_at: number;
  army: Army;
  report: {
    defender: { army: Army };
    attackerLosses: Army;
    defenderLosses: Army;
    survivors: { garrison: Army };
  } | null;
}

it('200 rounds of ten attacks end as if they had come one by one', async () => {
  const chiefs = await Promise.all(times(10, () => app.newChieftain({ army: { cavalry: 20_000, archer: 20_000 } })));
  const [units, losses] = [await countUnits(app), await countLosses(app)];
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    // Deciders are at work while the orders come in.
    let coming = true;
    const deciders = times(4, async () => {
      while ((await decideNextBattle(app.ctx)) || coming);
    });
    const counts = await outcomes(
      chiefs.flatMap((chief, index) =>
        LANDS.map((no) => app.attack(chief, no, { cavalry: 5 + ((index * 7 + round) % 11), archer: 20 + index })),
      ),
    );
    coming = false;
    await Promise.all(deciders);
    while (await decideNextBattle(app.ctx));
    // Whoever holds the land by then does not attack it; a truce that began meanwhile refuses the rest.
    expect(
      Object.keys(counts).filter((code) => !['ok', 'OWN_TERRITORY', 'TERRITORY_PROTECTED'].includes(code)),
    ).toEqual([]);
    accepted += counts.ok ?? 0;
    app.clock.advance(4 * HOUR_MS);
  }
  expect(accepted).toBeGreaterThan(LANDS.length * ROUNDS);

  const battles = await app.sql<Fought>(
    `select id, territory_no as no, order_no, status, captured, attacker_tribe_id as tribe, accepted_at, report,
       jsonb_build_object('militia', militia, 'spearman', spearman, 'archer', archer, 'cavalry', cavalry) as army
     from battles order by territory_no, order_no`,
  );
  expect(battles).toHaveLength(accepted);
  for (const no of LANDS) {
    const queue = battles.filter((battle) => battle.no === no);
    expect(queue.map((battle) => battle.order_no)).toEqual(times(queue.length, (index) => index + 1));
    // The serial reading: each battle meets what the one before it left; after a capture the truce voids the rest of that millisecond.
    let garrison: Army | null = null;
    let capturedMs = Number.NEGATIVE_INFINITY;
    for (const battle of queue) {
      const what = `territory ${no}, order ${battle.order_no}`;
      expect(battle.status, what).toBe(battle.accepted_at < capturedMs + 4 * HOUR_MS ? 'void' : 'completed');
      if (battle.report === null || battle.status === 'void') continue;
      if (garrison !== null) expect(battle.report.defender.army, what).toEqual(garrison);
      if (battle.captured) capturedMs = battle.accepted_at;
      garrison = battle.captured
        ? battle.report.survivors.garrison
        : subtractArmies(battle.report.defender.army, battle.report.defenderLosses);
    }
    expect(capturedMs).toBeGreaterThan(0);
  }

  // From the first capture to now, every piece of land belongs to exactly one tribe at a time.
  const spans = await app.sql<{ overlapping: number; pieces: number }>(
    `select (select count(*)::int from tenures a join tenures b using (season_id, territory_no) where a.tribe_id <> b.tribe_id
         and tstzrange(a.from_at, a.to_at) && tstzrange(b.from_at, b.to_at)) as overlapping,
       (select sum((select count(*) from unnest(owned)))::int from (select range_agg(tstzrange(from_at, to_at)) as owned from tenures group by territory_no) x) as pieces`,
  );
  expect(spans).toEqual([{ overlapping: 0, pieces: LANDS.length }]);
  expect(await countUnits(app)).toBe(units - ((await countLosses(app)) - losses));
  await expectInvariants(app);
}, 180_000);
