/** How the game is doing. */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import { Amount, Instant, NullableInstant, NullableInteger, nullable, ObjectId, object } from '../core/schema.ts';
import { PayoutProcess } from './adminPayouts.ts';
import { SeasonStatus } from './seasons.ts';

/** Recurring credits of one kind in one season. */
export const TickHealth = object({
  /** Number of the last one applied; 0 = none yet. */
  last: Amount,
  lastAppliedAt: NullableInstant,
  /** How many should have been applied by now. */
  due: Amount,
  /** Due for more than five seconds and not applied yet. */
  missed: Amount,
  /** Applied more than a minute late. Nothing is lost by that. */
  madeUp: Amount,
});
export type TickHealth = Static<typeof TickHealth>;

export const ProcessRow = object({
  processId: ObjectId,
  role: Type.String(),
  version: Type.String(),
  nodeVersion: Type.String(),
  startedAt: Instant,
  /** Seconds since it last said that it lives; more than 30 = it is gone. */
  silentSeconds: Amount,
  alive: Type.Boolean(),
  /** Since its start. */
  requests: Amount,
  /** Faults of ours since its start: requests answered with 500, failed rounds of the worker. */
  errors: Amount,
  lastErrorAt: NullableInstant,
  sockets: Amount,
  memoryBytes: Amount,
});
export type ProcessRow = Static<typeof ProcessRow>;

export const adminOverviewRoutes = {
  'admin.overview': route({
    method: 'GET',
    path: '/v1/admin/overview',
    access: 'admin',
    summary: 'Players, orders, queue, recurring credits, processes and database, as they are now.',
    data: object({
      at: Instant,
      playersOnline: Amount,
      orders: object({
        lastMinute: Amount,
        lastHour: Amount,
        queued: Amount,
        /** Age of the oldest order that waits; null without one. */
        oldestQueuedSeconds: NullableInteger,
      }),
      seasons: Type.Array(
        object({
          seasonId: ObjectId,
          seasonNumber: Type.Integer(),
          name: Type.String(),
          status: SeasonStatus,
          players: Amount,
          vpTicks: TickHealth,
          goldTicks: TickHealth,
        }),
      ),
      /** News written and not yet numbered. */
      newsWaiting: Amount,
      openFlags: Amount,
      openProposals: Amount,
      /** Since midnight UTC, in millionths. */
      paymentsToday: object({
        settled: Amount,
        usdMicro: Amount,
        usdtMicro: Amount,
        refundsOrdered: Amount,
        /** Refunds that need people, of any day. */
        refundsFailed: Amount,
        /** Deposits on the chain that fit no fee and wait for people. */
        depositsWaiting: Amount,
      }),
      payouts: object({
        /** Stops of all payouts that nobody has lifted. */
        stops: Amount,
        /** What did not hold, for each of them. */
        rules: Type.Array(Type.String()),
        /** Null = no payout process has ever run. */
        process: nullable(PayoutProcess),
      }),
      processes: Type.Array(ProcessRow),
      database: object({
        version: Type.String(),
        sizeBytes: Amount,
        connections: Amount,
        migration: Type.String(),
        longestTransactionSeconds: NullableInteger,
      }),
    }),
  }),
};
export type Overview = Static<(typeof adminOverviewRoutes)['admin.overview']['data']>;
