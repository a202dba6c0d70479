/** Entries of a season with a fee, as settled payments leave them, for many players at once. Their villages are the caller's. */
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../context.ts';
import { bookEntryFee } from '../features/payments/bookings.ts';
import { getPayment, type PaymentRow } from '../features/payments/queries.ts';
import { getSeason } from '../features/seasons/queries.ts';
import { inTransaction } from '../platform/tx.ts';

/** Enters these users; paid in USDT, at the clock's time. */
export async function enterPaid(
  ctx: Pick<Context, 'clock' | 'newId' | 'pool' | 'publisher'>,
  seasonId: string,
  userIds: readonly string[],
): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  await inTransaction(ctx, async (tx) => {
    const season = await getSeason(tx, seasonId);
    if (season === null) throw new Error('there is no such season');
    const rules = rulesetById(season.ruleset_id);
    const ids = userIds.map(() => ctx.newId());
    await tx.query({
      text: `insert into payments (id, season_id, user_id, method, currency, amount_micro, status, reference, created_at, updated_at, paid_at, settled_at)
        select p, $1, u, 'crypto', 'USDT', $4, 'settled', 'test:' || p, $5, $5, $5, $5 from unnest($2::text[], $3::text[]) as x(p, u)`,
      values: [seasonId, ids, userIds, season.entry_fee_micro, new Date(nowMs)],
    });
    await tx.query({
      text: `insert into entries (season_id, user_id, source, payment_id, created_at)
        select $1, u, 'paid', p, $4 from unnest($2::text[], $3::text[]) as x(p, u)`,
      values: [seasonId, ids, userIds, new Date(nowMs)],
    });
    for (const id of ids) await bookEntryFee(tx, rules, (await getPayment(tx, id)) as PaymentRow, nowMs);
  });
}
