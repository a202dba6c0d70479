/** What a winner may keep: everything that anybody needs to check the payment on the chain. */
import type { Payout } from '@cryptotribes/protocol/features/payouts';

/** Millionths with all six decimals: 21250000 → "21.250000". */
export const sixDecimals = (micro: number): string =>
  `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`;

export function receiptOf(payout: Payout) {
  const { amountMicro, claim, ...rest } = payout;
  return {
    kind: 'CryptoTribes prize',
    amount: sixDecimals(amountMicro),
    currency: 'USDT',
    ...rest,
    claim: claim && { ...claim, amountMicro: undefined, amount: sixDecimals(claim.amountMicro) },
  };
}

/** Hands the receipt to the browser as a file. */
export function downloadReceipt(payout: Payout): void {
  const text = `${JSON.stringify(receiptOf(payout), null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `cryptotribes-season-${payout.seasonNumber}-prize.json`;
  link.click();
  URL.revokeObjectURL(address);
}
