import type { EventName } from '@cryptotribes/protocol/features/events';
import { type Db, keyedStatement, many, maybeOne, one, run, statement } from '../../platform/db.ts';

export interface PublishedNews {
  pub: number;
  recipient: string;
  seq: number;
  type: EventName;
  at: number;
  data: Record<string, unknown>;
}

// Locked so that one publisher numbers at a time: numbers then grow in the order of publication.
const lockPublisher = statement('news.lockPublisher', 'select last_pub from news_publisher for update');
const tryPublisher = statement('news.tryPublisher', 'select last_pub from news_publisher for update skip locked');
const numberNews = statement(
  'news.number',
  `with batch as (select id, recipient from news where seq is null order by id limit 1000),
   numbered as (select id, recipient, row_number() over (partition by recipient order by id) as nth,
                       row_number() over (order by id) as place from batch),
   counts as (select recipient, count(*) as n from batch group by recipient),
   streams as (insert into news_streams as s (recipient, last_seq) select recipient, n from counts
               on conflict (recipient) do update set last_seq = s.last_seq + excluded.last_seq returning recipient, last_seq),
   marked as (update news set seq = streams.last_seq - counts.n + numbered.nth, pub = $1::bigint + numbered.place
              from numbered join counts using (recipient) join streams using (recipient) where news.id = numbered.id returning 1),
   moved as (update news_publisher set last_pub = $1::bigint + (select count(*) from batch) where exists (select 1 from batch) returning 1)
   select count(*)::int as n from marked`,
);
const notify = statement('news.notify', `select pg_notify('ct_news', '')`);

/** Numbers up to 1,000 waiting news; returns how many. Runs in a transaction. */
export async function publishWaitingNews(db: Db): Promise<number> {
  return number(db, (await one<{ last_pub: number }>(db, lockPublisher)).last_pub);
}
/** The same, but null at once when another process is at it: what it has not seen is still waiting then. */
export async function tryPublishWaitingNews(db: Db): Promise<number | null> {
  const publisher = await maybeOne<{ last_pub: number }>(db, tryPublisher);
  return publisher === null ? null : number(db, publisher.last_pub);
}
async function number(db: Db, lastPub: number): Promise<number> {
  const { n } = await one<{ n: number }>(db, numberNews, [lastPub]);
  // One hint for the whole batch: a NOTIFY in every game transaction would make commits queue on one lock.
  if (n > 0) await run(db, notify);
  return n;
}

const look = statement(
  'news.look',
  // By the index: an `exists` is taken for an invitation to read the whole table.
  `select (select id from news where seq is null order by id limit 1) is not null as "isWaiting", last_pub as "lastPub" from news_publisher`,
);
/** Whether news wait for their number, and the last number there is. */
export const lookForNews = (db: Db): Promise<{ isWaiting: boolean; lastPub: number }> => one(db, look);

const lastPublication = statement('news.lastPublication', 'select last_pub from news_publisher');
export async function getLastPublication(db: Db): Promise<number> {
  return (await one<{ last_pub: number }>(db, lastPublication)).last_pub;
}

// A tribe's news are shown to its members of the moment. For others the number stays, so that their stream has no gap. Asked for by key: an
// `exists` may be answered by reading all seats.
const readable = `select n.pub, n.recipient, n.seq, case when m.mine then n.type else 'news_withdrawn' end as type, n.at,
    case when m.mine then n.data else '{}' end as data
  from news n cross join lateral (select n.tribe_id is null or (select true from tribe_seats s
    where s.tribe_id = n.tribe_id and s.user_id = substr(n.recipient, 6)) is not null as mine) m`;
const publishedAfter = statement('news.publishedAfter', `${readable} where n.pub > $1 order by n.pub limit 1000`);
export const listPublishedAfter = (db: Db, pub: number): Promise<PublishedNews[]> => many(db, publishedAfter, [pub]);

const streamAfter = statement(
  'news.streamAfter',
  `${readable} where n.recipient = $1 and n.seq > $2 order by n.seq limit $3`,
);
export const listStreamAfter = (db: Db, recipient: string, seq: number, limit: number): Promise<PublishedNews[]> =>
  many(db, streamAfter, [recipient, seq, limit]);

const streamState = keyedStatement(
  'news.streamState',
  ['text'],
  'select last_seq, pruned_seq from news_streams where recipient = $1',
);
export async function getStreamState(db: Db, recipient: string): Promise<{ lastSeq: number; prunedSeq: number }> {
  const row = await maybeOne<{ last_seq: number; pruned_seq: number }>(db, streamState, [recipient]);
  return { lastSeq: row?.last_seq ?? 0, prunedSeq: row?.pruned_seq ?? 0 };
}

const lastSeqs = statement(
  'news.lastSeqs',
  'select recipient, last_seq as seq from news_streams where recipient = any($1)',
);
/** The last number of each of these streams; those without news are left out. */
export async function getLastSeqs(db: Db, recipients: readonly string[]): Promise<Map<string, number>> {
  const rows = await many<{ recipient: string; seq: number }>(db, lastSeqs, [recipients]);
  return new Map(rows.map(({ recipient, seq }) => [recipient, seq]));
}

const prune = statement(
  'news.prune',
  `with gone as (delete from news where id in (select id from news where pub is not null and at < $1 order by id limit 5000) returning recipient, seq),
   tops as (select recipient, max(seq) as top from gone group by recipient)
   update news_streams s set pruned_seq = greatest(s.pruned_seq, tops.top) from tops where tops.recipient = s.recipient`,
);
/** Clears away published news older than the moment given; readers that far behind are told to take a snapshot. */
export const pruneNews = (db: Db, before: Date): Promise<number> => run(db, prune, [before]);

// Delivering a tribe's news and ending a membership exclude each other: what is handed to a socket is on its way before the membership ends,
// or is not handed over at all. A process that stops half-way loses its share after two seconds.
const DELIVERY = 6_017_442_801;
const share = statement(
  'news.shareDelivery',
  `select set_config('idle_in_transaction_session_timeout', '2000', true), pg_advisory_xact_lock_shared($1)`,
);
const exclude = statement('news.excludeDelivery', 'select pg_advisory_xact_lock($1)');
/** For whoever hands news to sockets, until the transaction ends. */
export const shareDelivery = (db: Db): Promise<number> => run(db, share, [DELIVERY]);
/** For whoever ends a membership: waits for deliveries under way and holds back new ones until the transaction ends. The last lock of all. */
export const excludeDelivery = (db: Db): Promise<number> => run(db, exclude, [DELIVERY]);
