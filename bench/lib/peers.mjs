// The programs a figure is measured beside, each as a process of its own.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const at = (file) => fileURLToPath(new URL(file, import.meta.url));

async function startPeer(file, args, order) {
  const child = fork(at(file), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (order) child.send(order);
  const first = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (first === null) throw new Error(`${file} did not start`);
  return {
    url: first[0].url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** `routes`: { method, path, status, text } each. */
export const startBareFastify = (routes, headers) => startPeer('./bareFastify.mjs', [], { routes, headers });

/**
 * SPEC.md's own design over copies of the season's rows; null, with a line, when its packages are not there and cannot be installed. They are no
 * part of the game: bench/spec has a package.json of its own.
 */
export async function startSpecDesign(server) {
  if (!existsSync(at('../spec/node_modules'))) {
    try {
      execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: at('../spec'), timeout: 120_000 });
    } catch (error) {
      console.log(`skipped: SPEC's own design (its packages could not be installed: ${error.message.split('\n')[0]})`);
      return null;
    }
  }
  const jwt = createRequire(at('../spec/server.mjs'))('jsonwebtoken');
  const secret = 'x'.repeat(64);
  const peer = await startPeer('../spec/server.mjs', [
    JSON.stringify({ databaseUrl: server.databaseUrl, seasonId: server.seasonId, secret, poolSize: 50 }),
  ]);
  return { ...peer, tokens: server.userIds.map((userId) => jwt.sign({ userId }, secret, { expiresIn: '7d' })) };
}
