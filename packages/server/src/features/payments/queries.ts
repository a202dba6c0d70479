import { type Db, many, maybeOne, one, run, statement, timestamp, timestampOrNull } from '../../platform/db.ts';

export type PaymentMethod = 'stripe' | 'crypto';
export type PaymentStatus =
  | 'creating'
  | 'pending'
  | 'settled'
  | 'expired'
  | 'failed'
  | 'refunding'
  | 'refunded'
  | 'disputed'
  | 'charged_back';

/** A payment as stored; times in milliseconds. */
export interface PaymentRow {
  id: string;
  season_id: string;
  user_id: string;
  method: PaymentMethod;
  currency: 'USD' | 'USDT';
  amount_micro: number;
  status: PaymentStatus;
  reference: string | null;
  reason: string | null;
  created_at: number;
  updated_at: number;
  paid_at: number | null;
  settled_at: number | null;
}
const columns =
  'id, season_id, user_id, method, currency, amount_micro, status, reference, reason, created_at, updated_at, paid_at, settled_at';

const byId = statement('payments.byId', `select ${columns} from payments where id = $1`);
export const getPayment = (db: Db, id: string): Promise<PaymentRow | null> => maybeOne(db, byId, [id]);

const byReference = statement(
  'payments.byReference',
  `select ${columns} from payments where method = $1 and reference = $2`,
);
export const getPaymentByReference = (db: Db, method: PaymentMethod, reference: string): Promise<PaymentRow | null> =>
  maybeOne(db, byReference, [method, reference]);

// Whoever moves a payment on holds its row; the season's row is taken before it.
const lockById = statement('payments.lock', `select ${columns} from payments where id = $1 for update`);
export const lockPayment = (db: Db, id: string): Promise<PaymentRow | null> => maybeOne(db, lockById, [id]);

const live = statement(
  'payments.live',
  `select ${columns} from payments where season_id = $1 and user_id = $2 and method = $3 and status in ('creating', 'pending')`,
);
export const getLivePayment = (
  db: Db,
  seasonId: string,
  userId: string,
  method: PaymentMethod,
): Promise<PaymentRow | null> => maybeOne(db, live, [seasonId, userId, method]);

const insert = statement(
  'payments.insert',
  `insert into payments (id, season_id, user_id, method, currency, amount_micro, status, created_at, updated_at, next_look_at)
   values ($1, $2, $3, $4, $5, $6, 'creating', $7, $7, $8)
   on conflict (season_id, user_id, method) where status in ('creating', 'pending') do nothing`,
);
/** False when the player has a live one already. */
export async function insertPayment(
  db: Db,
  payment: Pick<PaymentRow, 'id' | 'season_id' | 'user_id' | 'method' | 'currency' | 'amount_micro'>,
  nowMs: number,
  nextLookMs: number | null,
): Promise<boolean> {
  const { id, season_id, user_id, method, currency, amount_micro } = payment;
  const values = [
    id,
    season_id,
    user_id,
    method,
    currency,
    amount_micro,
    timestamp(nowMs),
    timestampOrNull(nextLookMs),
  ];
  return (await run(db, insert, values)) === 1;
}

const move = statement(
  'payments.move',
  `update payments set status = $2, updated_at = $3, reference = coalesce($4, reference), reason = $5, paid_at = coalesce($6, paid_at),
     settled_at = case when $2 = 'settled' then coalesce(settled_at, $3) else settled_at end, next_look_at = $7 where id = $1`,
);
export interface PaymentMove {
  status: PaymentStatus;
  reference?: string;
  reason?: string | null;
  paidAtMs?: number;
  /** When the program looks at it by itself; null = never. */
  nextLookMs?: number | null;
}
/** Writes the new state; the caller holds the row. */
export const movePayment = (db: Db, id: string, to: PaymentMove, nowMs: number): Promise<number> =>
  run(db, move, [
    id,
    to.status,
    timestamp(nowMs),
    to.reference ?? null,
    to.reason ?? null,
    timestampOrNull(to.paidAtMs ?? null),
    timestampOrNull(to.nextLookMs ?? null),
  ]);

