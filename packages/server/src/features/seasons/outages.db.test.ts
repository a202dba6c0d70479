/** Credits depend on what happened, not on when somebody looked: outages, clocks set wrong, time zones, last seconds (RELIABILITY TM2-TM6). */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@cryptotribes/rules/core/time';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';
import { addToGarrison, removeFromGarrison } from '../territories/queries.ts';
import { getSeason, type SeasonRow } from './queries.ts';
import { applyDueTicks, applyNextTick } from './ticks.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ season: false });
});
afterAll(() => app.stop());
afterEach(() => app.sql(`update seasons set status = 'cancelled' where status = 'active'`));

interface Side {
  season: SeasonRow;
  players: string[];
  tribes: [string, string];
}
/** A running season with two tribes of two; each player's village has warehouse levels 1 to 4. */
async function side(options: { lengthMs?: number; speed?: number } = {}): Promise<Side> {
  const season = await app.newSeason(options);
  const now = new Date(app.clock.nowMs());
  const players = times(4, () => app.ctx.newId());
  const tribes = times(2, () => app.ctx.newId()) as [string, string];
  await app.sql(
    `insert into users (id, wallet, created_at, last_active_at) select u, decode(substr(u, 5) || substr(u, 5), 'hex'), $2, $2
    from unnest($1::text[]) u`,
    [players, now],
  );
  await app.sql(
    `insert into entries (season_id, user_id, source, created_at) select $1, u, 'free', $3 from unnest($2::text[]) u`,
    [season.id, players, now],
  );
  await app.sql(
    `insert into villages (season_id, user_id, gold, warehouse_level, vp_reached_at, created_at)
     select $1, u, 0, n, $3, $3 from unnest($2::text[]) with ordinality x(u, n)`,
    [season.id, players, now],
  );
  for (const [index, tribe] of tribes.entries()) {
    await app.sql(
      'insert into tribes (id, season_id, ordinal, name, name_skeleton, tag, created_at) values ($1, $2, $3, $4, $4, $5, $6)',
      [tribe, season.id, index + 1, `tribe ${index}`, `TT${index === 0 ? 'A' : 'B'}`, now],
    );
    await app.sql('insert into tribe_scores (tribe_id, season_id, vp_reached_at) values ($1, $2, $3)', [
      tribe,
      season.id,
      now,
    ]);
    for (const seat of [1, 2]) {
      await app.sql(
        'insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5, $6)',
        [tribe, seat, season.id, players[index * 2 + seat - 1], seat === 1 ? 'chieftain' : 'captain', now],
      );
    }
  }
  return { season, players, tribes };
}

const ARMY = { militia: 5, spearman: 0, archer: 0, cavalry: 0 };
const enter = async ({ season, players, tribes }: Side, player: number, no: number): Promise<void> => {
  const tribe = tribes[player < 2 ? 0 : 1];
  await app.sql(
    'update territories set owner_tribe_id = $3, controlled_since = $4 where season_id = $1 and territory_no = $2',
    [season.id, no, tribe, new Date(app.clock.nowMs())],
  );
  await addToGarrison(
    app.ctx.pool,
    { seasonId: season.id, territoryNo: no, userId: players[player] as string },
    tribe,
    ARMY,
    app.clock.nowMs(),
  );
};
const leave = ({ season, players }: Side, player: number, no: number): Promise<void> =>
  removeFromGarrison(app.ctx.pool, season.id, no, [players[player] as string], app.clock.nowMs());

const catchUp = async (season: SeasonRow): Promise<void> => {
  for (const kind of ['gold', 'vp'] as const) while (await applyNextTick(app.ctx, season, kind));
};
const purses = ({ season }: Side) =>
  app.sql('select gold, gold_carry, victory_points from villages where season_id = $1 order by warehouse_level', [
    season.id,
  ]);
const points = async (of: Side): Promise<number[]> =>
  (await purses(of)).map((row) => Number((row as { victory_points: number }).victory_points));
const ticks = (season: SeasonRow, kind: string): Promise<number> =>
  app.number('select count(*) from ticks where season_id = $1 and kind = $2', [season.id, kind]);

