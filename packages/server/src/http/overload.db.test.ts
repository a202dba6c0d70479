/** The database is slow, or all connections to it are taken (RELIABILITY CR6): who cannot be served soon is told so, and nothing lasts longer than its cause. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectInvariants } from '../testing/invariants.ts';
import { openSlowLine, type SlowLine } from '../testing/slowLine.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { type TestPlayer, times } from '../testing/testPlayer.ts';
import { expectRefusal, type RawAnswer, send, sendJson } from '../testing/testRequests.ts';
import { buildServer } from './buildServer.ts';

const POOL = 10;

let line: SlowLine;
let app: TestApp;
let players: TestPlayer[];
beforeAll(async () => {
  app = await startTestApp({
    env: { DB_POOL_SIZE: String(POOL), DB_WAIT_MS: '1000' },
    databaseBehind: async (url) => {
      line = await openSlowLine(url);
      return line.url;
    },
  });
  players = await app.newPlayers(20);
});
afterAll(async () => {
  await app.stop();
  await line.close();
});
afterEach(() => {
  line.delayMs = 0;
});

const get = (path: string, token: string | null = null): Promise<RawAnswer> =>
  send(app.url, { method: 'GET', path, token });
/** What players do: they look, and they give orders. */
const anyRequest = (n: number): Promise<RawAnswer> => {
  const token = players[n % players.length]?.token ?? null;
  if (n % 4 === 0) {
    const body = { unitType: 'militia', quantity: 1 };
    return sendJson(app.url, { method: 'POST', path: '/v1/training/start', token, body });
  }
  return get(['/v1/users/me', '/v1/territories', '/v1/leaderboard/players'][n % 3] as string, token);
};
const expectShed = (answer: RawAnswer, what: string): void => {
  expect({ status: answer.status, code: answer.json?.error?.code }, what).toEqual({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
  });
  expect(Number(answer.headers['retry-after']), what).toBeGreaterThan(0);
};
const recovered = (): Promise<void> =>
  vi.waitFor(
    async () => {
      expect((await get('/health/ready')).status).toBe(200);
      for (const n of times(12, (index) => index)) expect((await anyRequest(n)).status).toBeLessThan(500);
    },
    { timeout: 5_000, interval: 50 },
  );

describe('all connections to the database are held', () => {
  it('sheds every request while they are, tells the truth to probes, and recovers when they are free', async () => {
    const backends: number[] = [];
    const holders = times(POOL, async () => {
      const client = await app.ctx.pool.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      backends.push(rows[0]?.pid as number);
      await client.query('select pg_sleep(14)').catch(() => {});
      client.release();
    });
    await vi.waitFor(() => expect(backends).toHaveLength(POOL));
    let areFree = false;
    void Promise.all(holders).then(() => {
      areFree = true;
    });

    try {
      const requests = times(300, anyRequest);
      const [live, ready, metrics] = await Promise.all([get('/health/live'), get('/health/ready'), get('/metrics')]);
      expect(live.status).toBe(200);
      expect(ready.status).toBe(503);
      expect(ready.headers['retry-after']).toBe('2');
      expect(metrics.text).toMatch(/ct_database_connections\{state="busy"\} 10/);
      for (const [n, answer] of (await Promise.all(requests)).entries()) expectShed(answer, `request ${n}`);
      // All were answered while the cause lasted: nobody waited for its end.
      expect(areFree).toBe(false);
    } finally {
      await app.sql('select pg_cancel_backend(pid) from unnest($1::int[]) x(pid)', [backends]);
      await Promise.all(holders);
    }
    await recovered();
    expect(app.ctx.pool.waitingCount).toBe(0);
  });
});

describe('every query takes half a second longer', () => {
  it('serves what it can, sheds the rest, loses nothing, and recovers with the database', async () => {
    const unitsBefore = await app.number('select coalesce(sum(quantity), 0) from training_batches');
    line.delayMs = 500;
    const requests = times(240, anyRequest);
    expect((await get('/health/live')).status).toBe(200);
    const answers = await Promise.all(requests);
    const counts = { served: 0, shed: 0, trained: 0 };
    for (const [n, answer] of answers.entries()) {
      if (answer.status === 503) {
        expectShed(answer, `request ${n}`);
        counts.shed++;
      } else {
        expect(answer.status, answer.text).toBeLessThan(500);
        counts.served++;
        if (n % 4 === 0 && answer.status === 200) counts.trained++;
      }
    }
    expect(counts.shed).toBeGreaterThan(0);
    expect(counts.served).toBeGreaterThan(0);
    line.delayMs = 0;
    await recovered();
    // What was shed had no effect, what was acknowledged has one; some more were given orders while looking whether all is well.
    const trained = (await app.number('select coalesce(sum(quantity), 0) from training_batches')) - unitsBefore;
    expect(trained).toBeGreaterThanOrEqual(counts.trained);
    await expectInvariants(app);
  });
});

describe('an answer that does not come', () => {
  it('is given up, and who asks again with the same key learns what became of it', async () => {
    const server = await buildServer(app.ctx, { answerMs: 400 });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const player = players[0] as TestPlayer;
    const order = (): Promise<RawAnswer> =>
      sendJson(url, {
        method: 'POST',
        path: '/v1/training/start',
        token: player.token,
        headers: { 'idempotency-key': 'ask-me-twice-1' },
        body: { unitType: 'militia', quantity: 3 },
      });
    const held = await app.database.pool.connect();
    try {
      await app.give(player, { gold: 1_000 });
      const before = await app.number('select count(*) from training_batches where user_id = $1', [player.id]);
      await held.query('begin');
      await held.query('select 1 from villages where user_id = $1 for update', [player.id]);
      const first = await order();
      expectShed(first, 'the first time');
      await held.query('commit');
      const again = await vi.waitFor(
        async () => {
          const answer = await order();
          expect(answer.status, answer.text).toBe(200);
          return answer;
        },
        { timeout: 5_000, interval: 50 },
      );
      expect(again.headers['idempotency-replayed']).toBe('true');
      const after = await app.number('select count(*) from training_batches where user_id = $1', [player.id]);
      expect(after - before).toBe(1);
    } finally {
      held.release();
      await server.close();
    }
  });

  it('is no excuse for a refusal: a bad request is still told what is wrong with it', async () => {
    line.delayMs = 200;
    const answer = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/training/start',
      token: players[1]?.token ?? null,
      body: { unitType: 'militia', quantity: -1 },
    });
    expectRefusal(answer, 'a negative quantity', 'VALIDATION_FAILED');
  });
});
