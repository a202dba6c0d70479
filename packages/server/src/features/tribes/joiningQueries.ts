import type { TribeRole } from '@cryptotribes/rules/tribes/roster';
import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';

/** Invitations and requests to join. */
export interface InviteRow {
  id: string;
  season_id: string;
  tribe_id: string;
  user_id: string;
  role: Exclude<TribeRole, 'chieftain'>;
  status: 'open' | 'accepted' | 'declined' | 'withdrawn';
  created_at: number;
  expires_at: number;
}
const columns = 'id, season_id, tribe_id, user_id, role, status, created_at, expires_at';

const closeExpired = statement(
  'joining.closeExpired',
  `update tribe_invites set status = 'withdrawn' where tribe_id = $1 and user_id = $2 and status = 'open' and expires_at <= $3`,
);
const insert = statement(
  'joining.insertInvite',
  `insert into tribe_invites (id, season_id, tribe_id, user_id, role, invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
export interface NewInvite {
  id: string;
  seasonId: string;
  tribeId: string;
  userId: string;
  role: 'captain' | 'warrior';
  invitedBy: string;
  nowMs: number;
  expiresMs: number;
}
/** Unique violation tribe_invites_open: there is an open invitation already. */
export async function insertInvite(db: Db, invite: NewInvite): Promise<void> {
  await run(db, closeExpired, [invite.tribeId, invite.userId, timestamp(invite.nowMs)]);
  await run(db, insert, [
    invite.id,
    invite.seasonId,
    invite.tribeId,
    invite.userId,
    invite.role,
    invite.invitedBy,
    timestamp(invite.nowMs),
    timestamp(invite.expiresMs),
  ]);
}

// Locked, so that of several answers to one invitation only the first counts.
const lock = statement('joining.lockInvite', `select ${columns} from tribe_invites where id = $1 for update`);
export const lockInvite = (db: Db, id: string): Promise<InviteRow | null> => maybeOne(db, lock, [id]);
const read = statement('joining.readInvite', `select ${columns} from tribe_invites where id = $1`);
export const getInvite = (db: Db, id: string): Promise<InviteRow | null> => maybeOne(db, read, [id]);

const answer = statement('joining.answerInvite', `update tribe_invites set status = $2 where id = $1`);
export const answerInvite = (db: Db, id: string, status: 'accepted' | 'declined' | 'withdrawn'): Promise<number> =>
  run(db, answer, [id, status]);

const openFor = statement(
  'joining.openInvites',
  `select i.id, i.tribe_id, i.role, i.created_at, i.expires_at, t.name, t.tag, t.ordinal from tribe_invites i join tribes t on t.id = i.tribe_id
   where i.season_id = $1 and i.user_id = $2 and i.status = 'open' and i.expires_at > $3 and t.dissolved_at is null order by i.created_at desc limit 100`,
);
export type OpenInvite = Pick<InviteRow, 'id' | 'tribe_id' | 'role' | 'created_at' | 'expires_at'> & {
  name: string;
  tag: string;
  ordinal: number;
};
export const listOpenInvites = (db: Db, seasonId: string, userId: string, nowMs: number): Promise<OpenInvite[]> =>
  many(db, openFor, [seasonId, userId, timestamp(nowMs)]);

const openOf = statement(
  'joining.invitesOf',
  `select i.id, i.user_id, i.role, i.created_at, i.expires_at, u.username from tribe_invites i join users u on u.id = i.user_id
   where i.tribe_id = $1 and i.status = 'open' and i.expires_at > $2 order by i.created_at limit 100`,
);
/** Open invitations of a tribe. */
export const listInvitesOf = (
  db: Db,
  tribeId: string,
  nowMs: number,
): Promise<
  (Pick<InviteRow, 'id' | 'user_id' | 'role' | 'created_at' | 'expires_at'> & { username: string | null })[]
> => many(db, openOf, [tribeId, timestamp(nowMs)]);

const ask = statement(
  'joining.ask',
  `insert into tribe_requests (tribe_id, user_id, season_id, created_at) values ($1, $2, $3, $4)
   on conflict (tribe_id, user_id) do update set created_at = tribe_requests.created_at returning created_at, (xmax = 0) as fresh`,
);
/** Asks to join; a second request changes nothing. */
export async function insertRequest(
  db: Db,
  tribeId: string,
  userId: string,
  seasonId: string,
  nowMs: number,
): Promise<{ created_at: number; fresh: boolean }> {
  const row = await maybeOne<{ created_at: number; fresh: boolean }>(db, ask, [
    tribeId,
    userId,
    seasonId,
    timestamp(nowMs),
  ]);
  if (row === null) throw new Error('the request was not stored');
  return row;
}
const requestsOf = statement(
  'joining.requests',
  `select r.user_id, r.created_at, u.username from tribe_requests r join users u on u.id = r.user_id where r.tribe_id = $1 order by r.created_at limit 100`,
);
export const listRequests = (
  db: Db,
  tribeId: string,
): Promise<{ user_id: string; created_at: number; username: string | null }[]> => many(db, requestsOf, [tribeId]);
const removeRequest = statement(
  'joining.removeRequest',
  'delete from tribe_requests where tribe_id = $1 and user_id = $2',
);
export const deleteRequest = (db: Db, tribeId: string, userId: string): Promise<number> =>
  run(db, removeRequest, [tribeId, userId]);
const removeAll = statement(
  'joining.removeRequests',
  'delete from tribe_requests where season_id = $1 and user_id = $2',
);
/** A player who found a tribe has no open requests left. */
export const deleteRequestsOf = (db: Db, seasonId: string, userId: string): Promise<number> =>
  run(db, removeAll, [seasonId, userId]);
const asked = statement('joining.asked', 'select tribe_id from tribe_requests where season_id = $1 and user_id = $2');
/** The tribes that a player has asked for a seat. */
export async function listAsked(db: Db, seasonId: string, userId: string): Promise<string[]> {
  return (await many<{ tribe_id: string }>(db, asked, [seasonId, userId])).map((row) => row.tribe_id);
}
const oneRequest = statement(
  'joining.hasRequest',
  'select 1 as x from tribe_requests where tribe_id = $1 and user_id = $2',
);
export async function hasRequest(db: Db, tribeId: string, userId: string): Promise<boolean> {
  return (await maybeOne(db, oneRequest, [tribeId, userId])) !== null;
}
