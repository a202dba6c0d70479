import { MINIMUM_AGE, TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import type { Payment } from '@cryptotribes/protocol/features/payments';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Context } from '../../context.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { confirmedAt, countryAllowed } from './eligibility.ts';
import { paymentMethods } from './methods.ts';
import { countSeats, listPaymentsOf, type PaymentRow } from './queries.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export const showPayment = (row: PaymentRow): Payment => ({
  paymentId: row.id,
  seasonId: row.season_id,
  type: 'entry_fee',
  method: row.method,
  currency: row.currency,
  amount: row.amount_micro / 1e6,
  amountMicro: row.amount_micro,
  status: row.status,
  reason: row.reason,
  reference: row.reference,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
  paidAt: isoOrNull(row.paid_at),
  settledAt: isoOrNull(row.settled_at),
});

export async function showPayments(ctx: Pick<Context, 'pool'>, userId: string): Promise<RouteData<'payments.mine'>> {
  return { payments: (await listPaymentsOf(ctx.pool, userId)).map(showPayment) };
}

/** SEASON_NOT_FOUND. `userId` null = a visitor. */
export async function showOptions(
  ctx: Context,
  given: string | undefined,
  userId: string | null,
  country: string | null,
): Promise<RouteData<'payments.options'>> {
  const season = await seasonOrCurrent(ctx.pool, given, userId);
  const seasonId = season.id;
  const free = season.entry_fee_micro === 0;
  const seatsLeft =
    season.max_players === null ? null : Math.max(0, season.max_players - (await countSeats(ctx.pool, seasonId)));
  const methods = free ? [] : paymentMethods(ctx.config);
  const nowMs = ctx.clock.nowMs();
  const inTime =
    season.status === 'registration' && nowMs >= season.registration_start && nowMs < season.registration_end;
  const confirmedMs = userId === null ? null : await confirmedAt(ctx.pool, userId);
  return {
    seasonId,
    entryFee: season.entry_fee_micro / 1e6,
    amountMicro: season.entry_fee_micro,
    methods,
    publishableKey: methods.includes('stripe') ? (ctx.config.payments.stripe?.publishableKey ?? null) : null,
    stripeScript: methods.includes('stripe') ? (ctx.config.payments.stripe?.scriptUrl ?? null) : null,
    country,
    countryAllowed: countryAllowed(country, ctx.config),
    terms: { version: TERMS_VERSION, minimumAge: MINIMUM_AGE, confirmedAt: isoOrNull(confirmedMs) },
    seatsLeft,
    open: methods.length > 0 && inTime && seatsLeft !== 0,
  };
}
