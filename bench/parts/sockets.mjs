import { readFileSync } from 'node:fs';
import { withServer } from '../lib/server.mjs';
import { startCrowd } from '../lib/socketCrowd.mjs';
import { quantiles } from '../lib/stats.mjs';

const STEPS = [1_000, 5_000, 10_000, 20_000];
/** Files that the program holds open beside these connections; those that fetched missed news stay open for a while. */
const OTHER_FILES = 1_000;
const STORM = 5_000;
const PATIENCE_MS = 20_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How many connections one process may hold here. */
function mostConnections() {
  const limit = /Max open files\s+\S+\s+(\S+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return limit === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(limit) - OTHER_FILES;
}

export async function socketsPart() {
  const most = Math.min(STEPS.at(-1), mostConnections());
  if (most < STEPS.at(-1)) console.log(`at most ${most} connections: the machine's limit of open files`);
  const steps = [...new Set(STEPS.map((step) => Math.min(step, most)))];
  return withServer({ players: most, exposeGc: true, speed: 1, env: { MAX_SOCKETS: '20000' } }, async (server) => {
    const crowd = startCrowd(server, { processes: 2 });
    const memory = async () => {
      await server.ask('collectGarbage');
      await pause(300);
      await server.ask('collectGarbage');
      return (await server.ask('usage')).memory.rss;
    };
    try {
      const rows = [];
      const before = await memory();
      for (const step of steps) {
        const count = step - crowd.size();
        const ms = await crowd.add(count);
        const used = (await memory()) - before;
        rows.push(...(await stepRows(server, crowd, step, { count, ms, used })));
        if (step === STORM) rows.push(...(await stormRows(server, crowd)));
      }
      return rows;
    } finally {
      await crowd.stop();
    }
  });
}

async function stepRows(server, crowd, step, { count, ms, used }) {
  const many = `${step.toLocaleString('en-US')} sockets`;
  const row = (name, what, unit, values, more = {}) => ({
    id: `sockets.${step}.${name}`,
    what: `${many}: ${what}`,
    unit,
    values,
    ...more,
  });
  const rows = [
    row('memory', 'memory each', 'KiB', [used / 1024 / step], { lessIsBetter: true }),
    row('connect', 'connections made and greeted', '/s', [count / (ms / 1000)]),
  ];
  const audiences = [
    ['one', 'news to one player, p99', (n) => ({ user: server.userIds[(n * 7919) % step] }), 20],
    [
      'tribe',
      'news to a tribe of twelve, p99',
      (n) => ({ tribe: `b${((n % Math.floor(step / 12)) + 1).toString(16).padStart(23, '0')}` }),
      8,
    ],
    ['all', 'public news to all, p99', () => ({ season: true }), 1],
  ];
  for (const [name, what, toOf, count] of audiences) {
    const values = [];
    for (let round = 0; round < 5; round++) {
      await crowd.takeLatencies();
      for (let n = 0; n < count; n++) {
        await server.ask('tell', { to: toOf(round * count + n) });
        await pause(10);
      }
      const expected = name === 'all' ? step : name === 'tribe' ? count * 12 : count;
      values.push(quantiles(await latencies(crowd, expected, what)).p99);
    }
    rows.push(row(name, what, 'ms', values, { lessIsBetter: true }));
  }
  return rows;
}

/** Of so many news, all of which must arrive. */
async function latencies(crowd, expected, what) {
  const times = [];
  const deadline = performance.now() + PATIENCE_MS;
  while (times.length < expected && performance.now() < deadline) {
    await pause(100);
    times.push(...(await crowd.takeLatencies()));
  }
  if (times.length !== expected) throw new Error(`${what}: ${times.length} of ${expected} arrived`);
  return times;
}

/** All of them lose their connection at once while news go on. */
async function stormRows(server, crowd) {
  const values = [];
  let [lost, doubled, fetched] = [0, 0, 0];
  for (let round = 0; round < 2; round++) {
    const storm = crowd.storm();
    for (let n = 0; n < 20; n++) {
      await server.ask('tell', { to: n % 4 === 0 ? { season: true } : { user: server.userIds[(n * 241) % STORM] } });
      await pause(20);
    }
    const result = await storm;
    values.push(result.ms / 1000);
    lost += result.lost;
    doubled += result.doubled;
    fetched += result.fetched;
  }
  const what = `${STORM.toLocaleString('en-US')} connections cut at once while news go on`;
  return [
    {
      id: 'sockets.storm',
      what: `${what}: until all are back with all their news`,
      unit: 's',
      values,
      lessIsBetter: true,
      limit: { atMost: 30 },
      note: `${fetched} missed news fetched`,
    },
    {
      id: 'sockets.storm.lost',
      what: `${what}: news lost or doubled`,
      unit: 'news',
      values: [lost + doubled],
      limit: { atMost: 0 },
    },
  ];
}
