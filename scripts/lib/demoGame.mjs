import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot, ROOT } from './paths.mjs';

const READY_MS = 60_000;
const STOP_MS = 10_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * The game with its demo world as a process of its own, in a new folder. Resolves when it says that it is ready; `stop` ends it and
 * removes the folder. `env` comes on top of the environment.
 */
export async function startDemoGame(env = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cryptotribes-demo-'));
  const port = await freePort();
  const settings = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: path.join(folder, 'data'),
    DEMO: '1',
    LOG_LEVEL: 'warn',
    ...env,
  };
  // Not of an npm script any more: the game ends with us, not with npm.
  delete settings.npm_lifecycle_event;
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs')], {
    cwd: ROOT,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('is ready')) resolve(true);
    });
  });
  const stop = async () => {
    child.kill('SIGINT');
    if ((await Promise.race([ended, sleep(STOP_MS, 'late', { ref: false })])) === 'late') child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const isReady = await Promise.race([ready, ended.then(() => false), sleep(READY_MS, false, { ref: false })]);
  if (isReady) return { origin: `http://localhost:${port}`, stop };
  await stop();
  throw new Error('the game did not start');
}

/** The territories as the game shows them. */
export async function territoriesOf(origin) {
  const answer = await (await fetch(`${origin}/v1/territories`)).json();
  return answer.data.territories;
}

/** Waits until the demo's players hold at least `count` territories. */
export async function waitForLand(origin, count, limitMs = 240_000) {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    const held = (await territoriesOf(origin)).filter((territory) => territory.owner).length;
    if (held >= count) return;
    if (performance.now() > deadlineMs) throw new Error(`only ${held} territories were held in time`);
    await sleep(1_000);
  }
}
