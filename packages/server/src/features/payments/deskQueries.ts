/** What administrators read about payments. */
import { type Db, many, maybeOne, one, statement, timestamp } from '../../platform/db.ts';
import type { PaymentMethod, PaymentRow, PaymentStatus } from './queries.ts';
import type { RefundRow } from './refundQueries.ts';

export interface NamedPayment extends PaymentRow {
  username: string | null;
  wallet: Buffer;
  season_name: string;
}
const select = `select p.id, p.season_id, p.user_id, p.method, p.currency, p.amount_micro, p.status, p.reference, p.reason, p.created_at,
    p.updated_at, p.paid_at, p.settled_at, u.username, u.wallet, s.name as season_name
  from payments p join users u on u.id = p.user_id join seasons s on s.id = p.season_id`;

const byId = statement('payments.named', `${select} where p.id = $1`);
export const getNamedPayment = (db: Db, id: string): Promise<NamedPayment | null> => maybeOne(db, byId, [id]);

/** Null = any. */
export interface PaymentFilter {
  /** Of a payment or a player. */
  id: string | null;
  wallet: Buffer | null;
  reference: string | null;
  status: PaymentStatus | null;
  method: PaymentMethod | null;
  seasonId: string | null;
}
const list = statement(
  'payments.list',
  `${select} where ($1::text is null or p.id = $1 or p.user_id = $1) and ($2::bytea is null or u.wallet = $2)
     and ($3::text is null or p.reference = $3) and ($4::text is null or p.status = $4) and ($5::text is null or p.method = $5)
     and ($6::text is null or p.season_id = $6) and ($7::text is null or p.id < $7) order by p.id desc limit $8`,
);
/** Newest first. */
export const listPayments = (
  db: Db,
  filter: PaymentFilter,
  page: { before: string | null; limit: number },
): Promise<NamedPayment[]> =>
  many(db, list, [
    filter.id,
    filter.wallet,
    filter.reference,
    filter.status,
    filter.method,
    filter.seasonId,
    page.before,
    page.limit,
  ]);

export interface EventRow {
  id: string;
  type: string;
  object_id: string | null;
  payment_id: string | null;
  livemode: boolean;
  created_at: number;
  received_at: number;
  outcome: string;
}
const eventColumns = 'id, type, object_id, payment_id, livemode, created_at, received_at, outcome';
const eventsOf = statement(
  'payments.eventsOf',
  `select ${eventColumns} from stripe_events where payment_id = $1 order by created_at desc, id limit 100`,
);
export const listEventsOf = (db: Db, paymentId: string): Promise<EventRow[]> => many(db, eventsOf, [paymentId]);
const events = statement(
  'payments.events',
  `select ${eventColumns} from stripe_events where $1::timestamptz is null or (received_at, id) < ($1, $2)
   order by received_at desc, id desc limit $3`,
);
/** Newest first, from after the place given. */
export const listEvents = (
  db: Db,
  after: { receivedMs: number; id: string } | null,
  limit: number,
): Promise<EventRow[]> =>
  many(db, events, [after === null ? null : timestamp(after.receivedMs), after?.id ?? null, limit]);

export type RefundDetail = RefundRow & { last_problem: string | null; done_at: number | null };
const refundOf = statement(
  'payments.refundOf',
  `select id, method, reference, payment_id, season_id, user_id, currency, amount_micro, reason, status, proof, tries, ordered_at, last_problem,
     done_at from refunds where payment_id = $1`,
);
export const getRefundDetail = (db: Db, paymentId: string): Promise<RefundDetail | null> =>
  maybeOne(db, refundOf, [paymentId]);

export interface PoolRow {
  season_id: string;
  name: string;
  ruleset_id: string;
  valid: number;
}
// A disputed seat stays in the pool until the bank has decided.
const pools = statement(
  'payments.pools',
  `select s.id as season_id, s.name, s.ruleset_id, (select count(*)::int from entries e where e.season_id = s.id and e.source = 'paid'
     and (e.hold is null or e.hold = 'disputed')) as valid
   from seasons s where s.entry_fee_micro > 0 and s.status in ('registration', 'active') order by s.season_number desc`,
);
export const listPools = (db: Db): Promise<PoolRow[]> => many(db, pools);

const refundedBy = statement(
  'payments.refundedBy',
  `select coalesce(sum((details->>'amountMicro')::bigint), 0)::bigint as micro from audit_log
   where action = 'payment.refund' and user_id = $1 and at > $2 and not details ? 'proposalId'`,
);
/** What an administrator has given back alone since the moment given. */
export const refundedMicroBy = async (db: Db, userId: string, sinceMs: number): Promise<number> =>
  (await one<{ micro: number }>(db, refundedBy, [userId, timestamp(sinceMs)])).micro;

export interface NamedRefund extends RefundDetail {
  method: PaymentMethod;
  user_id: string | null;
  username: string | null;
  wallet: Buffer | null;
}
const openRefunds = statement(
  'desk.openRefunds',
  `select r.*, u.username, u.wallet from refunds r left join users u on u.id = r.user_id where r.status <> 'done'
   order by r.status = 'failed' desc, r.ordered_at, r.id limit $1`,
);
/** Refunds that are not done: those that need people first. */
export const listAllOpenRefunds = (db: Db, limit: number): Promise<NamedRefund[]> => many(db, openRefunds, [limit]);

export interface MoneyToday {
  settled: number;
  usd_micro: number;
  usdt_micro: number;
  refunds_ordered: number;
  refunds_failed: number;
  deposits_waiting: number;
}
const today = statement(
  'desk.today',
  `select (select count(*)::int from payments where settled_at >= $1) as settled,
     (select coalesce(sum(amount_micro), 0)::bigint from payments where settled_at >= $1 and currency = 'USD') as usd_micro,
     (select coalesce(sum(amount_micro), 0)::bigint from payments where settled_at >= $1 and currency = 'USDT') as usdt_micro,
     (select count(*)::int from refunds where ordered_at >= $1) as refunds_ordered,
     (select count(*)::int from refunds where status = 'failed') as refunds_failed,
     (select count(*)::int from chain_deposits where status = 'quarantined') as deposits_waiting`,
);
/** Money since `sinceMs`, and what waits for people. */
export const readMoneyToday = (db: Db, sinceMs: number): Promise<MoneyToday> => one(db, today, [timestamp(sinceMs)]);
