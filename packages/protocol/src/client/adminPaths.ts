/** Method and path of the administrators' routes; see paths.ts. */
import type { Method } from '../core/route.ts';
import type { RouteName } from '../routes.ts';

export type AdminRouteName = Extract<RouteName, `admin.${string}`>;

export const adminPaths = {
  'admin.me': ['GET', '/v1/admin/me'],
  'admin.admins': ['GET', '/v1/admin/admins'],
  'admin.audit': ['GET', '/v1/admin/audit'],
  'admin.auditExport': ['GET', '/v1/admin/audit/export'],
  'admin.overview': ['GET', '/v1/admin/overview'],
  'admin.seasons': ['GET', '/v1/admin/seasons'],
  'admin.createSeason': ['POST', '/v1/admin/seasons'],
  'admin.openSeason': ['POST', '/v1/admin/seasons/:seasonId/open'],
  'admin.closeSeason': ['POST', '/v1/admin/seasons/:seasonId/close'],
  'admin.cancelPreview': ['GET', '/v1/admin/seasons/:seasonId/cancel'],
  'admin.cancelSeason': ['POST', '/v1/admin/seasons/:seasonId/cancel'],
  'admin.users': ['GET', '/v1/admin/users'],
  'admin.user': ['GET', '/v1/admin/users/:userId'],
  'admin.endSessions': ['POST', '/v1/admin/users/:userId/end-sessions'],
  'admin.ban': ['POST', '/v1/admin/users/:userId/ban'],
  'admin.restrict': ['POST', '/v1/admin/users/:userId/restrict'],
  'admin.lift': ['POST', '/v1/admin/users/:userId/lift'],
  'admin.flags': ['GET', '/v1/admin/flags'],
  'admin.raiseFlag': ['POST', '/v1/admin/flags'],
  'admin.decideFlag': ['POST', '/v1/admin/flags/:flagId/decide'],
  'admin.proposals': ['GET', '/v1/admin/proposals'],
  'admin.approve': ['POST', '/v1/admin/proposals/:proposalId/approve'],
  'admin.decline': ['POST', '/v1/admin/proposals/:proposalId/decline'],
  'admin.withdraw': ['POST', '/v1/admin/proposals/:proposalId/withdraw'],
  'admin.payments': ['GET', '/v1/admin/payments'],
  'admin.payment': ['GET', '/v1/admin/payments/:paymentId'],
  'admin.refund': ['POST', '/v1/admin/payments/:paymentId/refund'],
  'admin.retryRefund': ['POST', '/v1/admin/refunds/:refundId/retry'],
  'admin.webhooks': ['GET', '/v1/admin/webhooks'],
  'admin.books': ['GET', '/v1/admin/books'],
  'admin.resumePayouts': ['POST', '/v1/admin/stops/:stopId/lift'],
} as const satisfies Record<AdminRouteName, readonly [Method, string]>;
