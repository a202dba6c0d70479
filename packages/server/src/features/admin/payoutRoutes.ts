/** /v1/admin/*, the part about payouts, deposits and refunds. */
import { command, query } from '../../http/handler.ts';
import { dryRun, showPayoutList, showPayoutSeasons } from '../payouts/desk.ts';
import { holdPayout, releasePayout, retryPayout } from '../payouts/holds.ts';
import { planSeasonPayouts, takeApprovalBack } from '../payouts/planning.ts';
import { acting } from './acting.ts';
import {
  decideDepositByAdmin,
  openInVault,
  orderBatch,
  proposeForfeit,
  proposePublication,
  proposeRefundPaid,
  retryPlan,
  showDeposits,
  showOpenRefunds,
} from './payouts.ts';

export const adminPayoutHandlers = {
  'admin.payouts': query<'admin.payouts'>((ctx) => showPayoutSeasons(ctx)),
  'admin.payoutList': query<'admin.payoutList'>((ctx, call) => showPayoutList(ctx, call.params.seasonId, call.query)),
  'admin.payoutDryRun': query<'admin.payoutDryRun'>((ctx, call) => dryRun(ctx, call.params.seasonId)),
  'admin.planPayouts': command<'admin.planPayouts'>(async (ctx, tx, call) => {
    const by = await acting(tx, 'admin.planPayouts', call);
    const { season_id: seasonId, status } = await planSeasonPayouts(ctx, tx, { by, ...call.params, ...call.body });
    return { seasonId, status };
  }),
  'admin.proposePayouts': command<'admin.proposePayouts'>(async (ctx, tx, call) =>
    proposePublication(ctx, tx, { by: await acting(tx, 'admin.proposePayouts', call), ...call.params, ...call.body }),
  ),
  'admin.holdPayout': command<'admin.holdPayout'>(async (ctx, tx, call) => {
    const by = await acting(tx, 'admin.holdPayout', call);
    return { ...call.params, status: await holdPayout(ctx, tx, { by, ...call.params, ...call.body }) };
  }),
  'admin.releasePayout': command<'admin.releasePayout'>(async (ctx, tx, call) => {
    const by = await acting(tx, 'admin.releasePayout', call);
    return { ...call.params, status: await releasePayout(ctx, tx, { by, ...call.params, ...call.body }) };
  }),
  'admin.retryPayout': command<'admin.retryPayout'>(async (ctx, tx, call) => {
    const by = await acting(tx, 'admin.retryPayout', call);
    return { ...call.params, status: await retryPayout(ctx, tx, { by, ...call.params, ...call.body }) };
  }),
  'admin.forfeitPayout': command<'admin.forfeitPayout'>(async (ctx, tx, call) =>
    proposeForfeit(ctx, tx, { by: await acting(tx, 'admin.forfeitPayout', call), ...call.params, ...call.body }),
  ),
  'admin.takeBackPlan': command<'admin.takeBackPlan'>(async (ctx, tx, call) => {
    const by = await acting(tx, 'admin.takeBackPlan', call);
    const { season_id: seasonId, status } = await takeApprovalBack(ctx, tx, { by, ...call.params, ...call.body });
    return { seasonId, status };
  }),
  'admin.retryPlan': command<'admin.retryPlan'>(async (ctx, tx, call) =>
    retryPlan(ctx, tx, { by: await acting(tx, 'admin.retryPlan', call), ...call.params, ...call.body }),
  ),
  'admin.batchPayouts': command<'admin.batchPayouts'>(async (ctx, tx, call) =>
    orderBatch(ctx, tx, { by: await acting(tx, 'admin.batchPayouts', call), ...call.params, ...call.body }),
  ),
  'admin.openVault': command<'admin.openVault'>(async (ctx, tx, call) =>
    openInVault(ctx, tx, { by: await acting(tx, 'admin.openVault', call), ...call.params, ...call.body }),
  ),
  'admin.deposits': query<'admin.deposits'>((ctx) => showDeposits(ctx.pool)),
  'admin.decideDeposit': command<'admin.decideDeposit'>(async (ctx, tx, call) =>
    decideDepositByAdmin(ctx, tx, await acting(tx, 'admin.decideDeposit', call), call.body),
  ),
  'admin.refunds': query<'admin.refunds'>((ctx) => showOpenRefunds(ctx.pool)),
  'admin.markRefundPaid': command<'admin.markRefundPaid'>(async (ctx, tx, call) =>
    proposeRefundPaid(ctx, tx, { by: await acting(tx, 'admin.markRefundPaid', call), ...call.params, ...call.body }),
  ),
};
