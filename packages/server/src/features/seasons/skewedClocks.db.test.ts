/** Several processes on machines whose clocks are wrong, each another way (RELIABILITY TM1, TM3): they agree, and nothing happens early. */
import { MINUTE_MS, SECOND_MS } from '@cryptotribes/rules/core/time';
import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../config/config.ts';
import { createLogger } from '../../platform/logger.ts';
import { inTransaction } from '../../platform/tx.ts';
import { type Program, startProgram } from '../../program.ts';
import { settle } from '../../testing/testApp.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts';
import { plainClient, refused, signInPlayer, type TestPlayer } from '../../testing/testPlayer.ts';
import { createSeason } from './service.ts';

const OFF_MS = 10 * MINUTE_MS;
let database: TestDatabase;
let fast: Program;
let slow: Program;

/** A process on a machine whose wall clock is off. */
const start = (offMs: number): Promise<Program> =>
  startProgram({
    config: readConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DEMO: '0',
      RATE_LIMIT_GLOBAL: '100000',
      RATE_LIMIT_AUTH: '100000',
    }),
    log: createLogger('silent'),
    databaseUrl: database.url,
    jwtSecret: 'a secret that only these tests know, and nobody else',
    machine: { wallMs: () => Date.now() + offMs, steadyMs: () => performance.now() },
    worker: false,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  fast = await start(OFF_MS);
  slow = await start(-OFF_MS);
});
afterAll(async () => {
  await slow.stop();
  await fast.stop();
  await database.drop();
});

const both = () => [fast, slow];
/** The player at both processes. */
const atBoth = (player: TestPlayer) => both().map(({ url }) => plainClient(url as string, player.token));

async function newSeason(startMs: number, lengthMs: number) {
  await database.pool.query(`update seasons set status = 'cancelled' where status in ('active', 'registration')`);
  return inTransaction(fast.ctx, (tx) =>
    createSeason(fast.ctx, tx, {
      name: 'Season {n}',
      speed: 1,
      startMs,
      registrationStartMs: startMs - MINUTE_MS,
      entryFeeMicro: 0,
      tribesAtStart: 30,
      demo: false,
      lengthMs,
    }),
  );
}

async function newVillager(seasonId: string): Promise<TestPlayer> {
  const player = await signInPlayer(fast.url as string);
  await player.call('seasons.join', { params: { seasonId } });
  await database.pool.query('update villages set gold = 900, militia = 50 where user_id = $1', [player.id]);
  return player;
}

