/** The demo's players: a thread of their own that plays through the public API like everybody else. */
import { createHmac, randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Context } from '../context.ts';
import { HOUSE_HEADER } from '../http/rateLimits.ts';
import { type Db, one, statement } from '../platform/db.ts';

const keepSeed = statement(
  'demo.seed',
  `insert into installation (name, value) values ('demo-bots-seed', $1) on conflict (name) do update set value = installation.value returning value`,
);
/** Seed of the bots' keys: made once per database, so that a second start continues with the same players. */
export async function botSeed(db: Db): Promise<string> {
  const fresh = createHmac('sha256', randomBytes(32)).update('bots').digest('hex');
  return (await one<{ value: string }>(db, keepSeed, [fresh])).value;
}

interface BotMessage {
  type: 'ready' | 'stats' | 'log';
  level?: string;
}

export async function startDemoBots(ctx: Context, url: string): Promise<{ stop(): Promise<void> }> {
  const worker = new Worker(new URL(import.meta.resolve('@cryptotribes/bots/thread')), {
    workerData: {
      url,
      count: ctx.config.demo.bots,
      seedHex: await botSeed(ctx.pool),
      headers: { [HOUSE_HEADER]: ctx.houseKey },
    },
  });
  worker.on('error', (error) => ctx.log.error({ err: error }, "the demo's players have stopped"));
  worker.on('message', (message: BotMessage) => {
    const level = message.type === 'log' && message.level === 'warn' ? 'warn' : 'debug';
    ctx.log[level]({ bots: message }, 'from the bots');
  });
  worker.unref();
  return {
    stop: async () => {
      worker.postMessage('stop');
      await Promise.race([
        new Promise<void>((resolve) => worker.once('exit', () => resolve())),
        new Promise<void>((resolve) => setTimeout(resolve, 700)),
      ]);
      await worker.terminate();
    },
  };
}
