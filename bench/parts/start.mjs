import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { lessIsBetter } from '../lib/rows.mjs';
import { cpuSeconds, memoryMb, treeOf } from '../lib/tree.mjs';

const READY_MS = 240_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A clone of what is committed: installed, built, started twice; then the demo world at rest. */
export async function startPart() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ct-clone-'));
  chmodSync(folder, 0o755);
  const clone = path.join(folder, 'clone');
  try {
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${inRoot('.')}`, clone]);
    const installing = seconds(() =>
      execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], {
        cwd: clone,
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    const first = await startGame(clone, folder);
    await first.stop();
    const again = [];
    for (let round = 0; round < 5; round++) {
      const game = await startGame(clone, folder);
      again.push(game.seconds);
      if (round < 4) await game.stop();
      else return await withIdle(game, { installing, first: first.seconds, again });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withIdle(game, { installing, first, again }) {
  try {
    await pause(12_000);
    const memory = [];
    const cpu = [];
    for (let round = 0; round < 5; round++) {
      const pids = treeOf(game.pid);
      const [before, startedAt] = [cpuSeconds(pids), performance.now()];
      await pause(4_000);
      cpu.push(((cpuSeconds(pids) - before) / ((performance.now() - startedAt) / 1000)) * 100);
      memory.push(memoryMb(treeOf(game.pid)));
    }
    const row = lessIsBetter('start');
    return [
      row('install', 'npm ci, with a filled cache', 's', [installing]),
      row('first', 'npm start in a fresh clone until it is ready: build, database, demo world', 's', [first]),
      row('second', 'npm start again until it is ready', 's', again),
      row('memory', 'the idle demo world with PostgreSQL', 'MB', memory, { atMost: 400 }),
      row('cpu', 'the idle demo world with PostgreSQL', '% of one core', cpu, { atMost: 15 }),
    ];
  } finally {
    await game.stop();
  }
}

function seconds(work) {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

async function startGame(clone, folder) {
  const env = { ...process.env, PORT: '0', DATA_DIR: path.join(folder, 'data'), DEMO: '1', LOG_LEVEL: 'warn' };
  delete env.npm_lifecycle_event;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const ready = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('is ready')) resolve(true);
    });
  });
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  const isReady = await Promise.race([ready, ended.then(() => false), pause(READY_MS).then(() => false)]);
  if (!isReady) {
    child.kill('SIGKILL');
    throw new Error(`the game did not start: ${output.slice(-2_000)}`);
  }
  return { pid: child.pid, seconds: (performance.now() - startedAt) / 1000, stop };
}
