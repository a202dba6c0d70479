/**
 * Requests a second of the hot routes: ours; a bare Fastify that returns the same bytes; pgbench sending the same SQL (writes); SPEC's own
 * design. All on the same machine in the same round, one after the other.
 */
import { httpLoad } from './lib/httpLoad.mjs';
import { startBareFastify, startSpecDesign } from './lib/peers.mjs';
import { hasPgbench, pgbench, scriptOf } from './lib/pgbench.mjs';
import { statementsOf } from './lib/recordStatements.mjs';
import { withServer } from './lib/server.mjs';
import { sql } from './lib/world.mjs';

const CONNECTIONS = 32;
const ARMY = { militia: 1, spearman: 1, archer: 1, cavalry: 1 };
/** The territory that player number n attacks: never one of the own tribe. */
const targetOf = (n, { land, tribes }) => {
  const own = Math.floor((n - 1) / 12) + 1;
  const no = (n * 13) % 50;
  return (land[no].no % tribes) + 1 === own ? land[(no + 1) % 50] : land[no];
};

const ROUTES = [
  { name: 'territories', method: 'GET', path: '/v1/territories' },
  { name: 'me', method: 'GET', path: '/v1/users/me' },
  { name: 'leaderboard', method: 'GET', path: '/v1/leaderboard/players?limit=100' },
  {
    name: 'attack',
    method: 'POST',
    path: '/v1/battles/attack-territory',
    status: 202,
    statement: 'territories.lock',
    body: (n, server) => ({ territoryId: targetOf(n, server).id, army: ARMY, formation: 'balanced' }),
  },
  {
    name: 'training',
    method: 'POST',
    path: '/v1/training/start',
    statement: 'villages.lock',
    body: () => ({ unitType: 'militia', quantity: 1 }),
  },
];

/** One request for every player; the chieftains, whose units hold the land, have as many units as one may have. */
const requestsOf = (route, server, tokens) =>
  tokens
    .map((token, index) => ({
      method: route.method,
      path: route.path,
      token,
      ...(route.body ? { body: route.body(index + 1, server) } : {}),
    }))
    .filter((_request, index) => index % 12 !== 0);

/** One request, its answer and what it asked PostgreSQL. */
async function sample(server, route) {
  const { method, path } = route;
  const n = 30;
  const token = server.tokens[n - 1];
  const body = route.body ? JSON.stringify(route.body(n, server)) : undefined;
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const ask = async () => {
    const response = await fetch(server.url + path, { method, headers, ...(body ? { body } : {}) });
    return { status: response.status, text: await response.text(), headers: [...response.headers] };
  };
  // The first one also looks its session up and prepares statements.
  await ask();
  await server.ask('record');
  const answer = await ask();
  const recorded = await server.ask('recorded');
  if (answer.status !== (route.status ?? 200)) throw new Error(`${path}: ${answer.text}`);
  return { route, ...answer, statements: statementsOf(recorded, route.statement ?? null), n };
}

/** What pgbench varies: who acts, and the ids that a new order has. */
function pgbenchScript(server, { route, statements, n, text }) {
  const { data } = JSON.parse(text);
  const own = Math.floor((n - 1) / 12) + 1;
  const texts = [
    [server.userIds[n - 1], sql.user(':n')],
    [data.battleId ?? data.queueId, `'e' || lpad(to_hex((:fresh)::bigint), 23, '0')`],
  ];
  const variables = [
    ['n', `random(1, ${server.tokens.length})`],
    ['fresh', 'random(1, 9000000000000000000)'],
  ];
  const numbers = {};
  if (route.name === 'attack') {
    variables.push(['no', '1 + (:n * 13) % 50'], ['tribe', '(:n - 1) / 12 + 1']);
    texts.push(
      [targetOf(n, server).id, sql.territory(':no')],
      [`b${own.toString(16).padStart(23, '0')}`, sql.tribe(':tribe')],
    );
    numbers['battles.insert'] = { 4: ':no', 7: ':next_order_no' };
    numbers['territories.pending'] = { 2: ':no' };
  }
  return scriptOf(statements, { variables, texts, numbers, keep: route.name === 'attack' ? ['territories.lock'] : [] });
}

/** { routes: { name: { ours, bare, pgbench, spec } } }, requests a second by round. */
export async function measureHttp({ rounds = 5, seconds = 0.8, only = null, peers = true } = {}) {
  return withServer({ players: 2400, army: 200, worker: false }, async (server) => {
    const routes = ROUTES.filter(({ name }) => only === null || only.includes(name));
    const samples = [];
    for (const route of routes) samples.push(await sample(server, route));
    await server.ask('clearOrders');
    const headers = samples[0].headers.filter(
      ([name]) => !['connection', 'date', 'keep-alive', 'content-length', 'content-type'].includes(name),
    );
    const bare = await startBareFastify(
      samples.map(({ route, status, text }) => ({ ...route, status, text })),
      headers,
    );
    const spec = peers ? await startSpecDesign(server) : null;
    const canPgbench = peers && hasPgbench();
    if (peers && !canPgbench) console.log('skipped: pgbench (it is not installed)');
    try {
      const figures = Object.fromEntries(
        routes.map(({ name }) => [name, { ours: [], bare: [], pgbench: [], spec: [] }]),
      );
      for (let round = 0; round <= rounds; round++) {
        for (const one of samples) {
          const { route } = one;
          const keep = (kind, value) => {
            // The first round warms up.
            if (round > 0) figures[route.name][kind].push(value);
          };
          const load = async (url, tokens) => {
            const expect = route.status ?? 200;
            const requests = requestsOf(route, server, tokens);
            const result = await httpLoad({ url, connections: CONNECTIONS, seconds, requests, expect });
            const wrong = Object.keys(result.answers).filter((status) => status !== String(expect));
            if (wrong.length > 0) throw new Error(`${route.path} at ${url}: ${JSON.stringify(result.answers)}`);
            return result.perSecond;
          };
          keep('ours', await load(server.url, server.tokens));
          if (route.body) await server.ask('clearOrders');
          keep('bare', await load(bare.url, server.tokens));
          if (spec) keep('spec', await load(spec.url, spec.tokens));
          if (canPgbench && route.statement) {
            const script = pgbenchScript(server, one);
            keep(
              'pgbench',
              await pgbench({ databaseUrl: server.databaseUrl, script, seconds: Math.max(1, Math.ceil(seconds)) }),
            );
            await server.ask('clearOrders');
          }
        }
      }
      return figures;
    } finally {
      await bare.stop();
      await spec?.stop();
    }
  });
}
