// From "attack accepted" (202 at the client) to `battle_completed` at the client, at a steady rate, over a real server and real sockets.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';

/** Runs `work` against a server of its own that is full of players. */
export async function withServer(args, work) {
  const child = fork(fileURLToPath(new URL('./serve.mjs', import.meta.url)), args.map(String), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    return await work(await firstLine(child.stdout));
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

export async function measureAttacks({ rate, seconds, players = 240 }) {
  return withServer([players], ({ url, tokens, tribes }) => run(url, tokens, tribes, rate, seconds));
}

function firstLine(stream) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (part) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(JSON.parse(text.slice(0, end)));
    });
    stream.once('end', () => reject(new Error('the server did not start')));
  });
}

async function run(url, tokens, tribes, rate, seconds) {
  const completed = new Map();
  const waiting = new Map();
  const sockets = tokens.map((token) =>
    io(url, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false }),
  );
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('hello', resolve))));
  for (const socket of sockets) {
    socket.on('battle_completed', (news) => {
      const now = performance.now();
      completed.set(news.battleId, now);
      waiting.get(news.battleId)?.(now);
    });
  }
  const answer = await (await fetch(`${url}/v1/territories`)).json();
  if (!answer.success) throw new Error(`territories: ${answer.error.code}`);
  const land = answer.data.territories;
  const latencies = [];
  const answers = {};
  const jobs = [];
  const total = rate * seconds;
  const startedAt = performance.now();
  for (let i = 0; i < total; i++) {
    const wait = startedAt + (i * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const player = (i * 7) % tokens.length;
    // Territory n is held by tribe n modulo the number of tribes: nobody attacks the own one.
    const own = land[(i * 13) % land.length].territoryId % tribes === Math.floor(player / 12);
    jobs.push(attack(tokens[player], land[(i * 13 + (own ? 1 : 0)) % land.length].id));
  }
  async function attack(token, territoryId) {
    const response = await fetch(`${url}/v1/battles/attack-territory`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        territoryId,
        army: { militia: 60, spearman: 20, archer: 20, cavalry: 10 },
        formation: 'balanced',
      }),
    });
    const acceptedAt = performance.now();
    const body = await response.json();
    const code = response.status === 202 ? 'accepted' : (body.error?.code ?? String(response.status));
    answers[code] = (answers[code] ?? 0) + 1;
    if (response.status !== 202) return;
    const id = body.data.battleId;
    const at =
      completed.get(id) ??
      (await new Promise((resolve) => {
        waiting.set(id, resolve);
        setTimeout(() => resolve(null), 15_000).unref();
      }));
    if (at === null) answers.lost = (answers.lost ?? 0) + 1;
    else latencies.push(Math.max(0, at - acceptedAt));
  }
  await Promise.all(jobs);
  for (const socket of sockets) socket.close();
  latencies.sort((a, b) => a - b);
  const quantile = (q) =>
    Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] * 10) / 10;
  return {
    rate,
    seconds,
    answers,
    battles: latencies.length,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
  };
}
