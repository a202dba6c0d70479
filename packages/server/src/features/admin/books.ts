/** The books for administrators, and lifting a stop of all payouts, which takes two people. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Books } from '@cryptotribes/protocol/features/adminMoney';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { prizePoolMicro } from '@cryptotribes/rules/prizes/split';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { poolOf, trialBalance } from '../ledger/balances.ts';
import { liftFreeze, listFreezes } from '../ledger/freeze.ts';
import { listPools } from '../payments/deskQueries.ts';
import { recordAct } from './audit.ts';
import { openProposals } from './proposalQueries.ts';
import { propose } from './proposals.ts';
import type { ActingAdmin } from './roles.ts';

const RESUME = 'payouts.resume';

export async function showBooks(ctx: Context): Promise<Books> {
  const db = ctx.pool;
  const { rows, totals } = await trialBalance(db);
  const proposals = await openProposals(db, RESUME, ctx.clock.nowMs());
  return {
    accounts: rows.map((row) => ({
      account: row.account_id,
      currency: row.currency,
      debitMicro: row.debit_micro,
      creditMicro: row.credit_micro,
      balanceMicro: row.credit_micro - row.debit_micro,
    })),
    totals: [...totals].map(([currency, { debitMicro, creditMicro }]) => ({
      currency,
      debitMicro,
      creditMicro,
      balanced: debitMicro === creditMicro,
    })),
    pools: await Promise.all(
      (await listPools(db)).map(async (row) => {
        const bookedMicro = await poolOf(db, row.season_id);
        const expectedMicro = prizePoolMicro(rulesetById(row.ruleset_id), row.valid);
        return {
          seasonId: row.season_id,
          name: row.name,
          validEntries: row.valid,
          bookedMicro,
          expectedMicro,
          matches: bookedMicro === expectedMicro,
        };
      }),
    ),
    stops: (await listFreezes(db)).map((row) => ({
      stopId: row.id,
      rule: row.rule,
      details: row.details,
      since: new Date(row.frozen_at).toISOString(),
      proposalId: proposals.get(String(row.id)) ?? null,
    })),
  };
}

/** ACT_NOT_POSSIBLE when the stop is not open, ALREADY_PROPOSED. */
export async function proposeResume(
  ctx: Context,
  tx: Tx,
  { by, stopId, reason }: { by: ActingAdmin; stopId: string; reason: string },
): Promise<RouteData<'admin.resumePayouts'>> {
  const stop = (await listFreezes(tx)).find((row) => String(row.id) === stopId);
  if (stop === undefined) throw notOpen();
  const proposalId = await propose(ctx, tx, by, {
    kind: RESUME,
    target: { kind: 'payout_freeze', id: stopId },
    title: stop.rule,
    payload: { rule: stop.rule, details: stop.details },
    confirm: `resume ${stopId}`,
    reason,
  });
  return { proposalId };
}

const notOpen = (): AppError => new AppError('ACT_NOT_POSSIBLE', {}, 'There is no such stop that is still open.');

/** Lifts the stop, once a second person has approved it. */
export async function resume(
  ctx: Context,
  tx: Tx,
  { by, stopId, reason, proposalId }: { by: ActingAdmin; stopId: string; reason: string; proposalId: string },
): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  if (!(await liftFreeze(tx, Number(stopId), { userId: by.userId, reason }, nowMs))) throw notOpen();
  await recordAct(tx, nowMs, {
    by,
    action: RESUME,
    target: { kind: 'payout_freeze', id: stopId },
    reason,
    details: { proposalId },
  });
}
