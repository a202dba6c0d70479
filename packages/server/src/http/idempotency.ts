/**
 * Idempotency-Key: the first request with a key leaves its answer in the same transaction as its effect; later ones get that answer.
 * Of several at once the others wait for the first at the unique index. A refused request leaves nothing: it may be tried again.
 */
import { createHash } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyRequest } from 'fastify';
import { type Db, one, run, statement, timestamp } from '../platform/db.ts';

const KEY = /^[A-Za-z0-9_.:-]{8,128}$/;

/** The request's key; null when it has none. Refuses malformed ones. */
export function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY.test(key)) throw new AppError('IDEMPOTENCY_KEY_INVALID');
  return key;
}

export function requestHash(request: FastifyRequest): Buffer {
  const hash = createHash('sha256');
  hash.update(`${request.method} ${request.url}\n`);
  hash.update(request.body === undefined ? '' : canonicalJson(request.body));
  return hash.digest();
}

/** JSON with sorted keys: the same request, however its fields were ordered. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const claimKey = statement(
  'idempotency.claim',
  `insert into idempotency_keys (user_id, key, request_hash, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
);
const readAnswer = statement(
  'idempotency.read',
  'select request_hash, status, answer from idempotency_keys where user_id = $1 and key = $2',
);
const writeAnswer = statement(
  'idempotency.write',
  'update idempotency_keys set status = $3, answer = $4 where user_id = $1 and key = $2',
);
const prune = statement(
  'idempotency.prune',
  'delete from idempotency_keys where (user_id, key) in (select user_id, key from idempotency_keys where created_at < $1 order by created_at limit 2000)',
);

export interface StoredAnswer {
  status: number;
  /** The whole response body. */
  answer: string;
}

/** Claims the key for this transaction; gives the earlier answer instead when there is one. */
export async function claim(
  db: Db,
  userId: string,
  key: string,
  hash: Buffer,
  nowMs: number,
): Promise<StoredAnswer | null> {
  if ((await run(db, claimKey, [userId, key, hash, timestamp(nowMs)])) === 1) return null;
  const stored = await one<StoredAnswer & { request_hash: Buffer }>(db, readAnswer, [userId, key]);
  if (!stored.request_hash.equals(hash)) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  return stored;
}
export async function remember(db: Db, userId: string, key: string, answer: StoredAnswer): Promise<void> {
  await run(db, writeAnswer, [userId, key, answer.status, answer.answer]);
}
export const pruneIdempotencyKeys = (db: Db, before: Date): Promise<number> => run(db, prune, [before]);
