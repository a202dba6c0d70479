/**
 * /webhooks/stripe: events as Stripe signs them, checked on the very bytes. An event counts once, for ever: its id is written in the transaction
 * of its effect. 400 only for what Stripe did not sign; a fault of ours is a 5xx, so that Stripe sends the event again.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyInstance } from 'fastify';
import Stripe from 'stripe';
import type { StripeConfig } from '../../../config/payments.ts';
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { handleEvent } from './events.ts';

const MAX_EVENT_BYTES = 1024 * 1024;
/** How far a signature's time may lie ahead of ours. Stripe's library takes any time ahead (RELIABILITY T9); it checks the past itself. */
const MAX_AHEAD_S = 300;

export function registerStripeWebhook(app: FastifyInstance, ctx: Context): void {
  const config = ctx.config.payments.stripe;
  if (config === null) return;
  // A plugin of its own: here the body stays bytes.
  app.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: MAX_EVENT_BYTES },
      async (_: unknown, body: Buffer) => body,
    );
    inner.post('/webhooks/stripe', { schema: { hide: true }, bodyLimit: MAX_EVENT_BYTES }, async (request) => {
      const event = readEvent(config, request.body, request.headers['stripe-signature'], ctx.clock.nowMs());
      await failpoint('webhook.read');
      const outcome = await inTransaction(ctx, (tx) => handleEvent(ctx, tx, event));
      await failpoint('webhook.committed');
      ctx.log.debug({ event: event.id, type: event.type, outcome }, 'a Stripe event was dealt with');
      ctx.moneyBell.ring();
      return { received: true };
    });
  });
}

/** The event, if Stripe signed these bytes within the last five minutes; otherwise INVALID_SIGNATURE as 400. */
export function readEvent(
  config: Pick<StripeConfig, 'webhookSecret'>,
  body: unknown,
  signature: unknown,
  nowMs: number,
): Stripe.Event {
  const refused = (): AppError => new AppError('INVALID_WEBHOOK_SIGNATURE');
  if (!Buffer.isBuffer(body) || typeof signature !== 'string' || config.webhookSecret === '') throw refused();
  const time = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1];
  if (time === undefined || Number(time) > Math.floor(nowMs / 1000) + MAX_AHEAD_S) throw refused();
  try {
    return Stripe.webhooks.constructEvent(body, signature, config.webhookSecret, 300, undefined, nowMs);
  } catch (error) {
    // Anything else than a bad signature would be ours; what Stripe signed is always JSON.
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError)
      throw refused();
    throw error;
  }
}
