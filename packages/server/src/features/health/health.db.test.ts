/** What probes and Prometheus are told. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';
import { openHealthDoor } from './door.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** Every sample of /metrics: 'name{labels}' → value. */
async function samples(url = app.url): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('/metrics', () => {
  it('says how long orders, news and credits have waited, until they are dealt with', async () => {
    const chieftain = await app.newChieftain({ army: { militia: 200 } });
    await app.settle();
    expect((await samples()).get('ct_backlog_seconds{of="battles"}')).toBe(0);
    await app.attack(chieftain, 21, { militia: 100 });
    app.clock.advance(700_000);
    const waiting = await samples();
    expect(waiting.get('ct_backlog_seconds{of="battles"}')).toBe(700);
    expect(waiting.get('ct_backlog_seconds{of="credits"}')).toBe(100);
    expect(waiting.get('ct_battles_queued')).toBe(1);
    expect(waiting.get('ct_backlog_read_timestamp_seconds')).toBe(app.clock.nowMs() / 1000);
    await app.settle();
    app.clock.advance(5_000);
    const done = await samples();
    expect(done.get('ct_backlog_seconds{of="battles"}')).toBe(0);
    expect(done.get('ct_backlog_seconds{of="credits"}')).toBe(0);
    expect(done.get('ct_battles_queued')).toBe(0);
    expect(done.get('ct_database_connections{state="waited for"}')).toBe(0);
  });

  it('asks the database once in five seconds, however many look', async () => {
    app.clock.advance(60_000);
    const queries = vi.spyOn(app.ctx.pool, 'query');
    try {
      await Promise.all(times(20, () => samples()));
      await samples();
      const names = queries.mock.calls.map(([config]) => (config as unknown as { name?: string }).name);
      expect(names.filter((name) => name === 'health.oldest')).toHaveLength(1);
    } finally {
      queries.mockRestore();
    }
  });

  it('and the probes are shown by a process without an API, and nothing else is', async () => {
    const door = await openHealthDoor(app.ctx, 0);
    const url = `http://127.0.0.1:${door.port}`;
    try {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok' });
      expect((await samples(url)).has('ct_battles_queued')).toBe(true);
      expect((await fetch(`${url}/v1/seasons/current`)).status).toBe(404);
    } finally {
      await door.stop();
    }
  });
});
