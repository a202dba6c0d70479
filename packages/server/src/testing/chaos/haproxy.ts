/** HAProxy with the file that we ship (deploy/haproxy.cfg), on ports and in a folder of a run's own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { findFreePort } from '../../platform/embedded/connection.ts';
import { swapOnce } from '../swapOnce.ts';

export interface Haproxy {
  readonly port: number;
  stop(): Promise<void>;
}

const SHIPPED = new URL('../../../../../deploy/haproxy.cfg', import.meta.url);

/** Starts it; resolves when it takes connections. */
export async function startHaproxy(program: string, folder: string, servers: readonly number[]): Promise<Haproxy> {
  const port = await findFreePort();
  const file = path.join(folder, 'haproxy.cfg');
  let text = readFileSync(SHIPPED, 'utf8');
  for (const [from, to] of [
    ['127.0.0.1:6432', port],
    ['127.0.0.1:5432', servers[0]],
    ['127.0.0.1:5433', servers[1]],
  ] as const)
    text = swapOnce(text, from, `127.0.0.1:${to}`);
  writeFileSync(file, text);
  const log = openSync(path.join(folder, 'haproxy.log'), 'a');
  const child: ChildProcess = spawn(program, ['-db', '-f', file], { stdio: ['ignore', log, log] });
  closeSync(log);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new Error(`haproxy did not start, see ${folder}/haproxy.log`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
