/**
 * A transaction as services see it: statements, news told on the way, things to do once it has committed.
 * News are written with the changes they tell of, or not at all.
 */
import type { EventData, EventName } from '@cryptotribes/protocol/features/events';
import type pg from 'pg';
import type { Context } from '../context.ts';
import { type Db, run, statement, timestamp, together, transaction } from './db.ts';

export type Recipient = { user: string } | { season: string } | { tribe: string; exceptUser?: string };

export interface Tx extends Db {
  /**
   * Tells news to a player, to all members a tribe has at commit, or to everybody in the season. A tribe's news reach those who are still
   * members when they are delivered or fetched.
   */
  tell<N extends EventName>(to: Recipient, type: N, data: EventData<N>, atMs: number): void;
  afterCommit(action: () => void): void;
}

interface Told {
  to: Recipient;
  type: EventName;
  data: unknown;
  atMs: number;
}

// What is told to a tribe becomes a row for each of its members.
const insertNews = statement(
  'tx.insertNews',
  `insert into news (recipient, type, data, at, tribe_id)
   select coalesce(x.recipient, 'user:' || s.user_id), x.type, x.data::jsonb, x.at, x.tribe_id
   from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
     with ordinality as x(recipient, type, data, at, tribe_id, except_user, n)
   left join tribe_seats s on s.tribe_id = x.tribe_id and s.user_id is distinct from x.except_user
   where x.recipient is not null or s.user_id is not null order by x.n, s.seat`,
);

/** Runs `work` in one transaction (again if it lost a race), writes the news it told, then wakes the publisher. */
export async function inTransaction<T>(
  ctx: Pick<Context, 'pool' | 'publisher'>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  let after: (() => void)[] = [];
  let hasNews = false;
  const result = await transaction(ctx.pool, async (client, withCommit) => {
    const told: Told[] = [];
    after = [];
    const tx: Tx = {
      // What is asked without waiting in between leaves in one piece.
      query: (config) => together(client, () => client.query(config)),
      tell: (to, type, data, atMs) => {
        told.push({ to, type, data, atMs });
      },
      afterCommit: (action) => {
        after.push(action);
      },
    };
    const value = await work(tx);
    hasNews = told.length > 0;
    if (hasNews) withCommit(() => writeNews(client, told));
    return value;
  });
  for (const action of after) action();
  if (hasNews) ctx.publisher.wake();
  return result;
}

const writeNews = (client: pg.PoolClient, told: readonly Told[]): Promise<number> =>
  run(client, insertNews, [
    told.map(({ to }) => streamOf(to)),
    told.map(({ type }) => type),
    told.map(({ data }) => JSON.stringify(data)),
    told.map(({ atMs }) => timestamp(atMs)),
    told.map(({ to }) => ('tribe' in to ? to.tribe : null)),
    told.map(({ to }) => ('tribe' in to ? (to.exceptUser ?? null) : null)),
  ]);

/** Null for a tribe: each of its members has one. */
function streamOf(to: Recipient): string | null {
  if ('user' in to) return userStream(to.user);
  return 'season' in to ? seasonStream(to.season) : null;
}

export const userStream = (userId: string): string => `user:${userId}`;
export const seasonStream = (seasonId: string): string => `season:${seasonId}`;
