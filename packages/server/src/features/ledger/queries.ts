import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';
import { MAY_BE_NEGATIVE } from './accounts.ts';

const makeAccounts = statement(
  'ledger.makeAccounts',
  `insert into ledger_accounts (id, kind, currency, season_id)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) on conflict do nothing`,
);
export interface AccountRow {
  id: string;
  kind: string;
  currency: string;
  seasonId: string | null;
}
/** Accounts come into being with their first posting. */
export const insertAccounts = (db: Db, rows: readonly AccountRow[]): Promise<number> =>
  run(db, makeAccounts, [
    rows.map((row) => row.id),
    rows.map((row) => row.kind),
    rows.map((row) => row.currency),
    rows.map((row) => row.seasonId),
  ]);

// Of several transactions that book the same thing the others wait here until the first one ends, and then find it done.
const makeTransaction = statement(
  'ledger.makeTransaction',
  `insert into ledger_transactions (kind, ref, season_id, user_id, at) values ($1, $2, $3, $4, $5)
   on conflict (kind, ref) do nothing returning id`,
);
/** Null when this was booked before. */
export async function insertTransaction(
  db: Db,
  head: { kind: string; ref: string; seasonId: string | null; userId: string | null; atMs: number },
): Promise<number | null> {
  const row = await maybeOne<{ id: number }>(db, makeTransaction, [
    head.kind,
    head.ref,
    head.seasonId,
    head.userId,
    timestamp(head.atMs),
  ]);
  return row?.id ?? null;
}

const makePostings = statement(
  'ledger.makePostings',
  `insert into ledger_postings (transaction_id, line, account_id, amount_micro, user_id)
   select $1, n, a, m, u from unnest($2::text[], $3::bigint[], $4::text[]) with ordinality as x(a, m, u, n)`,
);
export const insertPostings = (
  db: Db,
  transactionId: number,
  lines: readonly { accountId: string; amountMicro: number; userId: string | null }[],
): Promise<number> =>
  run(db, makePostings, [
    transactionId,
    lines.map((line) => line.accountId),
    lines.map((line) => line.amountMicro),
    lines.map((line) => line.userId),
  ]);

const balance = statement(
  'ledger.balance',
  'select coalesce(sum(amount_micro), 0)::bigint as micro from ledger_postings where account_id = $1',
);
export async function getBalance(db: Db, accountId: string): Promise<number> {
  return (await one<{ micro: number }>(db, balance, [accountId])).micro;
}

export interface TrialRow {
  account_id: string;
  currency: string;
  debit_micro: number;
  credit_micro: number;
  postings: number;
}
const trial = statement(
  'ledger.trialBalance',
  `select a.id as account_id, a.currency, coalesce(-sum(p.amount_micro) filter (where p.amount_micro < 0), 0)::bigint as debit_micro,
     coalesce(sum(p.amount_micro) filter (where p.amount_micro > 0), 0)::bigint as credit_micro, count(p.*)::int as postings
   from ledger_accounts a left join ledger_postings p on p.account_id = a.id
   where $1::text is null or a.season_id = $1
   group by a.id order by a.currency, a.kind, a.season_id nulls first`,
);
/** Debits and credits of every account; of one season's when given. */
export const listTrialBalance = (db: Db, seasonId: string | null): Promise<TrialRow[]> => many(db, trial, [seasonId]);

// Of two seasons that end at once one takes what was carried; the other waits here, and then finds nothing.
const holdCarriedLock = statement('ledger.holdCarried', 'select pg_advisory_xact_lock($1)');
const CARRIED_LOCK = 7_203_118_448;
/** Until the transaction ends nobody else takes forfeited prizes into a pool. */
export const holdCarried = (db: Db): Promise<number> => run(db, holdCarriedLock, [CARRIED_LOCK]);

const carriedIn = statement(
  'ledger.carriedInto',
  `select coalesce(sum(p.amount_micro), 0)::bigint as micro from ledger_transactions t join ledger_postings p on p.transaction_id = t.id
   where t.kind = 'carried_in' and t.ref = $1 and p.amount_micro > 0`,
);
/** Forfeited prizes of earlier seasons in this season's pool, in micro-USDT. */
export const carriedInto = async (db: Db, seasonId: string): Promise<number> =>
  (await one<{ micro: number }>(db, carriedIn, [seasonId])).micro;

