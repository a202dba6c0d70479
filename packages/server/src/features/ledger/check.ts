/** Whether the books agree with themselves, with the entries and with the refunds (RELIABILITY D.3 I1, I3, I10, I11). */
import type pg from 'pg';
import { LEDGER_RULES } from './queries.ts';

export interface Violation {
  /** What must hold and does not. */
  readonly rule: string;
  /** At most ten of what was found. */
  readonly found: readonly Record<string, unknown>[];
}

const MOST = 10;

/** Asks all rules in one snapshot; empty when all is well. Reads only, and disturbs nobody. */
export async function checkLedger(pool: pg.Pool): Promise<Violation[]> {
  const client = await pool.connect();
  const violations: Violation[] = [];
  try {
    await client.query('begin isolation level repeatable read read only');
    for (const [rule, text] of Object.entries(LEDGER_RULES)) {
      const { rows } = await client.query<Record<string, unknown>>(`select * from (${text}) broken limit ${MOST}`);
      if (rows.length > 0) violations.push({ rule, found: rows });
    }
  } finally {
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
  return violations;
}
