/** Stripe's SDK, set up: no telemetry, an address that can be replaced, short waits. */
import Stripe from 'stripe';
import type { StripeConfig } from '../../../config/payments.ts';

export type StripeClient = Stripe;

export function createStripe(config: StripeConfig): StripeClient {
  const { protocol, hostname, port } = new URL(config.apiBase);
  return new Stripe(config.secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    telemetry: false,
    timeout: 8_000,
    // With the same Idempotency-Key: what was done before the connection broke is found, not done again.
    maxNetworkRetries: 1,
  });
}

/** Stripe is the right kind of not answering: worth another try later. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeConnectionError ||
  error instanceof Stripe.errors.StripeAPIError ||
  error instanceof Stripe.errors.StripeRateLimitError ||
  error instanceof Stripe.errors.StripeIdempotencyError ||
  (error instanceof Stripe.errors.StripeError && (error.statusCode === 409 || (error.statusCode ?? 500) >= 500));

/** Stripe's word for what was wrong with the request; null for other errors. */
export const stripeCode = (error: unknown): string | null =>
  error instanceof Stripe.errors.StripeError ? (error.code ?? null) : null;

export const problemText = (error: unknown): string =>
  error instanceof Stripe.errors.StripeError
    ? [error.type, error.code, error.statusCode].filter(Boolean).join(' ')
    : String(error instanceof Error ? error.message : error);
