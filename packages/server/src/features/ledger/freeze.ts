/**
 * The watch over the books: every minute, and before every payout. What it finds wrong stops all payouts until people have looked (RELIABILITY
 * P15); the game goes on. The program never lifts a freeze by itself.
 */
import type { Context } from '../../context.ts';
import { type Db, many, one, run, statement, timestamp } from '../../platform/db.ts';
import { checkLedger, type Violation } from './check.ts';

const freeze = statement(
  'ledger.freeze',
  `insert into payout_freezes (rule, details, frozen_at) select r, d::jsonb, $3 from unnest($1::text[], $2::text[]) as x(r, d)
   on conflict (rule) where lifted_at is null do nothing`,
);
/** Stops payouts for each of these reasons; true when one of them is new. */
export async function freezePayouts(db: Db, violations: readonly Violation[], nowMs: number): Promise<boolean> {
  const added = await run(db, freeze, [
    violations.map((violation) => violation.rule),
    violations.map((violation) => JSON.stringify({ found: violation.found })),
    timestamp(nowMs),
  ]);
  return added > 0;
}

const frozen = statement(
  'ledger.frozen',
  'select exists (select 1 from payout_freezes where lifted_at is null) as frozen',
);
/** Whether payouts are stopped. Ask in the transaction that pays. */
export async function payoutsFrozen(db: Db): Promise<boolean> {
  return (await one<{ frozen: boolean }>(db, frozen)).frozen;
}

export interface FreezeRow {
  id: number;
  rule: string;
  details: Record<string, unknown>;
  frozen_at: number;
}
const open = statement(
  'ledger.openFreezes',
  'select id, rule, details, frozen_at from payout_freezes where lifted_at is null order by id',
);
export const listFreezes = (db: Db): Promise<FreezeRow[]> => many(db, open);

const lift = statement(
  'ledger.liftFreeze',
  `update payout_freezes set lifted_at = $2, lifted_by = $3, lift_reason = $4 where id = $1 and lifted_at is null`,
);
/** Lifts one freeze; false when it was lifted before. `userId` null = at the command line. The caller writes the audit entry. */
export async function liftFreeze(
  db: Db,
  id: number,
  by: { userId: string | null; reason: string },
  nowMs: number,
): Promise<boolean> {
  return (await run(db, lift, [id, timestamp(nowMs), by.userId, by.reason])) === 1;
}

/** Looks over the books once; a violation is logged, counted and freezes payouts. Gives what it found. */
export async function watchLedger(ctx: Pick<Context, 'clock' | 'log' | 'metrics' | 'pool'>): Promise<Violation[]> {
  const violations = await checkLedger(ctx.pool);
  if (violations.length > 0) {
    await freezePayouts(ctx.pool, violations, ctx.clock.nowMs());
    ctx.log.error({ violations }, 'the books disagree: payouts are stopped');
  }
  ctx.metrics.ledgerViolations.set(violations.length);
  ctx.metrics.payoutsFrozen.set((await payoutsFrozen(ctx.pool)) ? 1 : 0);
  return violations;
}
