/** /v1/admin/*: the route table says which roles may call; here the caller becomes somebody who acts in one of them. */
import { Readable } from 'node:stream';
import { command, query, raw, signedIn } from '../../http/handler.ts';
import { answerAppeal, showAppeals } from '../fairplay/appeals.ts';
import { showEvidence, showFairPlay } from '../fairplay/desk.ts';
import { decideFlag, raiseByHand, showFlags } from '../fairplay/flags.ts';
import { lift, sanction } from '../fairplay/sanctions.ts';
import { acting } from './acting.ts';
import { readAuditFilter, showAudit } from './audit.ts';
import { auditCsv, auditJson } from './auditExport.ts';
import { proposeResume, showBooks } from './books.ts';
import { assertConfirmed } from './confirm.ts';
import { showOverview } from './overview.ts';
import { refundByAdmin, retryByAdmin, showPayment, showPayments, showWebhooks } from './payments.ts';
import { adminPayoutHandlers } from './payoutRoutes.ts';
import { approve, decline, showProposals, withdraw } from './proposals.ts';
import { showAdmins, showMyRoles } from './roles.ts';
import { cancelByAdmin, closeByAdmin, createByAdmin, openByAdmin, previewCancel, showSeasons } from './seasons.ts';
import { banConfirmation, showUser, showUsers, signOutEverywhere } from './users.ts';