const lookAgain = statement('payments.lookAgain', 'update payments set next_look_at = $2 where id = $1');
export const setNextLook = (db: Db, id: string, atMs: number | null): Promise<number> =>
  run(db, lookAgain, [id, timestampOrNull(atMs)]);

const others = statement(
  'payments.lookAtOthers',
  `update payments set next_look_at = $4 where season_id = $1 and user_id = $2 and id <> $3 and status in ('creating', 'pending')`,
);
/** Of a player who is in, the other live requests are to be taken back. */
export const lookAtOthers = (db: Db, payment: PaymentRow, nowMs: number): Promise<number> =>
  run(db, others, [payment.season_id, payment.user_id, payment.id, timestamp(nowMs)]);

const mine = statement(
  'payments.mine',
  `select ${columns} from payments where user_id = $1 order by created_at desc, id desc limit 100`,
);
export const listPaymentsOf = (db: Db, userId: string): Promise<PaymentRow[]> => many(db, mine, [userId]);

const settledOf = statement(
  'payments.settledOfSeason',
  `select id from payments where season_id = $1 and status = 'settled' order by id limit $2`,
);
export async function listSettled(db: Db, seasonId: string, limit: number): Promise<string[]> {
  return (await many<{ id: string }>(db, settledOf, [seasonId, limit])).map((row) => row.id);
}

const chargedBack = statement(
  'payments.chargedBack',
  `select ${columns} from payments p where season_id = $1 and status = 'charged_back'
     and not exists (select 1 from ledger_transactions t where t.kind = 'entry_reversed' and t.ref = p.id)`,
);
/** Payments that a bank took back for good, whose entry is still in the books. */
export const listChargedBack = (db: Db, seasonId: string): Promise<PaymentRow[]> => many(db, chargedBack, [seasonId]);

const cancelledOwing = statement(
  'payments.cancelledOwing',
  `select s.id from seasons s where s.status = 'cancelled' and s.entry_fee_micro > 0 and exists (select 1 from payments p
     where p.season_id = s.id and (p.status = 'settled' or (p.status = 'charged_back'
       and not exists (select 1 from ledger_transactions t where t.kind = 'entry_reversed' and t.ref = p.id))))`,
);
/** Cancelled seasons in which fees are still to be given back. */
export async function listCancelledOwing(db: Db): Promise<string[]> {
  return (await many<{ id: string }>(db, cancelledOwing)).map((row) => row.id);
}

const dueLooks = statement(
  'payments.dueLook',
  `update payments set next_look_at = $2 where id = (
     select id from payments where method = 'stripe' and next_look_at <= $1 order by next_look_at limit 1 for update skip locked)
   returning ${columns}`,
);
/** The next card payment to ask Stripe about, for this process until `untilMs`; null = none. */
export const takeDueLook = (db: Db, nowMs: number, untilMs: number): Promise<PaymentRow | null> =>
  maybeOne(db, dueLooks, [timestamp(nowMs), timestamp(untilMs)]);

export interface EntryRow {
  created_at: number;
  payment_id: string | null;
  hold: 'disputed' | 'refunded' | 'charged_back' | null;
}
const seats = statement(
  'payments.seatsTaken',
  `select count(*)::int as n from entries where season_id = $1 and hold is distinct from 'refunded'`,
);
/** Seats that are taken; those whose fee went back are free again. */
export async function countSeats(db: Db, seasonId: string): Promise<number> {
  return (await one<{ n: number }>(db, seats, [seasonId])).n;
}

const insertEntry = statement(
  'payments.insertEntry',
  `insert into entries (season_id, user_id, source, payment_id, created_at) values ($1, $2, 'paid', $3, $4)`,
);
export const insertPaidEntry = (db: Db, payment: PaymentRow, nowMs: number): Promise<number> =>
  run(db, insertEntry, [payment.season_id, payment.user_id, payment.id, timestamp(nowMs)]);

const hold = statement('payments.holdEntry', 'update entries set hold = $2, held_at = $3 where payment_id = $1');
/** `hold` null makes the seat valid again. */
export const holdEntry = (db: Db, paymentId: string, why: EntryRow['hold'], nowMs: number): Promise<number> =>
  run(db, hold, [paymentId, why, why === null ? null : timestamp(nowMs)]);
