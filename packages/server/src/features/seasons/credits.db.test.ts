import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { hourBounds, slotBounds } from '@cryptotribes/rules/seasons/clock';
import { vpForHour } from '@cryptotribes/rules/seasons/vpTick';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { goldCapacity } from '@cryptotribes/rules/villages/buildings';
import { creditGold, goldForSlot } from '@cryptotribes/rules/villages/income';
import { describe, expect, it } from 'vitest';
import { type History, makeHistory, seededRandom, writeHistory } from '../../testing/histories.ts';
import { startTestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';
import { applyDueTicks } from './ticks.ts';

const HOURS = 2;
const SLOTS = 6 * HOURS;

/** What the rules give a village for all slots, one after the other. */
function goldByTheRules(history: History, startMs: number, speed: number): { gold: number; carry: number } {
  const purse = { gold: history.gold, carry: 0 };
  const starts = [history.createdMs, ...history.raisedMs];
  const warehouseSpans = starts.map((fromMs, index) => ({ level: index + 1, fromMs, toMs: starts[index + 1] ?? null }));
  for (let n = 0; n < SLOTS; n++) {
    const { fromMs, toMs } = slotBounds(season1, startMs, speed, n);
    if (history.createdMs >= toMs) continue;
    const income = goldForSlot(season1, {
      slotStartMs: fromMs,
      slotEndMs: toMs,
      speed,
      warehouseSpans,
      tenures: history.tenures.map((span) => ({ ...span, tier: territoryInfo(span.territoryNo).tier })),
      carry: purse.carry,
    });
    const level = 1 + history.raisedMs.filter((ms) => ms < toMs).length;
    purse.gold = creditGold({ gold: purse.gold, capacity: goldCapacity(season1, level), income: income.gold });
    purse.carry = income.carry;
  }
  return purse;
}

/** Hour, player and tribe → points, by the rules. */
function pointsByTheRules(
  app: { histories: History[]; ids: Map<string, string> },
  startMs: number,
  speed: number,
): string[] {
  const rows: string[] = [];
  const spans = app.histories.flatMap((history) =>
    history.tenures.map((span) => ({ ...span, userId: history.userId, tribeId: history.tribeId })),
  );
  for (let n = 0; n < HOURS; n++) {
    const { fromMs, toMs } = hourBounds(season1, startMs, speed, n);
    for (const no of new Set(spans.map((span) => span.territoryNo))) {
      const tenures = spans
        .filter((span) => span.territoryNo === no)
        .map((span) => ({ ...span, id: app.ids.get(`${span.userId} ${no} ${span.fromMs}`) ?? '' }));
      const { shares } = vpForHour(season1, {
        tier: territoryInfo(no).tier,
        hourStartMs: fromMs,
        hourEndMs: toMs,
        speed,
        tenures,
      });
      for (const share of shares) if (share.vp > 0) rows.push(`${n + 1} ${share.userId} ${share.tribeId} ${share.vp}`);
    }
  }
  return rows.sort();
}

describe('credits', () => {
  it.each([
    [1, 11],
    [7, 12],
    [60, 13],
  ])('at speed %i are those of the rules, for the made-up past %i', async (speed, seed) => {
    const app = await startTestApp({ speed });
    try {
      const startMs = app.clock.nowMs();
      const endMs = hourBounds(season1, startMs, speed, HOURS - 1).toMs;
      const random = seededRandom(seed * speed);
      const tribeIds = (await Promise.all(times(3, () => app.newChieftain()))).map((chief) => chief.tribeId);
      const histories = times(60, () => makeHistory(random, tribeIds, app.ctx.newId(), startMs, endMs));
      await Promise.all(histories.map((history) => writeHistory(app, history)));
      // Late, all at once: later upgrades and tenures must not count for earlier slots.
      app.clock.set(endMs);
      expect(await applyDueTicks(app.ctx)).toBe(SLOTS + HOURS);

      const villages = await app.sql<{ user_id: string; gold: number; gold_carry: number; victory_points: number }>(
        'select user_id, gold, gold_carry, victory_points from villages',
      );
      const found = new Map(villages.map((row) => [row.user_id, { gold: row.gold, carry: row.gold_carry }]));
      for (const history of histories) {
        expect([history, found.get(history.userId)]).toEqual([history, goldByTheRules(history, startMs, speed)]);
      }
      expect(histories.some((history) => (found.get(history.userId)?.gold ?? 0) > history.gold)).toBe(true);

      const tenures = await app.sql<{ id: string; user_id: string; territory_no: number; from_at: number }>(
        `select lpad(id::text, 19, '0') as id, user_id, territory_no, from_at from tenures`,
      );
      const ids = new Map(tenures.map((row) => [`${row.user_id} ${row.territory_no} ${row.from_at}`, row.id]));
      const moves = await app.sql<{ row: string }>(
        `select ref || ' ' || user_id || ' ' || tribe_id || ' ' || delta as row from vp_moves where reason = 'hourly'`,
      );
      expect(moves.map(({ row }) => row).sort()).toEqual(pointsByTheRules({ histories, ids }, startMs, speed));
      const sums = await app.number(
        `select count(*) from villages v where victory_points <> (select coalesce(sum(delta), 0) from vp_moves m where m.user_id = v.user_id)`,
      );
      expect(sums).toBe(0);
    } finally {
      await app.stop();
    }
  });
});
