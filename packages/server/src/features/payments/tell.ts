import type { Tx } from '../../platform/tx.ts';
import type { PaymentRow } from './queries.ts';

/** Tells the player that a payment is in another state. */
export function tellPayment(
  tx: Tx,
  payment: Pick<PaymentRow, 'id' | 'season_id' | 'user_id' | 'method' | 'status' | 'reason'>,
  atMs: number,
): void {
  const { id: paymentId, season_id: seasonId, method, status, reason } = payment;
  tx.tell({ user: payment.user_id }, 'payment_updated', { paymentId, seasonId, method, status, reason }, atMs);
}
