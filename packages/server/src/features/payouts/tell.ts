import type { PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import type { Tx } from '../../platform/tx.ts';

/** Tells the winner that the prize is in another state. */
export function tellPayout(
  tx: Tx,
  payout: { season_id: string; user_id: string; amount_micro: number },
  status: PayoutStatus,
  atMs: number,
  txHash: string | null = null,
): void {
  const { season_id: seasonId, amount_micro: amountMicro } = payout;
  tx.tell({ user: payout.user_id }, 'payout_updated', { seasonId, status, amountMicro, txHash }, atMs);
}
