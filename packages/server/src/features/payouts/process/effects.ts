/** What an act that the chain has finally taken means for us; in the transaction that concludes it. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, bytesToHex, decodeFunctionData } from 'viem';
import type { Tx } from '../../../platform/tx.ts';
import { refundTarget } from '../../payments/crypto/refundTarget.ts';
import { getRefund, markRefundFailed } from '../../payments/refundQueries.ts';
import { completeRefund } from '../../payments/refunds.ts';
import { bookPayoutPaid } from '../bookings.ts';
import { lockPlan, makeClaimable, type Publication, publishPlan, setPlanProblem } from '../planQueries.ts';
import { lockPayout, markPaid, movePayout } from '../queries.ts';
import { tellPayout } from '../tell.ts';
import type { Act } from './actQueries.ts';
import type { Receipt } from './acts.ts';
import { arrived } from './calls.ts';
import { bytes, type PayoutParts } from './parts.ts';
import { noteOpening } from './workQueries.ts';

export const REFUSED = 'the contract refused the transaction';

/** The winners of a root that is in the vault can claim. */
export async function published(tx: Tx, seasonId: string, at: Publication, nowMs: number): Promise<void> {
  await lockPlan(tx, seasonId);
  if (!(await publishPlan(tx, seasonId, at, nowMs))) return;
  for (const payout of await makeClaimable(tx, seasonId, nowMs))
    tellPayout(tx, { season_id: seasonId, ...payout }, 'claimable', nowMs);
}

/** Gives why it failed; null = it did not. */
export async function effectOf(
  parts: PayoutParts,
  tx: Tx,
  act: Act,
  receipt: Receipt,
  nowMs: number,
): Promise<string | null> {
  const problem = receipt.succeeded ? await succeeded(parts, tx, act, receipt, nowMs) : REFUSED;
  if (problem !== null) await failed(tx, act, problem, nowMs);
  return problem;
}

async function succeeded(
  parts: PayoutParts,
  tx: Tx,
  act: Act,
  receipt: Receipt,
  nowMs: number,
): Promise<string | null> {
  const { chainId, vault } = parts.reader.settings;
  switch (act.kind) {
    case 'set_root': {
      const { args } = decodeFunctionData({ abi: seasonVaultAbi, data: act.data }) as unknown as {
        args: readonly bigint[];
      };
      const claimDeadlineMs = Number(args[4]) * 1_000;
      const at = { chainId, vault: bytes(vault), claimDeadlineMs, txHash: bytes(receipt.txHash) };
      await published(tx, act.seasonId as string, at, nowMs);
      return null;
    }
    case 'transfer':
      return paidByTransfer(parts, tx, act, receipt, nowMs);
    case 'refund_transfer':
      return refundedByTransfer(parts, tx, act, receipt);
    case 'open_season':
      await noteOpening(tx, act.seasonId as string, null, nowMs);
      return null;
    default:
      // The vault's logs say what it did; they are read by themselves.
      return null;
  }
}

async function paidByTransfer(
  parts: PayoutParts,
  tx: Tx,
  act: Act,
  receipt: Receipt,
  nowMs: number,
): Promise<string | null> {
  const [seasonId, userId] = act.ref.split(':') as [string, string];
  await lockPlan(tx, seasonId);
  const payout = await lockPayout(tx, seasonId, userId);
  if (payout === null || payout.status === 'paid') return null;
  const micro = arrived(parts, receipt, bytesToHex(payout.address));
  if (micro !== BigInt(payout.amount_micro)) return `${micro} of ${payout.amount_micro} arrived`;
  await markPaid(tx, payout, bytes(receipt.txHash), nowMs);
  await bookPayoutPaid(tx, payout, nowMs);
  tellPayout(tx, payout, 'paid', nowMs, receipt.txHash);
  return null;
}

async function refundedByTransfer(parts: PayoutParts, tx: Tx, act: Act, receipt: Receipt): Promise<string | null> {
  const refund = await getRefund(tx, act.ref);
  const target = refund && (await refundTarget(tx, refund.reference));
  if (!refund || !target) return 'there is no such refund';
  const micro = arrived(parts, receipt, target.to as Address);
  if (micro !== BigInt(refund.amount_micro)) return `${micro} of ${refund.amount_micro} arrived`;
  await completeRefund(parts, tx, refund.id, receipt.txHash);
  return null;
}

async function failed(tx: Tx, act: Act, problem: string, nowMs: number): Promise<void> {
  if (act.kind === 'transfer') {
    const [seasonId, userId] = act.ref.split(':') as [string, string];
    await lockPlan(tx, seasonId);
    const payout = await lockPayout(tx, seasonId, userId);
    if (payout?.status !== 'sent') return;
    await movePayout(tx, payout, 'failed', nowMs, problem);
    tellPayout(tx, payout, 'failed', nowMs);
  } else if (act.kind === 'refund_transfer' || act.kind === 'refund_entry')
    await markRefundFailed(tx, act.ref, problem);
  else if (act.kind === 'open_season') await noteOpening(tx, act.seasonId as string, problem, nowMs);
  else if (act.seasonId !== null) await setPlanProblem(tx, act.seasonId, `${act.kind}: ${problem}`);
}
