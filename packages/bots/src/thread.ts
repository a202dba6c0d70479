/**
 * The bots in a thread of their own (node:worker_threads), so that they cost the server's thread nothing.
 * workerData: {url, count, seedHex, headers?, speedFactor?}. Posts {type: 'ready'}, every ten seconds {type: 'stats', stats},
 * {type: 'log', level, fields, text}; ends after the message 'stop'. Nothing that fails in here reaches the program as a crash.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { BotLog } from './botLog.ts';
import type { BotStats } from './botStats.ts';
import { startBots } from './demo.ts';

export interface ThreadInput {
  url: string;
  count: number;
  seedHex: string;
  headers?: Record<string, string>;
  speedFactor?: number;
}

export type ThreadMessage =
  | { type: 'ready' }
  | { type: 'stats'; stats: BotStats }
  | { type: 'log'; level: 'info' | 'warn'; fields: Record<string, unknown>; text: string };

const STATS_EVERY_MS = 10_000;

const post = (message: ThreadMessage) => parentPort?.postMessage(message);
const log: BotLog = {
  info: (fields, text) => post({ type: 'log', level: 'info', fields, text }),
  warn: (fields, text) => post({ type: 'log', level: 'warn', fields, text }),
};

process.on('uncaughtException', (error) =>
  log.warn({ error: String(error.stack ?? error) }, 'unexpected error in the bots'),
);
process.on('unhandledRejection', (reason) => log.warn({ error: String(reason) }, 'unexpected rejection in the bots'));

if (parentPort !== null) {
  const port = parentPort;
  const bots = await startBots({ ...(workerData as ThreadInput), log });
  const timer = setInterval(() => post({ type: 'stats', stats: bots.stats() }), STATS_EVERY_MS);
  port.on('message', (message: unknown) => {
    if (message !== 'stop') return;
    clearInterval(timer);
    // Ends this thread only, whatever connections still idle.
    bots.stop().finally(() => process.exit(0));
  });
  post({ type: 'ready' });
}
