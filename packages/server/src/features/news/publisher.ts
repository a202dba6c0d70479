/**
 * Numbers committed news and hands them to the sockets of this process.
 * Every process publishes what it wrote and delivers everything that was published, by whomever: the rows are the truth, LISTEN only a hint.
 */
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
    const handOn = () => {
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
    return published >= 1000 || rows.length >= 1000;
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
