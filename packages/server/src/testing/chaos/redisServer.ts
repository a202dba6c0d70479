/** A Redis of the run's own, that keeps nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { findFreePort } from '../../platform/embedded/connection.ts';

export interface RedisServer {
  readonly url: string;
  /** kill -9, started again after `awayMs`. */
  kill(awayMs: number): Promise<void>;
  /** Stands still for so long: it takes connections and answers nothing. */
  pause(forMs: number): Promise<void>;
  /** Forgets everything. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedisServer(program: string): Promise<RedisServer> {
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (text: Buffer) => {
        if (String(text).includes('Ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new Error('redis-server ended before it was ready')));
      child.once('error', reject);
    });
    return child;
  };
  let server = await start();
  const end = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    kill: async (awayMs) => {
      await end();
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      server = await start();
    },
    pause: async (forMs) => {
      server.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, forMs));
      server.kill('SIGCONT');
    },
    empty: async () => {
      const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
      redis.on('error', () => {});
      await redis.flushall().catch(() => {});
      redis.disconnect();
    },
    stop: end,
  };
}
