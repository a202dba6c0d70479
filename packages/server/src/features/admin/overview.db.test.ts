import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TestPlayer } from '../../testing/testPlayer.ts';
import { VERSION } from './processes.ts';

const HOUR_MS = 3_600_000;
let app: TestApp;
let admin: TestPlayer;
beforeAll(async () => {
  app = await startTestApp();
  admin = await app.newAdmin('operator');
});
afterAll(() => app.stop());

describe('the overview', () => {
  it('counts orders of the last minute and hour, the queue and its oldest order', async () => {
    expect((await admin.call('admin.overview')).orders).toEqual({
      lastMinute: 0,
      lastHour: 0,
      queued: 0,
      oldestQueuedSeconds: null,
    });
    const chief = await app.newChieftain({ army: { militia: 200 } });
    await app.attack(chief, 21, { militia: 50 });
    app.clock.advance(90_000);
    await app.attack(chief, 22, { militia: 50 });
    expect((await admin.call('admin.overview')).orders).toEqual({
      lastMinute: 1,
      lastHour: 2,
      queued: 2,
      oldestQueuedSeconds: 90,
    });
    await app.settle();
    app.clock.advance(HOUR_MS);
    expect((await admin.call('admin.overview')).orders).toEqual({
      lastMinute: 0,
      lastHour: 0,
      queued: 0,
      oldestQueuedSeconds: null,
    });
  });

  it('tells missed credits from those that were made up late', async () => {
    const season = await app.newSeason();
    const start = app.clock.nowMs();
    const health = async () =>
      (await admin.call('admin.overview')).seasons.find((row) => row.seasonId === season.id) as {
        vpTicks: object;
        goldTicks: object;
      };
    expect(await health()).toMatchObject({ vpTicks: { last: 0, due: 0, missed: 0, madeUp: 0, lastAppliedAt: null } });
    app.clock.set(start + HOUR_MS);
    await app.settle();
    expect(await health()).toMatchObject({
      vpTicks: { last: 1, due: 1, missed: 0, madeUp: 0, lastAppliedAt: new Date(start + HOUR_MS).toISOString() },
      // The first five ten-minute credits were late by then.
      goldTicks: { last: 6, due: 6, missed: 0, madeUp: 5 },
    });
    app.clock.set(start + 3 * HOUR_MS);
    expect(await health()).toMatchObject({ vpTicks: { due: 3, missed: 1 } });
    app.clock.advance(5_000);
    expect(await health()).toMatchObject({
      vpTicks: { last: 1, due: 3, missed: 2 },
      goldTicks: { last: 6, due: 18, missed: 12 },
    });
    await app.settle();
    expect(await health()).toMatchObject({ vpTicks: { last: 3, due: 3, missed: 0, madeUp: 1 } });
  });

  it('lists the processes that run, and no longer those that ended', async () => {
    const other = await app.startAnother();
    const { processes } = await admin.call('admin.overview');
    expect(processes).toHaveLength(2);
    expect(processes[0]).toMatchObject({
      role: 'all',
      version: VERSION,
      nodeVersion: process.version,
      alive: true,
      errors: 0,
    });
    await other.stop();
    expect((await admin.call('admin.overview')).processes).toHaveLength(1);
  });

  it('shows a process that was silent for long as gone', async () => {
    await app.sql(
      `insert into processes select 'abcdefabcdefabcdefabcdef', role, version, node_version, started_at, clock_timestamp() - interval '5 min', 7, 2, null, 0, 1
       from processes limit 1`,
    );
    const dead = (await admin.call('admin.overview')).processes.find((row) => row.requests === 7);
    expect(dead).toMatchObject({ alive: false, errors: 2 });
    expect(dead?.silentSeconds).toBeGreaterThanOrEqual(300);
  });

  it('describes the database', async () => {
    const { database } = await admin.call('admin.overview');
    expect(database.version).toMatch(/^\d+/);
    expect(database.migration).toMatch(/^\d{6}-[a-z-]+$/);
    expect(database.sizeBytes).toBeGreaterThan(1_000_000);
    expect(database.connections).toBeGreaterThan(0);
  });
});