describe('an outage', () => {
  it('costs nobody anything: nine hours made up at once equal nine hours looked after every ten minutes', async () => {
    const kept = await side();
    const lost = await side();
    const both = [kept, lost];
    const startMs = app.clock.nowMs();
    const history: [number, (of: Side) => Promise<void>][] = [
      [0, (of) => enter(of, 0, 1)],
      [20, (of) => enter(of, 1, 1)],
      [95, (of) => enter(of, 2, 30)],
      [130, (of) => leave(of, 1, 1)],
      [
        215,
        async (of) => {
          await leave(of, 0, 1);
          await enter(of, 2, 1);
        },
      ],
      [301, (of) => enter(of, 3, 1)],
      [302, (of) => leave(of, 2, 30)],
      [455, (of) => enter(of, 0, 12)],
    ];
    for (let minute = 0; minute <= 540; minute++) {
      app.clock.set(startMs + minute * MINUTE_MS);
      for (const [at, happen] of history) if (at === minute) for (const of of both) await happen(of);
      if (minute % 10 === 0) await catchUp(kept.season);
    }
    expect(await ticks(lost.season, 'vp')).toBe(0);
    await catchUp(lost.season);
    expect(await purses(lost)).toEqual(await purses(kept));
    expect((await points(kept)).reduce((sum, vp) => sum + vp, 0)).toBeGreaterThan(900);
    const told = await app.sql<{ at: number }>(
      `select at from news where recipient = $1 and type = 'vp_updated' order by id`,
      [`user:${lost.players[0]}`],
    );
    expect(told.map((row) => row.at)).toEqual([...told.map((row) => row.at)].sort((a, b) => a - b));
    await expectInvariants(app);
  });

  it('is made up once, however many workers wake up at the same time', async () => {
    const of = await side({ speed: 60 });
    await enter(of, 0, 1);
    app.clock.advance(5 * MINUTE_MS);
    await Promise.all(times(10, () => applyDueTicks(app.ctx)));
    while ((await applyDueTicks(app.ctx)) > 0);
    expect(await ticks(of.season, 'vp')).toBe(5);
    expect(await ticks(of.season, 'gold')).toBe(30);
    expect(await points(of)).toEqual([500, 0, 0, 0]);
  });
});

describe('a clock that was set back an hour', () => {
  it('repeats no credit and makes no tenure of negative length', async () => {
    const of = await side();
    await enter(of, 0, 1);
    app.clock.advance(2 * HOUR_MS);
    await catchUp(of.season);
    const before = await purses(of);
    app.clock.advance(-HOUR_MS);
    await catchUp(of.season);
    expect(await purses(of)).toEqual(before);
    await enter(of, 1, 1);
    app.clock.advance(-HOUR_MS);
    await leave(of, 1, 1);
    expect(
      await app.number('select count(*) from tenures where season_id = $1 and to_at < from_at', [of.season.id]),
    ).toBe(0);
    app.clock.advance(3 * HOUR_MS);
    await catchUp(of.season);
    expect(await ticks(of.season, 'vp')).toBe(3);
    expect(await points(of)).toEqual([300, 0, 0, 0]);
  });
});

describe('a last second', () => {
  it('earns a last second, and the hour gives no more than it has', async () => {
    const of = await side();
    await enter(of, 0, 1);
    await enter(of, 0, 40);
    app.clock.advance(HOUR_MS - 36 * SECOND_MS);
    await enter(of, 2, 2);
    app.clock.advance(35 * SECOND_MS);
    await leave(of, 0, 1);
    await enter(of, 2, 1);
    await enter(of, 3, 3);
    app.clock.advance(SECOND_MS);
    await catchUp(of.season);
    // Center 1: 3,599 and 1 of 3,600 seconds of 100 points. Center 2: 36 seconds, one point. Center 3: one second, nothing. Edge 40: all 25.
    expect(await points(of)).toEqual([100 + 25, 0, 1, 0]);
  });
});

describe('time zones', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each([
    ['America/New_York', '2026-03-05T00:00:00Z', 1],
    ['Europe/London', '2026-10-20T00:00:00Z', 1],
    ['Asia/Kathmandu', '2026-03-25T00:00:00Z', 0],
  ])('give a season in %s 240 hours and 240 hourly credits, whatever its clocks do', async (name, starts, changes) => {
    process.env.TZ = name;
    const offsets = new Set(
      [Date.parse(starts), Date.parse(starts) + 10 * DAY_MS].map((ms) => new Date(ms).getTimezoneOffset()),
    );
    expect(offsets.size).toBe(1 + changes);
    const [{ db } = { db: '' }] = await app.sql<{ db: string }>('select current_database() as db');
    await app.sql(`alter database "${db}" set timezone to '${name}'`);
    app.clock.set(Date.parse(starts));
    const of = await side();
    expect(of.season.season_end - of.season.season_start).toBe(240 * HOUR_MS);
    await enter(of, 0, 50);
    app.clock.set(of.season.season_end + DAY_MS);
    while (await applyNextTick(app.ctx, of.season, 'vp'));
    for (let n = 1; n <= 200; n++) await applyNextTick(app.ctx, of.season, 'gold');
    expect(await ticks(of.season, 'vp')).toBe(240);
    expect(await points(of)).toEqual([240 * 25, 0, 0, 0]);
    expect((await getSeason(app.ctx.pool, of.season.id))?.season_end).toBe(of.season.season_end);
    // 33 hours and 20 minutes of 12 gold an hour and half of an edge's 25.
    const [first] = await app.sql<{ gold: number }>(
      'select gold from villages where season_id = $1 and warehouse_level = 1',
      [of.season.id],
    );
    expect(first?.gold).toBe(Math.floor((200 / 6) * (12 + 12.5)));
  });
});