describe('two processes on machines twenty minutes apart', () => {
  it('have the same time, and say which machine is wrong', async () => {
    expect(Math.abs(fast.ctx.clock.nowMs() - slow.ctx.clock.nowMs())).toBeLessThan(MINUTE_MS);
    const ahead = await Promise.all(both().map(({ ctx }) => ctx.metrics.clockAhead.get()));
    const off = ahead.map(({ values }) => Math.round((values[0]?.value ?? 0) / 60));
    expect(off).toEqual([10, -10]);
  });

  it('complete nothing early, whichever of them looks', async () => {
    const season = await newSeason(fast.ctx.clock.nowMs() - 5 * MINUTE_MS, 240 * 60 * MINUTE_MS);
    const player = await newVillager(season.id);
    await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    await player.call('training.start', { body: { unitType: 'militia', quantity: 8 } });
    const before = await player.call('users.me');
    for (const { ctx } of both()) await settle(ctx);
    for (const client of atBoth(player)) {
      const error = await refused(
        client.call('buildings.complete', { body: { buildingType: 'barracks' } }),
        'UPGRADE_NOT_FINISHED',
      );
      // A level 1 barracks takes 300 seconds; of the 20 minutes between the machines nothing is to be seen.
      expect(error.details?.remainingSeconds).toBeGreaterThan(200);
      expect(error.details?.remainingSeconds).toBeLessThanOrEqual(300);
      const me = await client.call('users.me');
      expect(me.trainingQueue).toEqual(before.trainingQueue);
      expect(me.buildings).toEqual(before.buildings);
      expect(me.army).toEqual(before.army);
    }
  });

  it('give the same answers about the season', async () => {
    const season = await newSeason(fast.ctx.clock.nowMs() - 5 * MINUTE_MS, 240 * 60 * MINUTE_MS);
    const player = await newVillager(season.id);
    for (const { ctx } of both()) await settle(ctx);
    const [one, other] = await Promise.all(
      atBoth(player).map(async (client) => {
        const { participants: _, ...rest } = await client.call('seasons.current');
        return { ...rest, territories: (await client.call('territories.list')).territories };
      }),
    );
    expect(other).toEqual(one);
    // Five of the ten minutes of a slot are over, none of its end.
    const { rows } = await database.pool.query('select kind, n from ticks where season_id = $1', [season.id]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['runs for five more minutes', 5 * MINUTE_MS, 'ok'],
    ['ended five minutes ago', -5 * MINUTE_MS, 'SEASON_NOT_ACTIVE'],
  ] as const)('treat orders alike when the season %s', async (_name, leftMs, expected) => {
    const lengthMs = 60 * MINUTE_MS;
    const season = await newSeason(fast.ctx.clock.nowMs() - lengthMs + 10 * MINUTE_MS, lengthMs);
    const player = await newVillager(season.id);
    const endMs = fast.ctx.clock.nowMs() + leftMs;
    await database.pool.query('update seasons set season_end = $2 where id = $1', [season.id, new Date(endMs)]);
    for (const client of atBoth(player)) {
      const order = client.call('battles.raidCamp', {
        body: { level: 1, army: armyOf(20), formation: 'balanced' },
      });
      if (expected === 'ok') expect((await order).status).toBe('queued');
      else await refused(order, expected);
    }
  });

  it.each([
    ['the end was still a minute away: it is accepted', MINUTE_MS, 'ok'],
    ['the end was a second away: it is refused, and the army is at home', SECOND_MS, 'SEASON_NOT_ACTIVE'],
  ] as const)(
    'let an order wait two real seconds for a lock; when it was given, %s',
    async (_name, leftMs, expected) => {
      const season = await newSeason(fast.ctx.clock.nowMs() - 5 * MINUTE_MS, 60 * MINUTE_MS);
      const player = await newVillager(season.id);
      const endMs = fast.ctx.clock.nowMs() + leftMs;
      await database.pool.query('update seasons set season_end = $2 where id = $1', [season.id, new Date(endMs)]);
      const holding = database.pool.query(
        `begin; select 1 from villages where user_id = '${player.id}' for update; select pg_sleep(2); commit`,
      );
      const doing = (what: string) =>
        vi.waitFor(
          async () => {
            const { rows } = await database.pool.query(
              'select 1 from pg_stat_activity where datname = current_database() and (wait_event = $1 or wait_event_type = $1)',
              [what],
            );
            expect(rows).not.toEqual([]);
          },
          { timeout: 10_000, interval: 5 },
        );
      await doing('PgSleep');
      const body = { level: 1, army: armyOf(20), formation: 'balanced' } as const;
      const order = plainClient(slow.url as string, player.token).call('battles.raidCamp', { body });
      const answer = expected === 'ok' ? order : refused(order, expected);
      await doing('Lock');
      await Promise.all([answer, holding]);
      expect(fast.ctx.clock.nowMs() > endMs).toBe(expected !== 'ok');
      const { rows } = await database.pool.query(
        'select militia, (select count(*)::int from battles b where b.attacker_id = user_id) as orders from villages where user_id = $1',
        [player.id],
      );
      expect(rows).toEqual([expected === 'ok' ? { militia: 30, orders: 1 } : { militia: 50, orders: 0 }]);
    },
  );

  it('know the tokens of each other, and for how long they are valid', async () => {
    const here = await signInPlayer(slow.url as string);
    for (const client of atBoth(here)) expect((await client.call('users.me')).id).toBe(here.id);
    const { rows } = await database.pool.query<{ left: string }>(
      'select extract(epoch from expires_at - clock_timestamp()) as left from sessions where user_id = $1',
      [here.id],
    );
    const leftMs = Number(rows[0]?.left) * SECOND_MS;
    expect(Math.abs(leftMs - slow.ctx.config.jwtExpiresInSeconds * SECOND_MS)).toBeLessThan(MINUTE_MS);
  });
});
