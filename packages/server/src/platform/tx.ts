/**
 * A transaction as services see it: statements, news told on the way, things to do once it has committed.
 * News are written with the changes they tell of, or not at all.
 */
import type { EventData, EventName } from '@cryptotribes/protocol/features/events';
import type pg from 'pg';
import type { Context } from '../context.ts';
import { type Db, many, run, statement, timestamp, together, transaction } from './db.ts';

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

const listMembers = statement(
  'tx.listMembers',
  'select tribe_id, user_id from tribe_seats where tribe_id = any($1) order by seat',
);
const insertNews = statement(
  'tx.insertNews',
  `insert into news (recipient, type, data, at, tribe_id)
   select r, t, d::jsonb, a, m from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality as x(r, t, d, a, m, n)
   order by n`,
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
    const rows = await newsRows(client, told);
    hasNews = rows.length > 0;
    if (hasNews) withCommit(() => writeNews(client, rows));
    return value;
  });
  for (const action of after) action();
  if (hasNews) ctx.publisher.wake();
  return result;
}

interface NewsRow {
  recipient: string;
  item: Told;
}

/** One row for everybody who is told. */
async function newsRows(client: pg.PoolClient, told: readonly Told[]): Promise<NewsRow[]> {
  const tribes = [...new Set(told.flatMap((item) => ('tribe' in item.to ? [item.to.tribe] : [])))];
  const members =
    tribes.length === 0 ? [] : await many<{ tribe_id: string; user_id: string }>(client, listMembers, [tribes]);
  return told.flatMap((item) => recipientsOf(item.to, members).map((recipient) => ({ recipient, item })));
}

const writeNews = (client: pg.PoolClient, rows: readonly NewsRow[]): Promise<number> =>
  run(client, insertNews, [
    rows.map((row) => row.recipient),
    rows.map((row) => row.item.type),
    rows.map((row) => JSON.stringify(row.item.data)),
    rows.map((row) => timestamp(row.item.atMs)),
    rows.map((row) => ('tribe' in row.item.to ? row.item.to.tribe : null)),
  ]);

function recipientsOf(to: Recipient, members: { tribe_id: string; user_id: string }[]): string[] {
  if ('user' in to) return [userStream(to.user)];
  if ('season' in to) return [seasonStream(to.season)];
  return members
    .filter((m) => m.tribe_id === to.tribe && m.user_id !== to.exceptUser)
    .map((m) => userStream(m.user_id));
}

export const userStream = (userId: string): string => `user:${userId}`;
export const seasonStream = (seasonId: string): string => `season:${seasonId}`;
