/** A season type that is data alone: a blitz is planned, played to its end by the services, and goes by its own numbers. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { expectInvariants } from '../../testing/invariants.ts';
import { playSeason } from '../../testing/play/playSeason.ts';
import type { World } from '../../testing/play/world.ts';
import { expectSeasonInvariants } from '../../testing/seasonInvariants.ts';
import { getSeason } from './queries.ts';
import { createSeason, showSeason } from './service.ts';

let world: World;

beforeAll(async () => {
  world = await playSeason('blitz', { tribes: 3, rulesetId: 'blitz' });
}, 120_000);
afterAll(() => world?.app.stop());

const ended = async () => (await getSeason(world.ctx.pool, world.season.id))!;

describe('a blitz season', () => {
  it('takes 24 hours of real time at ten times its speed and ends like any other', async () => {
    const season = await ended();
    expect(season).toMatchObject({ ruleset_id: 'blitz', speed: 10, status: 'ended' });
    expect(season.season_end - season.season_start).toBe(DAY_MS);
    const ticks = await world.app.sql('select kind, count(*)::int as n from ticks group by 1 order by 1');
    expect(ticks).toEqual([
      { kind: 'gold', n: 1_440 },
      { kind: 'vp', n: 240 },
    ]);
    expect(await world.app.number('select sum(amount_micro) from season_prizes')).toBe(36 * 21_250_000);
  });

  it('was fought by its own truce of eight hours of game time', async () => {
    const truces = await world.app.sql<{ ms: number }>(
      `select distinct round(extract(epoch from t.truce_until - b.decided_at) * 1000)::float8 as ms from territories t
       join lateral (select decided_at from battles b where b.territory_no = t.territory_no and b.captured
         order by b.decided_at desc, b.order_no desc limit 1) b on true`,
    );
    expect(truces).toEqual([{ ms: 48 * MINUTE_MS }]);
  });

  it('keeps every invariant, and every battle replays with its own ruleset', async () => {
    await expectSeasonInvariants(world.app);
    await expectInvariants(world.app);
    expect(await world.app.number(`select count(*) from battles where status = 'completed'`)).toBeGreaterThan(50);
  });

  it('leaves a season of another ruleset its own numbers', async () => {
    const { app, ctx } = world;
    const nowMs = app.clock.nowMs();
    const other = await inTransaction(ctx, (tx) =>
      createSeason(ctx, tx, {
        name: 'Long {n}',
        speed: 1,
        startMs: nowMs + DAY_MS,
        registrationStartMs: nowMs,
        entryFeeMicro: 0,
        tribesAtStart: 36,
        demo: false,
      }),
    );
    const closes = async (season: typeof other) => {
      const { timeline } = await showSeason(ctx, ctx.pool, season);
      return Date.parse(timeline.seasonEnd) - Date.parse(timeline.tribesClose);
    };
    expect([await closes(await ended()), await closes(other)]).toEqual([3 * HOUR_MS, 48 * HOUR_MS]);
    expect(other).toMatchObject({ ruleset_id: 'season1' });
    expect(other.season_end - other.season_start).toBe(10 * DAY_MS);
  });
});
