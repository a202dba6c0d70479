/** Seasons as operators see and change them. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import { Amount, Instant, NullableInstant, NullableInteger, NullableText, ObjectId, object } from '../core/schema.ts';
import { Confirmation, Reason } from './admin.ts';
import { SeasonStatus } from './seasons.ts';

export const AdminSeason = object({
  seasonId: ObjectId,
  seasonNumber: Type.Integer(),
  name: Type.String(),
  status: SeasonStatus,
  rulesetId: Type.String(),
  speed: Type.Integer(),
  /** Millionths of a USDT; 0 = free. */
  entryFeeMicro: Amount,
  demo: Type.Boolean(),
  registrationStart: Instant,
  seasonStart: Instant,
  seasonEnd: Instant,
  players: Amount,
  paidEntries: Amount,
  tribes: Amount,
  /** SHA-256 of the season's secret: published since the season was made. */
  commitment: Type.String(),
  /** When the secret was published, which happens by itself at the end; null before. */
  revealedAt: NullableInstant,
  /** Fixed at the end; null before. */
  prizePoolMicro: NullableInteger,
  /** The open proposal to cancel it. */
  cancelProposalId: NullableText,
});
export type AdminSeason = Static<typeof AdminSeason>;

/** What cancelling would do, as things stand. */
export const CancelPreview = object({
  seasonId: ObjectId,
  players: Amount,
  paidEntries: Amount,
  /** Millionths of a USDT that go back to those who paid. */
  refundsMicro: Amount,
  tribes: Amount,
  queuedOrders: Amount,
  /** A season with an entry fee takes two people. */
  needsTwo: Type.Boolean(),
  /** Has to be typed. */
  confirm: Type.String(),
});
export type CancelPreview = Static<typeof CancelPreview>;

const params = object({ seasonId: ObjectId });

export const adminSeasonRoutes = {
  'admin.seasons': route({
    method: 'GET',
    path: '/v1/admin/seasons',
    access: 'admin',
    summary: 'The newest 100 seasons, newest first, and the rulesets there are.',
    data: object({ seasons: Type.Array(AdminSeason), rulesets: Type.Array(Type.String()) }),
  }),
  'admin.createSeason': route({
    method: 'POST',
    path: '/v1/admin/seasons',
    access: 'admin',
    adminRoles: ['operator'],
    summary: 'Plan a season. Its secret is drawn and its commitment published at once.',
    body: object({
      /** 3 to 60 characters; {n} becomes the number of the season. */
      name: Type.String({ minLength: 3, maxLength: 60, pattern: '^[^\\u0000-\\u001f\\u007f]*$' }),
      /** Not in the past, at most a year from now. */
      seasonStart: Instant,
      /** Now unless given. */
      registrationStart: Type.Optional(Instant),
      speed: Type.Integer({ minimum: 1, maximum: 3_600 }),
      /** USDT: 0 or 25. */
      entryFee: Type.Integer({ minimum: 0, maximum: 25 }),
      rulesetId: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$', maxLength: 40 })),
    }),
    data: AdminSeason,
  }),
  'admin.openSeason': route({
    method: 'POST',
    path: '/v1/admin/seasons/:seasonId/open',
    access: 'admin',
    adminRoles: ['operator'],
    summary: 'Open registration now instead of at its time. Safe to call again.',
    params,
    body: object({ reason: Reason }),
    data: AdminSeason,
  }),
  'admin.closeSeason': route({
    method: 'POST',
    path: '/v1/admin/seasons/:seasonId/close',
    access: 'admin',
    adminRoles: ['operator'],
    summary: "End a running season one minute from now. Type the season's name to confirm. It cannot be undone.",
    params,
    body: object({ reason: Reason, confirm: Confirmation }),
    data: AdminSeason,
  }),
  'admin.cancelPreview': route({
    method: 'GET',
    path: '/v1/admin/seasons/:seasonId/cancel',
    access: 'admin',
    adminRoles: ['operator', 'treasurer'],
    summary: 'What cancelling the season would do. Changes nothing.',
    params,
    data: CancelPreview,
  }),
  'admin.cancelSeason': route({
    method: 'POST',
    path: '/v1/admin/seasons/:seasonId/cancel',
    access: 'admin',
    adminRoles: ['operator'],
    summary:
      "Cancel a season that has not ended. Type the season's name to confirm. A season with an entry fee is only proposed for cancelling.",
    params,
    body: object({ reason: Reason, confirm: Confirmation }),
    /** proposalId: it waits for a second person; null = done. */
    data: object({ season: AdminSeason, proposalId: NullableText }),
  }),
};
