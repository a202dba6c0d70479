/**
 * Booking: the one way into the books. A booking is written in the transaction of what it books, and never changes; what was wrong is
 * corrected by another one. The database refuses a booking that does not add up to zero in every currency, at commit.
 */
import type { Tx } from '../../platform/tx.ts';
import { type Account, accountId } from './accounts.ts';
import { insertAccounts, insertPostings, insertTransaction } from './queries.ts';

export interface Posting {
  readonly account: Account;
  /** Positive = to the account's credit. In millionths of its currency. */
  readonly amountMicro: number;
  /** Whose share of the account it is. */
  readonly userId?: string | undefined;
}

export interface Booking {
  /** What happened, e.g. 'entry_fee'. */
  readonly kind: string;
  /** Which one: kind and ref together are booked once. */
  readonly ref: string;
  readonly seasonId?: string | null;
  readonly userId?: string | null;
  readonly atMs: number;
  /** Those of zero are left out. */
  readonly postings: readonly Posting[];
}

/** Books it; false when it was booked before (nothing is written then). */
export async function post(tx: Pick<Tx, 'query'>, booking: Booking): Promise<boolean> {
  const lines = booking.postings
    .filter((line) => line.amountMicro !== 0)
    .map((line) => ({
      accountId: accountId(line.account),
      amountMicro: line.amountMicro,
      userId: line.userId ?? null,
    }));
  if (lines.some((line) => !Number.isSafeInteger(line.amountMicro))) throw new RangeError('an amount is not exact');
  const id = await insertTransaction(tx, {
    kind: booking.kind,
    ref: booking.ref,
    seasonId: booking.seasonId ?? null,
    userId: booking.userId ?? null,
    atMs: booking.atMs,
  });
  if (id === null) return false;
  const used = new Map(booking.postings.map(({ account }) => [accountId(account), account]));
  // In one order: two bookings that open the same accounts do not wait for each other in a circle.
  const rows = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, account]) => ({ id: key, ...account }));
  await insertAccounts(tx, rows);
  await insertPostings(tx, id, lines);
  return true;
}
