/** What a player has read of the own stream, and how many notices wait. */

import { NOTICE_EVENTS } from '@cryptotribes/protocol/core/notices';
import type { EventName, UnreadNews } from '@cryptotribes/protocol/features/events';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Context } from '../../context.ts';
import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import { userStream } from '../../platform/tx.ts';
import { getStreamState } from './queries.ts';

const MOST_COUNTED = 1_000;

const readPosition = statement('reading.position', 'select read_seq from news_reads where user_id = $1');
const setPosition = statement(
  'reading.set',
  `insert into news_reads as r (user_id, read_seq, read_at) values ($1, $2, $3)
   on conflict (user_id) do update set read_seq = excluded.read_seq, read_at = excluded.read_at where r.read_seq < excluded.read_seq`,
);
// News of a tribe count for those who are still its members.
const countUnread = statement(
  'reading.count',
  `select type, count(*)::int as n from (
     select n.type from news n where n.recipient = $1 and n.seq > $2 and n.type = any($3)
       and (n.tribe_id is null or exists (select 1 from tribe_seats s where s.tribe_id = n.tribe_id and 'user:' || s.user_id = n.recipient))
     order by n.seq limit $4) waiting
   group by type order by type`,
);

const mine = `n.recipient = $1 and n.type = any($2)
  and (n.tribe_id is null or exists (select 1 from tribe_seats s where s.tribe_id = n.tribe_id and 'user:' || s.user_id = n.recipient))`;
const noticesBefore = statement(
  'reading.noticesBefore',
  `select n.seq, n.type, n.at, n.data from news n where ${mine} and n.seq < $3 order by n.seq desc limit $4`,
);
interface NoticeRow {
  seq: number;
  type: EventName;
  at: number;
  data: Record<string, unknown>;
}

const readSeqOf = async (db: Db, userId: string): Promise<number> =>
  (await maybeOne<{ read_seq: number }>(db, readPosition, [userId]))?.read_seq ?? 0;

/** Up to `limit` notices with numbers below `before`, newest first. */
export async function showNotices(
  db: Db,
  userId: string,
  { before, limit }: { before: number; limit: number },
): Promise<RouteData<'events.notices'>> {
  const recipient = userStream(userId);
  // The end of the stream first: what comes in between is then in the list, not lost behind the number.
  const { lastSeq } = await getStreamState(db, recipient);
  const rows = await many<NoticeRow>(db, noticesBefore, [recipient, NOTICE_EVENTS, before, limit + 1]);
  return {
    notices: rows.slice(0, limit).map(({ seq, type, at, data }) => ({
      stream: 'me',
      seq,
      type,
      at: new Date(at).toISOString(),
      data,
    })),
    readSeq: await readSeqOf(db, userId),
    lastSeq,
    hasMore: rows.length > limit,
  };
}

export async function showUnread(db: Db, userId: string): Promise<UnreadNews> {
  const recipient = userStream(userId);
  const readSeq = await readSeqOf(db, userId);
  const rows = await many<{ type: string; n: number }>(db, countUnread, [
    recipient,
    readSeq,
    NOTICE_EVENTS,
    MOST_COUNTED,
  ]);
  return {
    readSeq,
    lastSeq: (await getStreamState(db, recipient)).lastSeq,
    unread: rows.reduce((sum, row) => sum + row.n, 0),
    byType: Object.fromEntries(rows.map((row) => [row.type, row.n])),
  };
}

/** Marks the stream as read up to a number: never back, never beyond its end. */
export async function markRead(ctx: Pick<Context, 'clock'>, tx: Db, userId: string, upTo: number): Promise<UnreadNews> {
  const { lastSeq } = await getStreamState(tx, userStream(userId));
  await run(tx, setPosition, [userId, Math.min(upTo, lastSeq), timestamp(ctx.clock.nowMs())]);
  return showUnread(tx, userId);
}