export const adminHandlers = {
  'admin.me': query<'admin.me'>((ctx, call) => showMyRoles(ctx.pool, signedIn(call).userId)),
  'admin.admins': query<'admin.admins'>((ctx) => showAdmins(ctx.pool)),
  'admin.overview': query<'admin.overview'>((ctx) => showOverview(ctx)),

  'admin.audit': query<'admin.audit'>((ctx, call) => showAudit(ctx.pool, call.query)),
  'admin.auditExport': raw<'admin.auditExport'>(async (ctx, call, reply) => {
    const format = call.query.format ?? 'csv';
    const filter = readAuditFilter(call.query);
    reply.type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="audit.${format}"`);
    return Readable.from((format === 'csv' ? auditCsv : auditJson)(ctx.pool, filter), { objectMode: false });
  }),

  'admin.seasons': query<'admin.seasons'>((ctx) => showSeasons(ctx)),
  'admin.createSeason': command<'admin.createSeason'>(async (ctx, tx, call) =>
    createByAdmin(ctx, tx, await acting(tx, 'admin.createSeason', call), call.body),
  ),
  'admin.openSeason': command<'admin.openSeason'>(async (ctx, tx, call) =>
    openByAdmin(ctx, tx, { by: await acting(tx, 'admin.openSeason', call), ...call.params, ...call.body }),
  ),
  'admin.closeSeason': command<'admin.closeSeason'>(async (ctx, tx, call) =>
    closeByAdmin(ctx, tx, { by: await acting(tx, 'admin.closeSeason', call), ...call.params, ...call.body }),
  ),
  'admin.cancelPreview': query<'admin.cancelPreview'>((ctx, call) => previewCancel(ctx.pool, call.params.seasonId)),
  'admin.cancelSeason': command<'admin.cancelSeason'>(async (ctx, tx, call) =>
    cancelByAdmin(ctx, tx, { by: await acting(tx, 'admin.cancelSeason', call), ...call.params, ...call.body }),
  ),

  'admin.users': query<'admin.users'>((ctx, call) => showUsers(ctx, call.query)),
  'admin.user': query<'admin.user'>((ctx, call) => showUser(ctx, call.params.userId)),
  'admin.endSessions': command<'admin.endSessions'>(async (ctx, tx, call) =>
    signOutEverywhere(ctx, tx, { by: await acting(tx, 'admin.endSessions', call), ...call.params, ...call.body }),
  ),
  'admin.ban': command<'admin.ban'>(async (ctx, tx, call) => {
    const { userId } = call.params;
    assertConfirmed(call.body.confirm, await banConfirmation(tx, userId, ctx.clock.nowMs()));
    const by = await acting(tx, 'admin.ban', call);
    const { endedSessions } = await sanction(ctx, tx, 'banned', { userId, by, reason: call.body.reason });
    return { userId, standing: 'banned', endedSessions };
  }),
  'admin.restrict': command<'admin.restrict'>(async (ctx, tx, call) => {
    const { userId } = call.params;
    const by = await acting(tx, 'admin.restrict', call);
    await sanction(ctx, tx, 'restricted', { userId, by, reason: call.body.reason });
    return { userId, standing: 'restricted' };
  }),
  'admin.lift': command<'admin.lift'>(async (ctx, tx, call) => {
    const { userId } = call.params;
    await lift(ctx, tx, { userId, by: await acting(tx, 'admin.lift', call), reason: call.body.reason });
    return { userId, standing: 'good' };
  }),

  'admin.flags': query<'admin.flags'>((ctx, call) => showFlags(ctx.pool, call.query)),
  'admin.raiseFlag': command<'admin.raiseFlag'>(async (ctx, tx, call) =>
    raiseByHand(ctx, tx, await acting(tx, 'admin.raiseFlag', call), call.body),
  ),
  'admin.decideFlag': command<'admin.decideFlag'>(async (ctx, tx, call) =>
    decideFlag(ctx, tx, await acting(tx, 'admin.decideFlag', call), call.params.flagId, call.body),
  ),

  'admin.fairPlay': query<'admin.fairPlay'>((ctx, call) => showFairPlay(ctx, call.query)),
  'admin.fairPlayPlayer': query<'admin.fairPlayPlayer'>((ctx, call) =>
    showEvidence(ctx, call.params.userId, call.query),
  ),
  'admin.appeals': query<'admin.appeals'>((ctx, call) => showAppeals(ctx.pool, call.query)),
  'admin.answerAppeal': command<'admin.answerAppeal'>(async (ctx, tx, call) =>
    answerAppeal(ctx, tx, { by: await acting(tx, 'admin.answerAppeal', call), ...call.params, ...call.body }),
  ),

  'admin.payments': query<'admin.payments'>((ctx, call) => showPayments(ctx.pool, call.query)),
  'admin.payment': query<'admin.payment'>((ctx, call) =>
    showPayment(ctx, ctx.pool, call.params.paymentId, signedIn(call).userId),
  ),
  'admin.refund': command<'admin.refund'>(async (ctx, tx, call) =>
    refundByAdmin(ctx, tx, { by: await acting(tx, 'admin.refund', call), ...call.params, ...call.body }),
  ),
  'admin.retryRefund': command<'admin.retryRefund'>(async (ctx, tx, call) =>
    retryByAdmin(ctx, tx, { by: await acting(tx, 'admin.retryRefund', call), ...call.params, ...call.body }),
  ),
  'admin.webhooks': query<'admin.webhooks'>((ctx, call) => showWebhooks(ctx.pool, call.query)),
  'admin.books': query<'admin.books'>((ctx) => showBooks(ctx)),
  'admin.resumePayouts': command<'admin.resumePayouts'>(async (ctx, tx, call) =>
    proposeResume(ctx, tx, { by: await acting(tx, 'admin.resumePayouts', call), ...call.params, ...call.body }),
  ),

  ...adminPayoutHandlers,

  'admin.proposals': query<'admin.proposals'>((ctx, call) => showProposals(ctx, signedIn(call).userId, call.query)),
  'admin.approve': command<'admin.approve'>((ctx, tx, call) =>
    approve(ctx, tx, signedIn(call).userId, call.params.proposalId, call.body.confirm),
  ),
  'admin.decline': command<'admin.decline'>((ctx, tx, call) =>
    decline(ctx, tx, signedIn(call).userId, call.params.proposalId, call.body.reason),
  ),
  'admin.withdraw': command<'admin.withdraw'>((ctx, tx, call) =>
    withdraw(ctx, tx, signedIn(call).userId, call.params.proposalId),
  ),
};
