import { builtServer } from '../../scripts/lib/paths.mjs';
import { httpLoad } from '../lib/httpLoad.mjs';
import { startServer } from '../lib/server.mjs';

const ARMY = { militia: 1, spearman: 1, archer: 1, cavalry: 1 };
const ROUNDS = 5;
const SECONDS = 2;

/** The mix of a lively evening: two in three read, one in three gives an order. */
function requestsOf({ tokens, land, tribes }) {
  return tokens.flatMap((token, index) => {
    if (index % 12 === 0) return [];
    const own = Math.floor(index / 12) + 1;
    const place = (index * 13) % 50;
    const target = (land[place].no % tribes) + 1 === own ? land[(place + 1) % 50] : land[place];
    const attack = { territoryId: target.id, army: ARMY, formation: 'balanced' };
    const training = { unitType: 'militia', quantity: 1 };
    const kinds = [
      { method: 'GET', path: '/v1/territories', token },
      { method: 'POST', path: '/v1/battles/attack-territory', token, body: attack },
      { method: 'GET', path: '/v1/users/me', token },
      { method: 'GET', path: '/v1/leaderboard/players?limit=100', token },
      { method: 'POST', path: '/v1/training/start', token, body: training },
      { method: 'GET', path: '/v1/users/me', token },
    ];
    return [kinds[index % kinds.length]];
  });
}

async function throughput(url, requests, addresses) {
  const values = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const { answers } = await httpLoad({ url, connections: 48, seconds: SECONDS, requests, addresses });
    const good = (answers[200] ?? 0) + (answers[202] ?? 0);
    const all = Object.values(answers).reduce((sum, n) => sum + n, 0);
    // Who has trained as much as fits is refused; everything else is an answer of the kind that was asked for.
    if (good < all * 0.8 || (answers[500] ?? 0) + (answers[502] ?? 0) > 0) throw new Error(JSON.stringify(answers));
    if (round > 0) values.push(good / SECONDS);
  }
  return values;
}

export async function processesPart() {
  const testing = (name) => import(builtServer(`testing/${name}`));
  const { findNginx } = await testing('findPrograms');
  const { freePort, startNginx } = await testing('startNginx');
  const { startGameProcess } = await testing('gameProcess');
  const nginx = findNginx(process.env);
  if (!nginx.ok) {
    console.log(`skipped: many processes (${nginx.reason})`);
    return [];
  }
  const server = await startServer({ players: 2400, army: 200 });
  const started = [];
  let proxy = null;
  try {
    const requests = requestsOf(server);
    const alone = await throughput(server.url, requests, false);
    await server.ask('rest');
    const ports = [await freePort(), await freePort()];
    const env = {
      DATABASE_URL: server.databaseUrl,
      JWT_SECRET: server.jwtSecret,
      DATA_DIR: server.dataDir,
      DEMO: '0',
      LOG_LEVEL: 'error',
      TRUST_PROXY: '1',
      RATE_LIMIT_GLOBAL: '1000000',
      RATE_LIMIT_BATTLES: '1000000',
    };
    for (const port of ports) started.push(await startGameProcess({ ...env, ROLE: 'api', PORT: String(port) }));
    for (let n = 0; n < 2; n++) started.push(await startGameProcess({ ...env, ROLE: 'worker' }));
    proxy = await startNginx(nginx.value, { upstream: ports.map((port) => `http://127.0.0.1:${port}`) });
    const several = await throughput(proxy.url, requests, true);
    return [
      {
        id: 'processes.throughput',
        what: 'reads and orders, two API processes and two workers behind nginx',
        unit: 'req/s',
        values: several,
        peer: { what: 'one process that is everything', values: alone },
        ratio: {},
      },
    ];
  } finally {
    await Promise.all(started.map((one) => one.end('SIGTERM')));
    await proxy?.stop();
    await server.stop();
  }
}
