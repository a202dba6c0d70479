/**
 * The game as several processes behind the nginx that we ship: two with the API, two workers. Each is replaced in turn while people play, as in
 * an upgrade: no request fails, no news is lost or comes twice, orders of a territory are fought in their order. Needs nginx and the built
 * program; without nginx the file is skipped.
 */
import { randomBytes } from 'node:crypto';
import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { createNewsClient, type NewsClient } from '@cryptotribes/protocol/client/newsClient';
import type { News } from '@cryptotribes/protocol/features/events';
import { completeArmy } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findNginx } from '../testing/findPrograms.ts';
import { type GameProcess, shippedProcesses, startGameProcess } from '../testing/gameProcess.ts';
import { expectInvariants } from '../testing/invariants.ts';
import { freePort, startNginx } from '../testing/startNginx.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { signInPlayer, type TestPlayer, times } from '../testing/testPlayer.ts';

const nginx = findNginx(process.env);
const PLAYERS = 12;
/** Between two requests of a player: nginx lets an address make 100 a second. */
const PAUSE_MS = 200;

interface Seen {
  status: number;
  path: string;
  text: string;
}
interface Playing {
  player: TestPlayer;
  news: News[];
  client: NewsClient;
}

describe.skipIf(!nginx.ok)('two APIs and two workers behind nginx', () => {
  let app: TestApp;
  let proxy: Awaited<ReturnType<typeof startNginx>>;
  const starts: (() => Promise<GameProcess>)[] = [];
  let processes: GameProcess[] = [];
  let playing: Playing[] = [];
  const answers: Seen[] = [];
  const accepted: { battleId: string; userId: string }[] = [];

  beforeAll(async () => {
    // For what tests put in and look up; the players never meet this one.
    app = await startTestApp({ nowMs: Date.now(), speed: 60 });
    const ports = [await freePort(), await freePort()];
    const env = {
      // As in production, but for the tests' database, which does not sync to the disk and would be refused.
      NODE_ENV: 'test',
      DEMO: '0',
      DATABASE_URL: app.database.appUrl,
      MIGRATION_DATABASE_URL: app.database.url,
      DB_POOL_SIZE: '8',
      JWT_SECRET: randomBytes(32).toString('hex'),
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      TRUST_PROXY: '1',
      DRAIN_SECONDS: '3',
      RATE_LIMIT_GLOBAL: '100000',
      RATE_LIMIT_AUTH: '1000',
      RATE_LIMIT_BATTLES: '1000',
    };
    proxy = await startNginx(nginx.ok ? nginx.value : '', {
      upstream: ports.map((port) => `http://127.0.0.1:${port}`),
    });
    const all = { ...env, PUBLIC_URL: proxy.url };
    // The processes that we ship for PM2, at ports of the test's own.
    for (const { env: own } of shippedProcesses()) {
      const port: Record<string, string> =
        own.PORT === undefined ? {} : { PORT: String(ports[Number(own.PORT) - 3_000]) };
      starts.push(() => startGameProcess({ ...own, ...all, ...port }));
    }
    processes = await Promise.all(starts.map((start) => start()));
    playing = await Promise.all(times(PLAYERS, join));
  });
  afterAll(async () => {
    for (const { client } of playing) client.stop();
    await Promise.all(processes.map((one) => one.end('SIGKILL')));
    await proxy?.stop();
    await app?.stop();
  });

  async function join(index: number): Promise<Playing> {
    const player = await signInPlayer(proxy.url, `Jarl${'ABCDEFGHKMPS'[index]}`);
    await player.call('seasons.join', { params: { seasonId: app.seasonId } });
    const letters = 'ABCDEFGHKMPS'[index]!.repeat(3);
    await player.call('tribes.create', { body: { name: `House of ${letters}`, tag: letters } });
    await app.give(player, { army: { militia: 4_000 } });
    const news: News[] = [];
    const api = createApiClient({ baseUrl: proxy.url, getToken: () => player.token });
    const client = createNewsClient({
      api,
      url: proxy.url,
      getToken: () => player.token,
      onNews: (one) => news.push(one),
      onReset: () => {},
    });
    await vi.waitFor(() => expect(client.position('me')).toBeGreaterThanOrEqual(0), 10_000);
    return { player, news, client };
  }

  /** One request as a browser sends it, without trying again. */
  async function ask(player: TestPlayer, method: string, path: string, body?: object): Promise<Seen> {
    const response = await fetch(proxy.url + path, {
      method,
      headers: { authorization: `Bearer ${player.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const seen = { status: response.status, path: `${method} ${path}`, text: await response.text() };
    answers.push(seen);
    return seen;
  }

  async function play({ player }: Playing, index: number, isOver: () => boolean): Promise<void> {
    for (let n = index; !isOver(); n++) {
      const what = n % 3;
      if (what === 0) await ask(player, 'GET', '/v1/territories');
      else if (what === 1) await ask(player, 'GET', '/v1/users/me');
      else {
        const army = completeArmy({ militia: 20 });
        const body = { territoryId: app.territory(21 + (n % 30)), army, formation: 'balanced' };
        const { status, text } = await ask(player, 'POST', '/v1/battles/attack-territory', body);
        if (status === 202) accepted.push({ battleId: JSON.parse(text).data.battleId, userId: player.id });
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  it('are replaced one by one while people play, and nobody notices', async () => {
    let isOver = false;
    const faults: unknown[] = [];
    const all = playing.map((one, index) => play(one, index, () => isOver).catch((error) => faults.push(error)));
    const ends: unknown[] = [];
    // As if a newer version had been there and were rolled back: what it added to the database stays, and this version runs on that.
    await app.sql('alter table battles add column from_a_newer_version integer');
    await app.sql("insert into schema_migrations (version, name, sha256) values (999999, 'from-a-newer-version', 'f')");
    for (const [index, start] of starts.entries()) {
      const before = answers.length;
      const startedAt = performance.now();
      ends.push(await processes[index]!.end('SIGTERM'));
      expect(performance.now() - startedAt).toBeLessThan(30_000);
      processes[index] = await start();
      // The new one has had its share of the requests before the next is replaced.
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 60), 15_000);
    }
    isOver = true;
    await Promise.all(all);
    expect(ends).toEqual([0, 0, 0, 0]);
    expect(faults).toEqual([]);
    const failed = answers.filter(({ status }) => status >= 500 || status === 429);
    expect(failed, failed.length === 0 ? '' : proxy.errors().replaceAll(/.*Connection refused.*\n/g, '')).toEqual([]);
    expect(accepted.length).toBeGreaterThan(30);
  }, 120_000);

  it('have fought every order once, those of a territory in their order', async () => {
    await vi.waitFor(
      async () => expect(await app.number(`select count(*) from battles where status = 'queued'`)).toBe(0),
      15_000,
    );
    const ids = accepted.map(({ battleId }) => battleId);
    expect(await app.number('select count(*) from battles')).toBe(ids.length);
    expect(await app.number(`select count(*) from battles where id = any($1)`, [ids])).toBe(ids.length);
    const outOfOrder = await app.sql(
      `select id from (select id, decided_at, lag(decided_at) over (partition by territory_no order by order_no) as before from battles) b
       where decided_at < before`,
    );
    expect(outOfOrder).toEqual([]);
    await expectInvariants(app);
  });

  it('have told every player all news once and in order', async () => {
    for (const { player, news, client } of playing) {
      const own = accepted.filter(({ userId }) => userId === player.id).map(({ battleId }) => battleId);
      const told = () =>
        news.filter(
          ({ type, data }) => type === 'battle_completed' && own.includes((data as { battleId: string }).battleId),
        );
      await vi.waitFor(() => expect(told()).toHaveLength(own.length), 10_000);
      for (const stream of ['me', 'season'] as const) {
        const numbers = news.filter((one) => one.stream === stream).map(({ seq }) => seq);
        expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
        expect(client.position(stream)).toBe(numbers.at(-1) ?? client.position(stream));
      }
    }
  });
});
