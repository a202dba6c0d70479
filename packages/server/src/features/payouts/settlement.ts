/** What the vault needs before it takes a season's root, and what of it is the operator's. */

/** As SeasonVault has it. */
const MAX_FEE_SHARE_BPS = 1_500n;

export interface VaultFunds {
  readonly feeMicro: bigint;
  readonly entrants: number;
  readonly heldMicro: bigint;
}
export interface Settlement {
  /** What the treasury adds, for fees that were paid in another way. */
  readonly toFundMicro: bigint;
  readonly feeShareMicro: bigint;
}

/**
 * Null when the vault would refuse: it asks that at least the entry fees less the highest fee share go to the root, so refunds of its entries
 * must be done before.
 */
export function settlementFor({ feeMicro, entrants, heldMicro }: VaultFunds, prizesMicro: bigint): Settlement | null {
  const entryFees = feeMicro * BigInt(entrants);
  const maxFeeShare = (entryFees * MAX_FEE_SHARE_BPS) / 10_000n;
  if (prizesMicro < entryFees - maxFeeShare) return null;
  if (heldMicro < prizesMicro) return { toFundMicro: prizesMicro - heldMicro, feeShareMicro: 0n };
  const rest = heldMicro - prizesMicro;
  return { toFundMicro: 0n, feeShareMicro: rest < maxFeeShare ? rest : maxFeeShare };
}
