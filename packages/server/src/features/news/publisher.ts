/**
 * Numbers committed news and hands them to the sockets of this process.
 * Every process publishes what it wrote and delivers everything that was published, by whomever: the rows are the truth, LISTEN only a hint.
 */
import { setTimeout } from 'node:timers/promises';
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
  shareDelivery,
  tryPublishWaitingNews,
} from './queries.ts';

/**
 * Telling a thousand sockets takes a while, whether it is one thing or ten. After news were handed on, the next ones are gathered for some times
 * as long as that took: with few sockets nobody notices, with thousands most of the time is left for requests.
 */
const GATHER_PER_WORK = 7;
const GATHER_AT_MOST_MS = 100;
const GATHER_AT_LEAST_MS = 5;

/** The sockets of this process. */
export interface Audience {
  /** Whether there is anybody. Whoever comes later is told where the streams stand then. */
  isThere(): boolean;
  /** Hands on news in their order; resolves when all of them have been written to all sockets they concern. Never rejects. */
  deliver(news: readonly PublishedNews[]): Promise<void>;
}

export interface Publisher {
  /** News were committed (or another process hints that some were). */
  wake(): void;
  /** Numbers news from now on, and hands on everything published, in order of publication. */
  start(audience?: Audience): Promise<void>;
  stop(): Promise<void>;
}

export function createPublisher(pool: pg.Pool, log: Logger, metrics: Metrics): Publisher {
  const bell = new Signal();
  let loop: Loop | null = null;
  let cursor = 0;

  async function round(audience: Audience | undefined): Promise<boolean> {
    const { isWaiting, lastPub } = await lookForNews(pool);
    const numbered = isWaiting ? await transaction(pool, tryPublishWaitingNews) : 0;
    const published = numbered ?? 0;
    metrics.newsPublished.inc(published);
    if (published === 0 && lastPub <= cursor) {
      if (numbered !== null) return false;
      // Another process numbers news; what was written since it began may be left to us.
      await setTimeout(GATHER_AT_LEAST_MS);
      return true;
    }
    if (!audience?.isThere()) {
      cursor = Math.max(cursor, lastPub);
      await setTimeout(GATHER_AT_LEAST_MS);
      return numbered === null || published >= 1000;
    }
    let handedOnAt = 0;
    const delivered = await transaction(pool, async (client) => {
      const [, rows] = await together(client, () =>
        Promise.all([shareDelivery(client), listPublishedAfter(client, cursor)]),
      );
      handedOnAt = performance.now();
      // Before they are handed on: whatever becomes of this transaction, nobody hears them twice.
      cursor = rows.at(-1)?.pub ?? Math.max(cursor, lastPub);
      await audience.deliver(rows);
      return rows.length;
    });
    const isMore = published >= 1000 || delivered >= 1000;
    if (delivered > 0 && !isMore) await gatherSince(handedOnAt);
    return isMore || numbered === null;
  }

  return {
    wake: () => bell.ring(),
    start: async (audience) => {
      cursor = await getLastPublication(pool);
      loop = startLoop({ name: 'news', log, bell, idleMs: 500, round: () => round(audience) });
    },
    stop: async () => {
      await loop?.stop();
    },
  };
}

async function gatherSince(handedOnAt: number): Promise<void> {
  const workMs = performance.now() - handedOnAt;
  await setTimeout(Math.max(GATHER_AT_LEAST_MS, Math.min(GATHER_AT_MOST_MS, workMs * GATHER_PER_WORK)));
}
