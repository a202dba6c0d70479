import { type Db, keyedStatement, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

/** A row of sessions; times in milliseconds. */
export interface Session {
  id: string;
  user_id: string;
  kind: 'token' | 'cookie';
  generation: number;
  refresh_key: string | null;
  cookie_hash: Buffer | null;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}
const columns = 'id, user_id, kind, generation, refresh_key, cookie_hash, created_at, expires_at, revoked_at';

// ---- nonces

const insertNonceRow = statement(
  'auth.insertNonce',
  'insert into login_nonces (nonce, wallet, message, expires_at) values ($1, $2, $3, $4)',
);
export interface NewNonce {
  nonce: string;
  wallet: Buffer;
  message: string;
  expiresAtMs: number;
}
export const insertNonce = (db: Db, row: NewNonce): Promise<number> =>
  run(db, insertNonceRow, [row.nonce, row.wallet, row.message, timestamp(row.expiresAtMs)]);

const pruneNonceRows = statement(
  'auth.pruneNonces',
  `delete from login_nonces where nonce in
     (select nonce from login_nonces where expires_at <= $1 order by expires_at limit 100 for update skip locked)`,
);
/** Removes up to 100 nonces that nobody can use any more: more than are issued in the same time. */
export const pruneNonces = (db: Db, nowMs: number): Promise<number> => run(db, pruneNonceRows, [timestamp(nowMs)]);

const dropOldestNonceRows = statement(
  'auth.dropOldestNonces',
  `delete from login_nonces where nonce in
     (select nonce from login_nonces where wallet = $1 order by expires_at desc, nonce offset $2)`,
);
/** Removes a wallet's oldest nonces beyond the newest `keep`. */
export const dropOldestNonces = (db: Db, wallet: Buffer, keep: number): Promise<number> =>
  run(db, dropOldestNonceRows, [wallet, keep]);

// One statement: of several at once exactly one gets the message.
const consumeNonceRow = statement(
  'auth.consumeNonce',
  `update login_nonces set used_at = $3
   where nonce = $1 and wallet = $2 and used_at is null and expires_at > $3 returning message`,
);
/** Uses the nonce up and gives the message that belongs to it; null when it is unknown, used, expired or another wallet's. */
export async function consumeNonce(db: Db, nonce: string, wallet: Buffer, nowMs: number): Promise<string | null> {
  return (await maybeOne<{ message: string }>(db, consumeNonceRow, [nonce, wallet, timestamp(nowMs)]))?.message ?? null;
}

const releaseNonceRow = statement('auth.releaseNonce', 'update login_nonces set used_at = null where nonce = $1');
/** Undoes `consumeNonce` when the sign-in could not be judged at all. */
export const releaseNonce = (db: Db, nonce: string): Promise<number> => run(db, releaseNonceRow, [nonce]);

// ---- sessions

const insertSessionRow = statement(
  'auth.insertSession',
  `insert into sessions (id, user_id, kind, cookie_hash, created_at, expires_at, device) values ($1, $2, $3, $4, $5, $6, $7)
   returning ${columns}`,
);
export interface NewSession {
  id: string;
  userId: string;
  kind: 'token' | 'cookie';
  cookieHash: Buffer | null;
  createdAtMs: number;
  expiresAtMs: number;
  /** As `deviceOf` names it; null = unknown. */
  device: string | null;
}
export const insertSession = (db: Db, row: NewSession): Promise<Session> =>
  one(db, insertSessionRow, [
    row.id,
    row.userId,
    row.kind,
    row.cookieHash,
    timestamp(row.createdAtMs),
    timestamp(row.expiresAtMs),
    row.device,
  ]);

const deleteExpired = statement('auth.deleteExpired', 'delete from sessions where user_id = $1 and expires_at <= $2');
/** Removes a player's sessions whose time is over. */
export const deleteExpiredSessions = (db: Db, userId: string, nowMs: number): Promise<number> =>
  run(db, deleteExpired, [userId, timestamp(nowMs)]);

const byId = keyedStatement(
  'auth.sessionById',
  ['text'],
  `select ${columns} from sessions where id = $1 and kind = 'token'`,
);
export const getTokenSession = (db: Db, id: string): Promise<Session | null> => maybeOne(db, byId, [id]);

const byCookie = keyedStatement(
  'auth.sessionByCookie',
  ['bytea'],
  `select ${columns} from sessions where cookie_hash = $1`,
);
export const getCookieSession = (db: Db, hash: Buffer): Promise<Session | null> => maybeOne(db, byCookie, [hash]);

// Locked so that of two refreshes with one token the second sees what the first has done.
const lockById = statement(
  'auth.lockSession',
  `select ${columns} from sessions where id = $1 and kind = 'token' for update`,
);
export const lockTokenSession = (db: Db, id: string): Promise<Session | null> => maybeOne(db, lockById, [id]);

const rotate = statement(
  'auth.rotateSession',
  `update sessions set generation = generation + 1, refresh_key = $2, expires_at = $3 where id = $1 returning ${columns}`,
);
export const raiseGeneration = (db: Db, id: string, refreshKey: string, expiresAtMs: number): Promise<Session> =>
  one(db, rotate, [id, refreshKey, timestamp(expiresAtMs)]);

const extend = statement(
  'auth.extendSession',
  `update sessions set expires_at = greatest(expires_at, $2) where id = $1 and revoked_at is null returning ${columns}`,
);
/** Null when the session was revoked meanwhile. */
export const extendSession = (db: Db, id: string, expiresAtMs: number): Promise<Session | null> =>
  maybeOne(db, extend, [id, timestamp(expiresAtMs)]);

const revoke = statement(
  'auth.revokeSession',
  `update sessions set revoked_at = $2, revoked_reason = $3 where id = $1 and revoked_at is null returning ${columns}`,
);
/** Null when there was nothing left to revoke. */
export const revokeSession = (db: Db, id: string, nowMs: number, reason: string): Promise<Session | null> =>
  maybeOne(db, revoke, [id, timestamp(nowMs), reason]);

const open = statement(
  'auth.openSessions',
  `select ${columns}, device from sessions where user_id = $1 and revoked_at is null and expires_at > $2
   order by created_at desc, id desc limit 100`,
);
/** A player's sessions that are not over, newest first, at most 100. */
export const listOpenSessions = (
  db: Db,
  userId: string,
  nowMs: number,
): Promise<(Session & { device: string | null })[]> => many(db, open, [userId, timestamp(nowMs)]);

// By id, as every statement that locks several rows of a table.
const revokeAll = statement(
  'auth.revokeSessions',
  `update sessions set revoked_at = $2, revoked_reason = $3 where id in
     (select id from sessions where user_id = $1 and revoked_at is null and expires_at > $2 order by id for update) returning ${columns}`,
);
/** Ends all of a player's sessions; gives those that were still good. */
export const revokeSessions = (db: Db, userId: string, nowMs: number, reason: string): Promise<Session[]> =>
  many(db, revokeAll, [userId, timestamp(nowMs), reason]);

const ofUser = statement(
  'auth.sessionsOf',
  `select ${columns} from sessions where user_id = $1 order by created_at desc, id desc limit 50`,
);
/** A player's newest sessions, ended ones included. */
export const listSessions = (db: Db, userId: string): Promise<Session[]> => many(db, ofUser, [userId]);

const audit = statement(
  'auth.audit',
  'insert into audit_log (at, user_id, action, details) values ($1, $2, $3, $4::jsonb)',
);
export const insertAudit = (
  db: Db,
  nowMs: number,
  userId: string,
  action: string,
  details: Record<string, unknown>,
): Promise<number> => run(db, audit, [timestamp(nowMs), userId, action, JSON.stringify(details)]);
