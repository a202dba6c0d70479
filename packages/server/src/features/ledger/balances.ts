/** What the books say at this moment: balances are sums of postings, nothing is stored beside them. */
import type { Db } from '../../platform/db.ts';
import { type Account, accountId, accounts } from './accounts.ts';
import { getBalance, listTrialBalance, type TrialRow } from './queries.ts';

/** Positive = owed, negative = held. In millionths; 0 for an account that was never used. */
export const balanceOf = (db: Db, account: Account): Promise<number> => getBalance(db, accountId(account));

/** A season's prize pool in micro-USDT, before it is given away. */
export const poolOf = (db: Db, seasonId: string): Promise<number> => balanceOf(db, accounts.pool(seasonId));

export interface TrialBalance {
  rows: TrialRow[];
  /** Currency → debits and credits; equal when the books agree. */
  totals: Map<string, { debitMicro: number; creditMicro: number }>;
}

/** Every account with its debits and credits; of one season when given (which does not add up by itself). */
export async function trialBalance(db: Db, seasonId: string | null = null): Promise<TrialBalance> {
  const rows = await listTrialBalance(db, seasonId);
  const totals: TrialBalance['totals'] = new Map();
  for (const row of rows) {
    const total = totals.get(row.currency) ?? { debitMicro: 0, creditMicro: 0 };
    total.debitMicro += row.debit_micro;
    total.creditMicro += row.credit_micro;
    totals.set(row.currency, total);
  }
  return { rows, totals };
}
