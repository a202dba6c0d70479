/** Events of Stripe, each once. The event is a hint: what it means is decided by the state of our own row (intents.ts, refunding.ts, disputes.ts). */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import { many, run, statement, timestamp } from '../../../platform/db.ts';
import type { Tx } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import type { PaymentRow } from '../queries.ts';
import { chargeSucceeded } from './charges.ts';
import { disputeTold } from './disputes.ts';
import { intentCanceled, intentDeclined, intentSucceeded } from './intents.ts';
import { refundEvent } from './refunding.ts';

// Of one event delivered several times at once the others wait for the first.
const holdEvent = statement('stripe.holdEvent', 'select pg_advisory_xact_lock(hashtextextended($1, 7203118444))');
const seen = statement('stripe.seen', 'select 1 as seen from stripe_events where id = $1');
const write = statement(
  'stripe.writeEvent',
  `insert into stripe_events (id, type, object_id, payment_id, livemode, created_at, received_at, outcome)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

interface Handled {
  outcome: string;
  payment: PaymentRow | null;
}

/** Does what the event asks for and remembers it, in one transaction; 'duplicate' when it was done before. */
export async function handleEvent(ctx: Context, tx: Tx, event: Stripe.Event): Promise<string> {
  await many(tx, holdEvent, [event.id]);
  if ((await many(tx, seen, [event.id])).length > 0) return 'duplicate';
  const { outcome, payment } = await dispatch(ctx, tx, event);
  const object = event.data.object as { id?: string };
  await run(tx, write, [
    event.id,
    event.type.slice(0, 100),
    object.id?.slice(0, 255) ?? null,
    payment?.id ?? null,
    event.livemode,
    timestamp(event.created * 1000),
    timestamp(ctx.clock.nowMs()),
    outcome,
  ]);
  await failpoint('webhook.handled');
  return outcome;
}

async function dispatch(ctx: Context, tx: Tx, event: Stripe.Event): Promise<Handled> {
  if (event.livemode !== ctx.config.payments.stripe?.livemode) {
    ctx.log.error({ event: event.id, type: event.type }, 'an event of the other mode (live, test) was ignored');
    return { outcome: 'other_mode', payment: null };
  }
  switch (event.type) {
    case 'payment_intent.succeeded':
      return intentSucceeded(ctx, tx, event.data.object, event.created * 1000);
    case 'payment_intent.canceled':
      return intentCanceled(ctx, tx, event.data.object);
    case 'payment_intent.payment_failed':
      return intentDeclined(ctx, tx, event.data.object);
    case 'charge.succeeded':
      return chargeSucceeded(ctx, tx, event.data.object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return refundEvent(ctx, tx, event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
      return disputeTold(ctx, tx, event.data.object, 'told');
    case 'charge.dispute.funds_withdrawn':
      return disputeTold(ctx, tx, event.data.object, 'withdrawn');
    case 'charge.dispute.funds_reinstated':
      return disputeTold(ctx, tx, event.data.object, 'reinstated');
    default:
      return { outcome: 'noted', payment: null };
  }
}
