/**
 * Numbers committed news and hands them to the sockets of this process.
 * Every process publishes what it wrote and delivers everything that was published, by whomever: the rows are the truth, LISTEN only a hint.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { transaction } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { Signal } from '../../platform/signal.ts';
import {
  getLastPublication,
  hasWaitingNews,
  listPublishedAfter,
  type PublishedNews,
  publishWaitingNews,
  shareDelivery,
} from './queries.ts';

/**
 * Telling a thousand sockets takes a while, whether it is one thing or ten. After news were handed on, the next ones are gathered for some times
 * as long as that took: with few sockets nobody notices, with thousands most of the time is left for requests.
 */
const GATHER_PER_WORK = 7;
const GATHER_AT_MOST_MS = 100;

export interface Publisher {
  /** News were committed (or another process hints that some were). */
  wake(): void;
  /** Hands on everything published from now on, in order of publication. */
  start(deliver: (news: PublishedNews) => void): Promise<void>;
  stop(): Promise<void>;
}

export function createPublisher(pool: pg.Pool, log: Logger, metrics: Metrics): Publisher {
  const bell = new Signal();
  let loop: Loop | null = null;
  let cursor = 0;

  async function round(deliver: (news: PublishedNews) => void): Promise<boolean> {
    let published = 0;
    if (await hasWaitingNews(pool)) published = await transaction(pool, publishWaitingNews);
    metrics.newsPublished.inc(published);
    let rows = await listPublishedAfter(pool, cursor);
    let handedOnAt = 0;
    const handOn = () => {
      handedOnAt = performance.now();
      for (const row of rows) {
        cursor = row.pub;
        deliver(row);
      }
    };
    if (rows.some((row) => row.of_tribe)) {
      await transaction(pool, async (client) => {
        await shareDelivery(client);
        rows = await listPublishedAfter(client, cursor);
        handOn();
      });
    } else handOn();
    const isMore = published >= 1000 || rows.length >= 1000;
    if (rows.length > 0 && !isMore) await gatherSince(handedOnAt);
    return isMore;
  }

  return {
    wake: () => bell.ring(),
    start: async (deliver) => {
      cursor = await getLastPublication(pool);
      loop = startLoop({ name: 'news', log, bell, idleMs: 500, round: () => round(deliver) });
    },
    stop: async () => {
      await loop?.stop();
    },
  };
}

async function gatherSince(handedOnAt: number): Promise<void> {
  // What was handed on has been written by then.
  await setImmediate();
  const workMs = performance.now() - handedOnAt;
  await setTimeout(Math.min(GATHER_AT_MOST_MS, workMs * GATHER_PER_WORK));
}
