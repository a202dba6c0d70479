// The times of answers at 500 requests a second while 1,000 players are connected and get their news.
import { httpLoad } from './lib/httpLoad.mjs';
import { withServer } from './lib/server.mjs';
import { startCrowd } from './lib/socketCrowd.mjs';

const SOCKETS = 1_000;
const RATE = 500;
const LIMIT_MS = 50;
const GETS = ['/v1/territories', '/v1/users/me', '/v1/leaderboard/players?limit=100', '/v1/users/me'];

/** Nine in ten read, one in ten trains or attacks; five rounds. */
export async function measureUnderRate({ rounds = 5, seconds = 3 } = {}) {
  return withServer({ players: 2400, army: 200 }, async (server) => {
    const crowd = startCrowd(server, { processes: 1 });
    try {
      await crowd.add(SOCKETS);
      const requests = server.tokens
        .map((token, n) => requestOf(token, n, server))
        .filter((_request, index) => index % 12 !== 0);
      const p95 = [];
      const answers = {};
      for (let round = 0; round <= rounds; round++) {
        const result = await httpLoad({ url: server.url, connections: 64, seconds, rate: RATE, requests });
        if (round === 0) continue;
        p95.push(result.p95);
        for (const [status, n] of Object.entries(result.answers)) answers[status] = (answers[status] ?? 0) + n;
      }
      const total = Object.values(answers).reduce((sum, n) => sum + n, 0);
      const good = (answers[200] ?? 0) + (answers[202] ?? 0);
      if (good < total * 0.95) throw new Error(`most should be answered: ${JSON.stringify(answers)}`);
      return [
        {
          id: 'http.underRate.p95',
          what: `p95 of answers at ${RATE} req/s (9 of 10 read) with ${SOCKETS.toLocaleString('en-US')} sockets connected`,
          unit: 'ms',
          values: p95,
          lessIsBetter: true,
          limit: { atMost: LIMIT_MS },
        },
      ];
    } finally {
      await crowd.stop();
    }
  });
}

function requestOf(token, n, { land }) {
  if (n % 20 === 3)
    return { method: 'POST', path: '/v1/training/start', token, body: { unitType: 'militia', quantity: 1 } };
  if (n % 20 === 13) {
    const own = Math.floor(n / 12) + 1;
    const target = land.find(
      ({ ownerTribeId }, index) => index >= n % 40 && !ownerTribeId.endsWith(own.toString(16).padStart(8, '0')),
    );
    const body = {
      territoryId: target.id,
      army: { militia: 1, spearman: 1, archer: 1, cavalry: 1 },
      formation: 'balanced',
    };
    return { method: 'POST', path: '/v1/battles/attack-territory', token, body };
  }
  return { method: 'GET', path: GETS[n % GETS.length], token };
}
