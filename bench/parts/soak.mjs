import { httpLoad } from '../lib/httpLoad.mjs';
import { withServer } from '../lib/server.mjs';
import { startCrowd } from '../lib/socketCrowd.mjs';
import { slope } from '../lib/stats.mjs';

const WINDOW_S = 10;
/** Requests a second of one player: a look every ten seconds or so, an order now and then. */
const RATE_EACH = 0.1;
/** What memory does while caches fill and the code warms up says nothing about growth. */
const WARM_UP = 0.2;

/** `bots` connected players who read and give orders for so many minutes; how memory and answers change per hour. */
export async function soakPart({ minutes, bots }) {
  return withServer({ players: Math.max(240, bots), army: 200, exposeGc: true }, async (server) => {
    const crowd = startCrowd(server, { processes: 1 });
    try {
      await crowd.add(bots);
      const requests = server.tokens
        .slice(0, bots)
        .flatMap((token, n) => (n % 12 === 0 ? [] : [requestOf(token, n, server)]));
      const samples = [];
      const endsAt = performance.now() + minutes * 60_000;
      const startedAt = performance.now();
      let [answered, failed] = [0, 0];
      while (performance.now() < endsAt) {
        const load = await httpLoad({
          url: server.url,
          connections: 32,
          seconds: WINDOW_S,
          rate: bots * RATE_EACH,
          requests,
        });
        await crowd.takeLatencies();
        await server.ask('collectGarbage');
        const { memory } = await server.ask('usage');
        for (const [status, n] of Object.entries(load.answers)) {
          answered += n;
          if (!/^[24]\d\d$/.test(status)) failed += n;
        }
        samples.push({
          hours: (performance.now() - startedAt) / 3_600_000,
          rss: memory.rss / 1e6,
          heap: memory.heapUsed / 1e6,
          p95: load.p95,
        });
      }
      const settled = samples.slice(Math.floor(samples.length * WARM_UP));
      const grows = (key) => slope(settled.map((sample) => [sample.hours, sample[key]]));
      const values = (key) => settled.map((sample) => sample[key]);
      const note = `${minutes} minutes, ${bots} players connected, ${bots * RATE_EACH} req/s`;
      return [
        {
          id: 'soak.rss',
          what: 'memory of the process (RSS)',
          unit: 'MB',
          values: values('rss'),
          lessIsBetter: true,
          note,
        },
        {
          id: 'soak.rss.slope',
          what: 'its growth, best straight line',
          unit: 'MB/hour',
          values: [grows('rss')],
          lessIsBetter: true,
        },
        {
          id: 'soak.heap.slope',
          what: 'growth of the heap after a collection',
          unit: 'MB/hour',
          values: [grows('heap')],
          lessIsBetter: true,
        },
        {
          id: 'soak.p95',
          what: 'p95 of answers, by ten seconds',
          unit: 'ms',
          values: values('p95'),
          lessIsBetter: true,
          limit: { atMost: 200 },
        },
        { id: 'soak.p95.slope', what: 'its growth', unit: 'ms/hour', values: [grows('p95')], lessIsBetter: true },
        {
          id: 'soak.failed',
          what: `requests that failed of ${answered}`,
          unit: 'requests',
          values: [failed],
          limit: { atMost: 0 },
        },
      ];
    } finally {
      await crowd.stop();
    }
  });
}

function requestOf(token, n, { land, tribes }) {
  if (n % 20 === 5)
    return { method: 'POST', path: '/v1/training/start', token, body: { unitType: 'militia', quantity: 1 } };
  if (n % 20 === 11) {
    const own = Math.floor(n / 12) + 1;
    const place = (n * 13) % 50;
    const target = (land[place].no % tribes) + 1 === own ? land[(place + 1) % 50] : land[place];
    const body = {
      territoryId: target.id,
      army: { militia: 1, spearman: 0, archer: 0, cavalry: 0 },
      formation: 'balanced',
    };
    return { method: 'POST', path: '/v1/battles/attack-territory', token, body };
  }
  return {
    method: 'GET',
    path: ['/v1/territories', '/v1/users/me', '/v1/leaderboard/players?limit=100'][n % 3],
    token,
  };
}