/** Each finds what must not be; the name says what must hold (RELIABILITY D.3). */
export const LEDGER_RULES: Readonly<Record<string, string>> = {
  // I1
  'every booking adds up to zero in every currency': `
    select p.transaction_id, a.currency, sum(p.amount_micro)::text as micro from ledger_postings p join ledger_accounts a on a.id = p.account_id
    group by 1, 2 having sum(p.amount_micro) <> 0
    union all select t.id, null, null from ledger_transactions t where not exists (select 1 from ledger_postings where transaction_id = t.id)`,
  // I3
  'nothing that is owed is overdrawn': `
    select a.id, sum(p.amount_micro)::text as micro from ledger_postings p join ledger_accounts a on a.id = p.account_id
    where a.kind not in (${MAY_BE_NEGATIVE.map((kind) => `'${kind}'`).join(', ')}) group by a.id having sum(p.amount_micro) < 0`,
  // I10
  'prizes are the pool, to the millionth': `
    select s.id, s.prize_pool_micro::text as pool, coalesce(sum(z.amount_micro), 0)::text as prizes from seasons s
      left join season_prizes z on z.season_id = s.id where s.status in ('ended', 'paid_out') and s.entry_fee_micro > 0
    group by s.id having exists (select 1 from season_prizes x where x.season_id = s.id) and s.prize_pool_micro <> coalesce(sum(z.amount_micro), 0)
    union all
    select s.id, s.prize_pool_micro::text, (select -sum(p.amount_micro) from ledger_postings p join ledger_transactions t on t.id = p.transaction_id
        where t.kind = 'prizes' and t.season_id = s.id and p.account_id = 'pool:' || s.id || ':USDT')::text as prizes from seasons s
    where s.status in ('ended', 'paid_out') and s.entry_fee_micro > 0 and exists (select 1 from season_prizes x where x.season_id = s.id)
      and s.prize_pool_micro is distinct from (select -sum(p.amount_micro) from ledger_postings p join ledger_transactions t on t.id = p.transaction_id
        where t.kind = 'prizes' and t.season_id = s.id and p.account_id = 'pool:' || s.id || ':USDT')::bigint`,
  'payouts are the prizes, and what is not paid is what is owed': `
    select s.id, s.prize_pool_micro::text as pool, o.payouts::text, o.unpaid::text, b.micro::text as owed from seasons s
      cross join lateral (select coalesce(sum(amount_micro), 0) as payouts,
          coalesce(sum(amount_micro) filter (where status not in ('paid', 'swept', 'forfeited')), 0) as unpaid from payouts p where p.season_id = s.id) o
      cross join lateral (select coalesce(sum(p.amount_micro), 0) as micro from ledger_postings p
          where p.account_id = 'payouts:' || s.id || ':USDT') b
    where s.status in ('ended', 'paid_out') and s.entry_fee_micro > 0 and exists (select 1 from season_prizes x where x.season_id = s.id)
      and (o.payouts <> s.prize_pool_micro or o.unpaid <> b.micro)`,
  // I11
  'every paid entry was booked exactly once, and every booked fee is an entry': `
    select e.payment_id as id, count(t.id)::text as n from entries e
      left join ledger_transactions t on t.kind = 'entry_fee' and t.ref = e.payment_id and t.season_id = e.season_id and t.user_id = e.user_id
    where e.source = 'paid' group by e.payment_id having count(t.id) <> 1
    union all select t.ref, 'no entry' from ledger_transactions t where t.kind = 'entry_fee'
      and not exists (select 1 from entries e where e.payment_id = t.ref)`,
  'a settled payment is a valid entry, a disputed or returned one is not': `
    select p.id, p.status, e.hold from payments p left join entries e on e.payment_id = p.id
    where (p.status in ('settled', 'disputed', 'charged_back') and (e.payment_id is null or e.hold is distinct from
        case p.status when 'settled' then null else p.status end))
      or (p.status not in ('settled', 'disputed', 'charged_back') and e.payment_id is not null and e.hold is distinct from 'refunded')`,
  'what is to be refunded is what refunds are open': `
    select coalesce(b.season_id, r.season_id) as season_id, coalesce(b.currency, r.currency) as currency, b.micro::text, r.micro::text as open
    from (select a.season_id, a.currency, sum(p.amount_micro) as micro from ledger_postings p join ledger_accounts a on a.id = p.account_id
        where a.kind = 'refunds' group by 1, 2) b
      full join (select season_id, currency, sum(amount_micro) as micro from refunds where status <> 'done' group by 1, 2) r
        on r.season_id is not distinct from b.season_id and r.currency = b.currency
    where coalesce(b.micro, 0) <> coalesce(r.micro, 0)`,
  'a cancelled season owes nothing but open refunds': `
    select a.id, sum(p.amount_micro)::text as micro from ledger_postings p join ledger_accounts a on a.id = p.account_id
      join seasons s on s.id = a.season_id
    where s.status = 'cancelled' and a.kind in ('pool', 'fee', 'payouts')
      and not exists (select 1 from payments y where y.season_id = s.id and y.status in ('settled', 'disputed'))
    group by a.id having sum(p.amount_micro) <> 0`,
};
