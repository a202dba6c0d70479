import type { MessageReason } from '@cryptotribes/protocol/features/council';
import {
  type Db,
  keyedStatement,
  many,
  maybeOne,
  one,
  run,
  statement,
  timestamp,
  timestampOrNull,
} from '../../platform/db.ts';

export interface MessageRow {
  id: string;
  message_no: number;
  user_id: string;
  username: string | null;
  text: string;
  created_at: number;
  reports: number;
  reported_by_me: boolean;
}

const page = statement(
  'council.page',
  `select m.id, m.message_no, m.user_id, u.username, m.text, m.created_at, r.reports, r.reported_by_me
   from tribe_messages m join users u on u.id = m.user_id
   cross join lateral (select count(*)::int as reports, coalesce(bool_or(p.user_id = $2), false) as reported_by_me
     from tribe_message_reports p where p.message_id = m.id) r
   where m.tribe_id = $1 and m.message_no < $3 order by m.message_no desc limit $4`,
);
/** Messages before a number, newest first; `viewerId` decides reported_by_me. */
export const listMessages = (
  db: Db,
  tribeId: string,
  viewerId: string,
  before: number,
  limit: number,
): Promise<MessageRow[]> => many(db, page, [tribeId, viewerId, before, limit]);

// The row's lock makes messages of a tribe one follow the other: numbers then grow in the order of the commits.
const takeNumber = statement(
  'council.takeNumber',
  `insert into tribe_councils as c (tribe_id, last_message_no) values ($1, 1)
   on conflict (tribe_id) do update set last_message_no = c.last_message_no + 1 returning last_message_no`,
);
export async function takeMessageNo(db: Db, tribeId: string): Promise<number> {
  return (await one<{ last_message_no: number }>(db, takeNumber, [tribeId])).last_message_no;
}

const insert = statement(
  'council.insert',
  'insert into tribe_messages (id, tribe_id, message_no, season_id, user_id, text, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
);
export interface NewMessage {
  id: string;
  tribeId: string;
  number: number;
  seasonId: string;
  userId: string;
  text: string;
  nowMs: number;
}
export const insertMessage = (db: Db, message: NewMessage): Promise<number> =>
  run(db, insert, [
    message.id,
    message.tribeId,
    message.number,
    message.seasonId,
    message.userId,
    message.text,
    timestamp(message.nowMs),
  ]);

const nthLast = statement(
  'council.nthLast',
  'select created_at from tribe_messages where user_id = $1 order by created_at desc offset $2 limit 1',
);
/** When the player wrote the n-th last message, whatever the tribe (n from 1); null when there are fewer. */
export async function nthLastMessageAt(db: Db, userId: string, n: number): Promise<number | null> {
  return (await maybeOne<{ created_at: number }>(db, nthLast, [userId, n - 1]))?.created_at ?? null;
}

const inTribe = statement('council.inTribe', 'select 1 as x from tribe_messages where id = $1 and tribe_id = $2');
export const hasMessage = async (db: Db, tribeId: string, messageId: string): Promise<boolean> =>
  (await maybeOne(db, inTribe, [messageId, tribeId])) !== null;

const report = statement(
  'council.report',
  'insert into tribe_message_reports (message_id, user_id, reason, created_at) values ($1, $2, $3, $4) on conflict do nothing',
);
export const insertReport = (
  db: Db,
  messageId: string,
  userId: string,
  reason: MessageReason,
  nowMs: number,
): Promise<number> => run(db, report, [messageId, userId, reason, timestamp(nowMs)]);

export interface ReadState {
  last_no: number;
  read_no: number;
  unread: number;
  muted_until: number | null;
}
/** Messages of others that a player (an expression) has not read in his tribe's council (another), up to 1,000. */
export const unreadIn = (tribe: string, user: string): string =>
  `select count(*)::int from (select 1 from tribe_messages x where x.tribe_id = ${tribe} and x.user_id <> ${user} and x.message_no >
     coalesce((select m.read_no from tribe_council_members m where m.tribe_id = ${tribe} and m.user_id = ${user}), 0) limit 1000) y`;
const state = keyedStatement(
  'council.state',
  ['text', 'text'],
  `select coalesce(c.last_message_no, 0) as last_no, coalesce(m.read_no, 0) as read_no, m.muted_until,
     (${unreadIn('$1', '$2')}) as unread
   from (select 1) one left join tribe_councils c on c.tribe_id = $1
   left join tribe_council_members m on m.tribe_id = $1 and m.user_id = $2`,
);
/** How far a player has read; messages of others after that are counted up to 1,000. */
export const getReadState = (db: Db, tribeId: string, userId: string): Promise<ReadState> =>
  one(db, state, [tribeId, userId]);

const markRead = statement(
  'council.markRead',
  `insert into tribe_council_members as m (tribe_id, user_id, read_no)
   values ($1::text, $2, least($3, coalesce((select last_message_no from tribe_councils where tribe_id = $1::text), 0)))
   on conflict (tribe_id, user_id) do update set read_no = greatest(m.read_no, excluded.read_no)`,
);
/** Never goes back, and never beyond the newest message. */
export const markMessagesRead = (db: Db, tribeId: string, userId: string, upTo: number): Promise<number> =>
  run(db, markRead, [tribeId, userId, upTo]);

/** A new member has read everything so far: the history is there, but not news. One who comes back goes on where the reading stopped. */
const enter = statement(
  'council.enter',
  `insert into tribe_council_members (tribe_id, user_id, read_no)
   select $1::text, $2, coalesce((select last_message_no from tribe_councils where tribe_id = $1::text), 0) on conflict do nothing`,
);
export const enterCouncil = (db: Db, tribeId: string, userId: string): Promise<number> =>
  run(db, enter, [tribeId, userId]);

const setMute = statement(
  'council.setMute',
  `insert into tribe_council_members (tribe_id, user_id, muted_until, muted_by) values ($1, $2, $3, $4)
   on conflict (tribe_id, user_id) do update set muted_until = excluded.muted_until, muted_by = excluded.muted_by`,
);
/** Null gives the word back. */
export const muteMember = (
  db: Db,
  tribeId: string,
  userId: string,
  untilMs: number | null,
  byId: string,
): Promise<number> => run(db, setMute, [tribeId, userId, timestampOrNull(untilMs), byId]);

const mutes = statement(
  'council.mutes',
  'select user_id, muted_until from tribe_council_members where tribe_id = $1 and muted_until > $2',
);
/** Who of a tribe cannot write at the moment, and until when. */
export async function listMutes(db: Db, tribeId: string, nowMs: number): Promise<Map<string, number>> {
  const rows = await many<{ user_id: string; muted_until: number }>(db, mutes, [tribeId, timestamp(nowMs)]);
  return new Map(rows.map((row) => [row.user_id, row.muted_until]));
}

// Shared: a mute that is being set at this moment counts before or after the message, not beside it.
const muted = statement(
  'council.mutedUntil',
  'select muted_until from tribe_council_members where tribe_id = $1 and user_id = $2 for share',
);
export async function getMutedUntil(db: Db, tribeId: string, userId: string): Promise<number | null> {
  return (await maybeOne<{ muted_until: number | null }>(db, muted, [tribeId, userId]))?.muted_until ?? null;
}
