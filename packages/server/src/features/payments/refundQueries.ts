import { type Db, many, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import type { PaymentMethod } from './queries.ts';

/** Money on its way back; times in milliseconds. */
export interface RefundRow {
  id: string;
  method: PaymentMethod;
  reference: string;
  payment_id: string | null;
  season_id: string | null;
  user_id: string | null;
  currency: string;
  amount_micro: number;
  reason: string;
  status: 'due' | 'sent' | 'done' | 'failed';
  proof: string | null;
  tries: number;
  ordered_at: number;
}
const columns =
  'id, method, reference, payment_id, season_id, user_id, currency, amount_micro, reason, status, proof, tries, ordered_at';

const insert = statement(
  'refunds.insert',
  `insert into refunds (id, method, reference, payment_id, season_id, user_id, currency, amount_micro, reason, ordered_at, next_try_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing`,
);
export type NewRefund = Omit<RefundRow, 'status' | 'proof' | 'tries' | 'ordered_at'>;
/** False when this money was ordered back before. */
export async function insertRefund(db: Db, refund: NewRefund, nowMs: number): Promise<boolean> {
  const { id, method, reference, payment_id, season_id, user_id, currency, amount_micro, reason } = refund;
  const values = [
    id,
    method,
    reference,
    payment_id,
    season_id,
    user_id,
    currency,
    amount_micro,
    reason,
    timestamp(nowMs),
  ];
  return (await run(db, insert, values)) === 1;
}

// Taken after the payment's row.
const lock = statement('refunds.lock', `select ${columns} from refunds where id = $1 for update`);
export const lockRefund = (db: Db, id: string): Promise<RefundRow | null> => maybeOne(db, lock, [id]);

const get = statement('refunds.get', `select ${columns} from refunds where id = $1`);
export const getRefund = (db: Db, id: string): Promise<RefundRow | null> => maybeOne(db, get, [id]);

const byReference = statement(
  'refunds.byReference',
  `select ${columns} from refunds where method = $1 and reference = $2`,
);
export const getRefundOf = (db: Db, method: PaymentMethod, reference: string): Promise<RefundRow | null> =>
  maybeOne(db, byReference, [method, reference]);

const done = statement(
  'refunds.done',
  `update refunds set status = 'done', proof = $2, done_at = $3, next_try_at = null, last_problem = null where id = $1`,
);
export const markRefundDone = (db: Db, id: string, proof: string, nowMs: number): Promise<number> =>
  run(db, done, [id, proof, timestamp(nowMs)]);

const sent = statement(
  'refunds.sent',
  `update refunds set status = 'sent', proof = $2, next_try_at = $3, last_problem = null where id = $1 and status in ('due', 'sent', 'failed')`,
);
/** The other side has taken the order; look again at `nextMs` whether the money has arrived. */
export const markRefundSent = (db: Db, id: string, proof: string, nextMs: number): Promise<number> =>
  run(db, sent, [id, proof, timestamp(nextMs)]);

const failed = statement(
  'refunds.failed',
  `update refunds set status = 'failed', next_try_at = null, last_problem = $2 where id = $1 and status in ('due', 'sent')`,
);
/** People must look: the program does not try again. */
export const markRefundFailed = (db: Db, id: string, problem: string): Promise<number> =>
  run(db, failed, [id, problem.slice(0, 500)]);

const later = statement(
  'refunds.later',
  `update refunds set tries = tries + 1, next_try_at = $2, last_problem = $3 where id = $1 and status in ('due', 'sent')`,
);
export const putRefundOff = (db: Db, id: string, nextMs: number, problem: string): Promise<number> =>
  run(db, later, [id, timestamp(nextMs), problem.slice(0, 500)]);

// Taken by putting its next try off: whoever dies at it leaves it to the next look. Others take other rows meanwhile.
const take = statement(
  'refunds.take',
  `update refunds set tries = tries + 1, next_try_at = $3 where id = (
     select id from refunds where method = $1 and status in ('due', 'sent') and next_try_at <= $2
     order by next_try_at limit 1 for update skip locked) returning ${columns}`,
);
/** The next refund that is due, for this process until `leaseMs`; null = none. */
export const takeDueRefund = (
  db: Db,
  method: PaymentMethod,
  nowMs: number,
  leaseMs: number,
): Promise<RefundRow | null> => maybeOne(db, take, [method, timestamp(nowMs), timestamp(nowMs + leaseMs)]);

const retry = statement(
  'refunds.retry',
  `update refunds set status = 'due', next_try_at = $2, last_problem = null where id = $1 and status = 'failed'`,
);
/** An administrator's "try again"; true when it had failed. */
export async function retryRefund(db: Db, id: string, nowMs: number): Promise<boolean> {
  return (await run(db, retry, [id, timestamp(nowMs)])) === 1;
}

const ofSeason = statement(
  'refunds.openOfSeason',
  `select ${columns} from refunds where season_id = $1 and status <> 'done' order by ordered_at, id`,
);
export const listOpenRefunds = (db: Db, seasonId: string): Promise<RefundRow[]> => many(db, ofSeason, [seasonId]);
