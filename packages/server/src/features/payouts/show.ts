import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Payout } from '@cryptotribes/protocol/features/payouts';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { bytesToHex, getAddress, type Hex, hexToBytes } from 'viem';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { vaultSeasonId } from './prizeTree.ts';
import { getOwnPayout, listPayoutsOf, noteClaim, type OwnPayoutRow } from './queries.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
export const hashOrNull = (hash: Buffer | null): Hex | null => (hash === null ? null : bytesToHex(hash));

export async function showPayouts(
  ctx: Pick<Context, 'pool' | 'config'>,
  userId: string,
): Promise<RouteData<'payouts.mine'>> {
  const { payoutReviewMs } = ctx.config.payments;
  return { payouts: (await listPayoutsOf(ctx.pool, userId)).map((row) => payoutOf(row, payoutReviewMs)) };
}

/** Notes the transaction that fetches the prize. PAYOUT_NOT_FOUND; ACT_NOT_POSSIBLE unless the prize can be fetched. */
export async function claimByWinner(
  ctx: Pick<Context, 'clock' | 'config'>,
  tx: Tx,
  userId: string,
  seasonId: string,
  txHash: string,
): Promise<Payout> {
  const before = await getOwnPayout(tx, userId, seasonId);
  if (before === null) throw new AppError('PAYOUT_NOT_FOUND');
  const hash = Buffer.from(hexToBytes(txHash.toLowerCase() as Hex));
  // What is paid already is shown as it is: the answer to a click that came late.
  if (before.status !== 'paid' && !(await noteClaim(tx, seasonId, userId, hash, ctx.clock.nowMs()))) {
    throw new AppError('ACT_NOT_POSSIBLE', { status: before.status }, 'This prize cannot be fetched at present.');
  }
  return payoutOf((await getOwnPayout(tx, userId, seasonId)) as OwnPayoutRow, ctx.config.payments.payoutReviewMs);
}

function payoutOf(row: OwnPayoutRow, reviewMs: number): Payout {
  const address = getAddress(bytesToHex(row.address));
  return {
    seasonId: row.season_id,
    seasonNumber: row.season_number,
    seasonName: row.season_name,
    tribeRank: row.tribe_rank,
    role: row.role,
    amountMicro: row.amount_micro,
    address,
    status: row.status,
    reviewEndsAt: iso(row.ended_at + reviewMs),
    claim: claimOf(row, address),
    forfeitReason: row.forfeit_reason,
    claimTx: hashOrNull(row.claim_tx),
    paidTx: hashOrNull(row.paid_tx),
    paidAt: isoOrNull(row.paid_at),
    updatedAt: iso(row.updated_at),
  };
}

/** Null as long as there is nothing to claim. */
function claimOf(row: OwnPayoutRow, account: string): Payout['claim'] {
  const { chain_id: chainId, vault, claim_deadline: deadlineMs, proof } = row;
  if (chainId === null || vault === null || deadlineMs === null || proof === null || row.in_trust) return null;
  return {
    chainId,
    contract: getAddress(bytesToHex(vault)),
    season: vaultSeasonId(row.season_id).toString(),
    account,
    amountMicro: row.amount_micro,
    proof: proof.map((hash) => bytesToHex(hash)),
    claimBefore: iso(deadlineMs),
  };
}
