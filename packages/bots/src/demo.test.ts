import type { NewsClientOptions } from '@cryptotribes/protocol/client/newsClient';
import type { News } from '@cryptotribes/protocol/features/events';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { armyOf, emptyArmy } from '@cryptotribes/rules/core/units';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningBots, startBots } from './demo.ts';
import type { FakeGame, FakeTerritory } from './testing/fakeGame.ts';
import { createFakeServer, type FakeServer } from './testing/fakeServer.ts';
import { createVirtualTimers, type VirtualTimers } from './testing/virtualTimers.ts';

const MINUTE_MS = 60_000;
const URL = 'http://demo.test';
const SEED = '00ff'.repeat(16);

let running: RunningBots[] = [];
afterEach(async () => {
  await Promise.all(running.map((bots) => bots.stop()));
  running = [];
});

interface Demo {
  timers: VirtualTimers;
  server: FakeServer;
  game: FakeGame;
  /** What the founders' sockets would say. */
  sockets: NewsClientOptions[];
  failures: string[];
}

function newDemo(): Demo {
  const timers = createVirtualTimers();
  const server = createFakeServer(timers.nowMs);
  return { timers, server, game: server.game, sockets: [], failures: [] };
}

async function start(demo: Demo, count = 64): Promise<RunningBots> {
  const bots = await startBots({
    url: URL,
    count,
    seedHex: SEED,
    headers: { 'x-house': 'yes' },
    log: { info: () => undefined, warn: (fields) => demo.failures.push(String(fields.error)) },
    timers: demo.timers,
    fetch: demo.server.fetch,
    openNews: (options) => {
      demo.sockets.push(options);
      return { position: () => 0, restart: () => undefined, stop: () => undefined };
    },
  });
  running.push(bots);
  return bots;
}

/** Whether 60 militia of a newcomer take this territory now in at least 95 % of cases. */
function isForNewcomers(game: FakeGame, territory: FakeTerritory): boolean {
  if (territory.info.tier !== 'edge' || territory.truceUntilMs > game.nowMs()) return false;
  const workshopOf = (userId: string | null) => (userId === null ? 1 : game.player(userId).buildings.workshop.level);
  const preview = previewBattle({
    rulesetId: 'season1',
    terrain: territory.info.terrain,
    attacker: { army: armyOf(60), formation: 'offensive', workshopLevel: 1 },
    defender: {
      formation: territory.formation,
      contributors: territory.contributors.map((one) => ({ ...one, workshopLevel: workshopOf(one.userId) })),
    },
    siegeFatigueBp: 0,
  });
  return preview.winning >= 1_901;
}

function countRoutes(server: FakeServer, route: string): number {
  return server.requests.filter((request) => request.route === route).length;
}

