/** Charges matter for the card behind them alone: whether money has come is said by the intent. */
import type Stripe from 'stripe';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../platform/tx.ts';
import { noteCard } from '../../fairplay/cards.ts';
import { getPaymentByReference, type PaymentRow } from '../queries.ts';
import { paymentOf } from './intents.ts';

/** Notes the card; the hourly comparison makes up for events that never came. */
export async function chargeSucceeded(
  ctx: Context,
  tx: Tx,
  charge: Stripe.Charge,
): Promise<{ outcome: string; payment: PaymentRow | null }> {
  const id = typeof charge.payment_intent === 'string' ? charge.payment_intent : (charge.payment_intent?.id ?? null);
  if (id === null) return { outcome: 'not_ours', payment: null };
  const payment =
    (await getPaymentByReference(tx, 'stripe', id)) ?? (await paymentOf(tx, { id, metadata: charge.metadata ?? {} }));
  if (payment === null) return { outcome: 'not_ours', payment: null };
  return { outcome: (await noteCard(ctx, tx, payment, charge)) ? 'card_noted' : 'noted', payment };
}
