/**
 * Numbers committed news and hands them to the sockets of this process.
 * Every process publishes what it wrote and delivers everything that was published, by whomever: the rows are the truth, LISTEN only a hint.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { together, transaction } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { Signal } from '../../platform/signal.ts';
import {
  getLastPublication,
  listPublishedAfter,
  lookForNews,
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
    const { isWaiting, lastPub } = await lookForNews(pool);
    const published = isWaiting ? await transaction(pool, publishWaitingNews) : 0;
    metrics.newsPublished.inc(published);
    if (published === 0 && lastPub <= cursor) return false;
    let handedOnAt = 0;
    const delivered = await transaction(pool, async (client) => {
      const [, rows] = await together(client, () =>
        Promise.all([shareDelivery(client), listPublishedAfter(client, cursor)]),
      );
      handedOnAt = performance.now();
      // Without a pause: what a socket gets in one go leaves as one piece.
      for (const row of rows) {
        cursor = row.pub;
        deliver(row);
      }
      return rows.length;
    });
    const isMore = published >= 1000 || delivered >= 1000;
    if (delivered > 0 && !isMore) await gatherSince(handedOnAt);
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
