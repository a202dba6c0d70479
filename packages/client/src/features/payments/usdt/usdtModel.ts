/** What stands between a wallet and a paid fee, in order. */

/** What the wallet shows. `balanceMicro` and `allowanceMicro` are null while it is on another network. */
export interface WalletLook {
  readonly address: string;
  readonly chainId: number;
  readonly balanceMicro: bigint | null;
  /** What the vault may take; null without a vault. */
  readonly allowanceMicro: bigint | null;
}

export interface FeeTerms {
  readonly amountMicro: number;
  readonly chainId: number;
  readonly wallet: string;
  readonly vault: { readonly address: string; readonly season: string } | null;
}

/** reset: USDT refuses to change an allowance that is not zero. enter: through the contract. transfer: to the treasury, without it. */
export type UsdtStep = 'account' | 'network' | 'balance' | 'reset' | 'approve' | 'enter' | 'transfer';

export function nextStep(terms: FeeTerms, look: WalletLook): UsdtStep {
  const amount = BigInt(terms.amountMicro);
  if (look.address.toLowerCase() !== terms.wallet.toLowerCase()) return 'account';
  if (look.chainId !== terms.chainId || look.balanceMicro === null) return 'network';
  if (look.balanceMicro < amount) return 'balance';
  if (terms.vault === null) return 'transfer';
  const allowed = look.allowanceMicro ?? 0n;
  if (allowed >= amount) return 'enter';
  return allowed > 0n ? 'reset' : 'approve';
}
