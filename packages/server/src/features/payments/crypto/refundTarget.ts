import type { Address } from 'viem';
import type { Db } from '../../../platform/db.ts';
import type { DepositKind } from './depositLogs.ts';
import { findDeposit } from './depositQueries.ts';
import { readReference } from './reference.ts';

/** How money that came by the chain goes back. */
export interface RefundTarget {
  readonly kind: DepositKind;
  /** Whoever is paid. */
  readonly to: Address;
  /**
   * An entry of the vault, while its season is open (`refundEntry`) or cancelled (`refund`) there: the vault pays it back itself, to the
   * payer. After the season was settled, or to another address than the payer's: a transfer from the treasury. Null for a transfer.
   */
  readonly vaultEntry: { readonly season: bigint; readonly player: Address; readonly payer: Address } | null;
}

/** Where the money of a refund order (`refunds.reference`, method 'crypto') goes; null when the chain's deposit is not known. */
export async function refundTarget(db: Db, reference: string): Promise<RefundTarget | null> {
  const key = readReference(reference);
  const deposit = key && (await findDeposit(db, key));
  if (!deposit) return null;
  const { kind, payer, player, vaultSeason, refundTo } = deposit;
  const vaultEntry = player === null || vaultSeason === null ? null : { season: vaultSeason, player, payer };
  return { kind, to: refundTo ?? payer, vaultEntry };
}