describe('a demo season with 64 bots', () => {
  it('settles them into eight tribes of eight with different names within a minute', async () => {
    const demo = newDemo();
    const bots = await start(demo);
    await demo.timers.advance(MINUTE_MS);
    expect([...demo.game.tribes.values()].map(({ tag, members }) => [tag, members.length])).toEqual(
      ['RVN', 'IRN', 'FNG', 'KRK', 'NRD', 'ASH', 'DRK', 'BJK'].map((tag) => [tag, 8]),
    );
    expect(new Set([...demo.game.players.values()].map(({ username }) => username)).size).toBe(64);
    expect(bots.stats()).toMatchObject({ bots: 64, settled: 64, accepted: 56, errors: 0 });
  });

  it('lets land change hands in every minute and always leaves ground for a newcomer', async () => {
    const demo = newDemo();
    const bots = await start(demo);
    await demo.timers.advance(MINUTE_MS);
    for (let minute = 1; minute < 60; minute++) {
      const before = demo.game.captures.length;
      await demo.timers.advance(MINUTE_MS);
      expect(demo.game.captures.length - before, `captures in minute ${minute}`).toBeGreaterThan(0);
      const open = demo.game.territories.filter((territory) => isForNewcomers(demo.game, territory));
      expect(open.length, `ground for newcomers after minute ${minute}`).toBeGreaterThanOrEqual(3);
    }
    expect(demo.failures).toEqual([]);
    expect(bots.stats().capturesSeen).toBe(demo.game.captures.length);
  }, 30_000);

  it('asks politely: one request of a bot at a time, some five in a second, all with the house header', async () => {
    const demo = newDemo();
    await start(demo);
    await demo.timers.advance(3 * MINUTE_MS);
    const before = demo.server.requests.length;
    await demo.timers.advance(10 * MINUTE_MS);
    expect((demo.server.requests.length - before) / 600).toBeLessThan(6.5);
    expect(demo.server.mostAtOnce()).toBe(1);
    expect(demo.server.requests.every(({ headers }) => headers.get('x-house') === 'yes')).toBe(true);
  }, 30_000);

  it('raids bandit camps and, once the shields of new villages are gone, villages', async () => {
    const demo = newDemo();
    const bots = await start(demo);
    await demo.timers.advance(40 * MINUTE_MS);
    const beaten = [...demo.game.players.values()].map(({ raids }) => raids.campsBeaten);
    expect(Math.max(...beaten)).toBeGreaterThanOrEqual(2);
    expect(demo.game.raids.length).toBeGreaterThan(5);
    expect(bots.stats().raids).toBe(countRoutes(demo.server, 'battles.raidCamp') + demo.game.raids.length);
  }, 30_000);

  it('signs in at most ten players in a second', async () => {
    const demo = newDemo();
    await start(demo);
    await demo.timers.advance(MINUTE_MS);
    const times = demo.server.requests.filter(({ route }) => route === 'auth.nonce').map(({ atMs }) => atMs);
    expect(times).toHaveLength(64);
    for (let index = 10; index < times.length; index++) {
      expect((times[index] ?? 0) - (times[index - 10] ?? 0)).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('repeats nothing when it is started again', async () => {
    const demo = newDemo();
    const first = await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    await first.stop();
    const counts = () =>
      ['seasons.join', 'users.update', 'tribes.create', 'tribes.request'].map((route) =>
        countRoutes(demo.server, route),
      );
    const before = counts();
    const second = await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    expect(counts()).toEqual(before);
    expect(second.stats()).toMatchObject({ settled: 64, errors: 0 });
    expect(demo.game.players.size).toBe(64);
  });

  it('enters the next season by itself and founds its tribes anew', async () => {
    const demo = newDemo();
    const bots = await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    demo.game.status = 'ended';
    await demo.timers.advance(MINUTE_MS);
    demo.game.newSeason();
    await demo.timers.advance(4 * MINUTE_MS);
    expect([...demo.game.tribes.values()].map(({ members }) => members.length)).toEqual(Array(8).fill(8));
    expect(bots.stats().settled).toBe(64);
    expect(demo.game.captures.some(({ by }) => demo.game.tribes.has(by))).toBe(true);
    expect(demo.failures).toEqual([]);
  });

  it('signs in again when the sessions were ended', async () => {
    const demo = newDemo();
    await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    demo.server.endSessions();
    await demo.timers.advance(2 * MINUTE_MS);
    expect(countRoutes(demo.server, 'auth.connect')).toBe(128);
    const before = demo.game.captures.length;
    await demo.timers.advance(2 * MINUTE_MS);
    expect(demo.game.captures.length).toBeGreaterThan(before);
  });

  it('backs off while the server is overloaded and plays on afterwards', async () => {
    const demo = newDemo();
    await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    demo.server.fail(1_000_000, 429, 30);
    const before = demo.server.requests.length;
    await demo.timers.advance(2 * MINUTE_MS);
    // Told to come back after 30 seconds, nobody asks more than a few times in two minutes.
    expect(demo.server.requests.length - before).toBeLessThan(64 * 6);
    demo.server.fail(0, 429);
    const captures = demo.game.captures.length;
    await demo.timers.advance(3 * MINUTE_MS);
    expect(demo.game.captures.length).toBeGreaterThan(captures);
  });
});

describe('a newcomer among bots', () => {
  async function settledDemo() {
    const demo = newDemo();
    const bots = await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    const guest = demo.game.addPlayer();
    demo.game.join(guest);
    return { ...demo, bots, guest };
  }

  it('is invited by one open tribe, once', async () => {
    const { timers, game, guest } = await settledDemo();
    await timers.advance(5 * MINUTE_MS);
    const raven = [...game.tribes.values()].find(({ tag }) => tag === 'RVN');
    expect(game.player(guest.id).invites).toEqual([raven?.id]);
  });

  it('is invited by the next tribe when the open one is full', async () => {
    const demo = newDemo();
    await start(demo);
    await demo.timers.advance(2 * MINUTE_MS);
    const [first, second] = [...demo.game.tribes.values()];
    for (let seat = 8; seat < 12; seat++) first?.members.push(demo.game.newId());
    await demo.timers.advance(MINUTE_MS);
    const guest = demo.game.addPlayer();
    demo.game.join(guest);
    await demo.timers.advance(MINUTE_MS);
    expect(demo.game.player(guest.id).invites).toEqual([second?.id]);
  });

  it('gets a seat in any tribe within a second of asking', async () => {
    const { timers, game, guest, sockets } = await settledDemo();
    const tribe = [...game.tribes.values()][5];
    if (!tribe) throw new Error('no tribe');
    tribe.requests.push(guest.id);
    const data = { tribeId: tribe.id, userId: guest.id, username: null };
    const news: News = { stream: 'me', seq: 1, type: 'tribe_request', at: '', data };
    for (const socket of sockets) socket.onNews(news);
    await timers.advance(1_000);
    expect(tribe.members).toContain(guest.id);
  });

  it('is let in without any socket too', async () => {
    const { timers, game, guest } = await settledDemo();
    const tribe = [...game.tribes.values()][3];
    tribe?.requests.push(guest.id);
    await timers.advance(MINUTE_MS);
    expect(tribe?.members).toContain(guest.id);
  });

  it('keeps the only territory of a tribe that people founded', async () => {
    const { timers, game, guest } = await settledDemo();
    const tribe = game.foundTribe(guest, 'People', 'PPL');
    const territory = game.territories.find(({ info }) => info.tier === 'edge');
    if (!territory) throw new Error('no edge');
    Object.assign(territory, {
      ownerId: tribe.id,
      contributors: [{ userId: guest.id, units: armyOf(1) }],
      truceUntilMs: 0,
    });
    await timers.advance(40 * MINUTE_MS);
    expect(territory.ownerId).toBe(tribe.id);
  }, 30_000);

  it('has his village raided at most once in ten minutes', async () => {
    const { timers, game, guest } = await settledDemo();
    const since = timers.nowMs();
    guest.raids.hasRaidedVillage = true;
    for (let minute = 0; minute < 40; minute++) {
      // An open, undefended, rich village all the time.
      guest.raids.lastRaidedMs = null;
      guest.gold = 5_000;
      await timers.advance(MINUTE_MS);
    }
    const hits = game.raids.filter(({ atMs, on }) => atMs > since && on === guest.id).map(({ atMs }) => atMs);
    for (const [index, atMs] of hits.entries()) {
      expect(atMs - (hits[index - 1] ?? since)).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    }
  }, 30_000);

  it('is attacked at most once in ten minutes inside a tribe of bots', async () => {
    const { timers, game, guest } = await settledDemo();
    const tribe = [...game.tribes.values()][2];
    if (!tribe) throw new Error('no tribe');
    tribe.members.push(guest.id);
    guest.tribeId = tribe.id;
    const edges = game.territories.filter(({ info }) => info.tier === 'edge').slice(0, 3);
    const since = timers.nowMs();
    for (let minute = 0; minute < 40; minute++) {
      // The newcomer comes back whenever he was thrown out.
      for (const edge of edges) {
        const mine = [{ userId: guest.id, units: { ...emptyArmy(), militia: 2 } }];
        Object.assign(edge, { ownerId: tribe.id, contributors: mine, truceUntilMs: 0 });
      }
      await timers.advance(MINUTE_MS);
    }
    const hits = game.attacks
      .filter(({ atMs, against }) => atMs > since && against.includes(guest.id))
      .map(({ atMs }) => atMs);
    expect(hits.length).toBeLessThanOrEqual(3);
    for (const [index, atMs] of hits.entries()) {
      expect(atMs - (hits[index - 1] ?? since)).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    }
  }, 30_000);
});

describe('stopping', () => {
  it('cuts off calls under way and sends nothing afterwards', async () => {
    const demo = newDemo();
    const signals: AbortSignal[] = [];
    const hanging: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        const signal = init?.signal;
        if (!signal) return;
        signals.push(signal);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const bots = await startBots({
      url: URL,
      count: 20,
      seedHex: SEED,
      log: { info: () => undefined, warn: () => undefined },
      timers: demo.timers,
      fetch: hanging,
    });
    await demo.timers.advance(1_000);
    expect(signals).toHaveLength(11);
    await bots.stop();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    await demo.timers.advance(10 * MINUTE_MS);
    expect(signals).toHaveLength(11);
  });

  it('follows the given signal', async () => {
    const demo = newDemo();
    const abort = new AbortController();
    const bots = await startBots({
      url: URL,
      count: 4,
      seedHex: SEED,
      log: { info: () => undefined, warn: () => undefined },
      timers: demo.timers,
      fetch: demo.server.fetch,
      signal: abort.signal,
    });
    await demo.timers.advance(350);
    abort.abort();
    await bots.stop();
    const before = demo.server.requests.length;
    await demo.timers.advance(MINUTE_MS);
    expect(demo.server.requests.length).toBe(before);
  });
});
