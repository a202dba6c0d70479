/** What is paid one by one: prizes released from trust, refunds of fees, and seasons to open in the vault. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { bytesToHex, type Hex } from 'viem';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { type RefundTarget, refundTarget } from '../../payments/crypto/refundTarget.ts';
import { markRefundFailed, markRefundSent, type RefundRow } from '../../payments/refundQueries.ts';
import { completeRefund } from '../../payments/refunds.ts';
import { lockPlan } from '../planQueries.ts';
import { vaultSeasonId } from '../prizeTree.ts';
import { holdPayouts, listObjections, lockPayout, movePayout, type PayoutRow } from '../queries.ts';
import { tellPayout } from '../tell.ts';
import { readVaultSeason } from '../vaultReader.ts';
import { countActs, findAct, hasOpenAct } from './actQueries.ts';
import { ActRefused, act, REPLACE_AFTER_MS, Shortage } from './acts.ts';
import { assertInTreasury, fromTreasury, onVault } from './calls.ts';
import type { PayoutParts } from './parts.ts';
import { assertNotPaidBy } from './strangers.ts';
import { listCryptoRefunds, listDuePayouts, listOpenings, noteOpening } from './workQueries.ts';

const REFUNDED = 2;
/** Refunds of a cancelled season that go in one transaction. */
const REFUND_BATCH = 100;

/** Signs transfers of prizes that were held. Throws Shortage after the last one, when money was missing for one of them. */
export async function transferDue(parts: PayoutParts): Promise<boolean> {
  let begun = false;
  let short: Shortage | null = null;
  for (const payout of await listDuePayouts(parts.pool)) {
    const { season_id: seasonId, user_id: userId } = payout;
    try {
      if (await holdIfOpposed(parts, payout)) continue;
      await assertNotPaidBy(
        parts,
        bytesToHex(payout.address),
        BigInt(payout.amount_micro),
        `payout ${seasonId}:${userId}`,
      );
      await assertInTreasury(parts, BigInt(payout.amount_micro));
      const call = fromTreasury(parts, bytesToHex(payout.address), BigInt(payout.amount_micro));
      const note = (tx: Tx, hash: Hex, nowMs: number) => noteSent(tx, payout, hash, nowMs);
      if (await act(parts, { kind: 'transfer', ref: `${seasonId}:${userId}`, seasonId, ...call, note })) begun = true;
    } catch (error) {
      // Held by the next round, if not by somebody else.
      if (error instanceof NoLongerDue) continue;
      if (error instanceof Shortage) {
        short = error;
        continue;
      }
      if (!(error instanceof ActRefused)) throw error;
      await inTransaction(parts, async (tx) => {
        await lockPlan(tx, seasonId);
        const now = await lockPayout(tx, seasonId, userId);
        if (now?.status !== 'due') return;
        await movePayout(tx, now, 'failed', parts.clock.nowMs(), error.message);
        tellPayout(tx, now, 'failed', parts.clock.nowMs());
      });
    }
  }
  if (short !== null) throw short;
  return begun;
}

class NoLongerDue extends Error {
  override name = 'NoLongerDue';
}

/** What came up after the release stops the transfer, as long as it is not signed. True when it is not to be sent. */
async function holdIfOpposed(
  parts: PayoutParts,
  { season_id: seasonId, user_id: userId }: PayoutRow,
): Promise<boolean> {
  return inTransaction(parts, async (tx) => {
    await lockPlan(tx, seasonId);
    const payout = await lockPayout(tx, seasonId, userId);
    if (payout?.status !== 'due') return true;
    const reason = (await listObjections(tx, seasonId)).get(userId);
    if (reason === undefined) return false;
    const nowMs = parts.clock.nowMs();
    await holdPayouts(tx, seasonId, [userId], { reason, note: null }, nowMs);
    tellPayout(tx, payout, 'held', nowMs);
    parts.log.warn({ seasonId, userId, reason }, 'a transfer that was released is held again');
    return true;
  });
}

/** In the transaction that signs it: whoever holds it, or raises something, commits before that or is too late. */
async function noteSent(tx: Tx, due: PayoutRow, hash: Hex, nowMs: number): Promise<void> {
  const { season_id: seasonId, user_id: userId } = due;
  await lockPlan(tx, seasonId);
  const payout = await lockPayout(tx, seasonId, userId);
  if (payout?.status !== 'due' || (await listObjections(tx, seasonId)).has(userId)) throw new NoLongerDue();
  await movePayout(tx, payout, 'sent', nowMs);
  tellPayout(tx, payout, 'sent', nowMs, hash);
}

/** Sends fees in USDT back, the way they came. Throws Shortage after the last one, when money was missing for one of them. */
export async function sendRefunds(parts: PayoutParts, final: number): Promise<boolean> {
  let begun = false;
  let short: Shortage | null = null;
  const cancelled = new Map<bigint, { refund: RefundRow; player: Hex }[]>();
  for (const refund of await listCryptoRefunds(parts.pool)) {
    try {
      const target = await refundTarget(parts.pool, refund.reference);
      if (target === null) throw new ActRefused('the deposit that is to go back is not known');
      begun = (await sendBack(parts, refund, target, final, cancelled)) || begun;
    } catch (error) {
      if (error instanceof Shortage) {
        short = error;
        continue;
      }
      if (!(error instanceof ActRefused)) throw error;
      parts.log.error({ refundId: refund.id, problem: error.message }, 'a refund cannot be sent: people must look');
      await markRefundFailed(parts.pool, refund.id, error.message);
    }
  }
  for (const [season, entries] of cancelled) begun = (await refundCancelled(parts, season, entries)) || begun;
  if (short !== null) throw short;
  return begun;
}

async function sendBack(
  parts: PayoutParts,
  refund: RefundRow,
  { vaultEntry, to }: RefundTarget,
  final: number,
  cancelled: Map<bigint, { refund: RefundRow; player: Hex }[]>,
): Promise<boolean> {
  const { vault } = parts.reader.settings;
  if (vaultEntry !== null) {
    const { season, player, payer } = vaultEntry;
    const seat = await parts.client.readContract({
      ...{ address: vault, abi: seasonVaultAbi, functionName: 'seatOf', args: [season, player] },
      blockNumber: BigInt(final),
    });
    if (seat.entry === REFUNDED) return noteRefunded(parts, refund.id, `vault:${season}:${player}`);
    const { state } = await readVaultSeason(parts.client, vault, season);
    const atVault = state === 'open' || state === 'cancelled';
    if (atVault && to !== payer) throw new ActRefused('the vault pays the payer only: pay to another address by hand');
    if (atVault) {
      const list = cancelled.get(season) ?? [];
      if (state === 'cancelled' || isCancelled(refund)) {
        cancelled.set(season, [...list, { refund, player }]);
        return false;
      }
      const call = onVault(parts, { functionName: 'refundEntry', args: [season, player] });
      return order(parts, refund, 'refund_entry', call);
    }
  }
  if (refund.status !== 'due') return false;
  await assertNotPaidBy(parts, to, BigInt(refund.amount_micro), `refund ${refund.id}`);
  await assertInTreasury(parts, BigInt(refund.amount_micro));
  return order(parts, refund, 'refund_transfer', fromTreasury(parts, to, BigInt(refund.amount_micro)));
}

const order = (
  parts: PayoutParts,
  refund: RefundRow,
  kind: string,
  call: ReturnType<typeof onVault>,
): Promise<boolean> =>
  act(parts, {
    ...{ kind, ref: refund.id, seasonId: refund.season_id, ...call },
    note: async (tx, hash, nowMs) => void (await markRefundSent(tx, refund.id, hash, nowMs + REPLACE_AFTER_MS)),
  });

async function noteRefunded(parts: PayoutParts, refundId: string, proof: string): Promise<boolean> {
  return inTransaction(parts, (tx) => completeRefund(parts, tx, refundId, proof));
}

const isCancelled = (refund: RefundRow): boolean => refund.season_id !== null && refund.reason === 'season_cancelled';

/** A season that was cancelled here is cancelled in the vault; then its entries go back, many at once. */
async function refundCancelled(
  parts: PayoutParts,
  season: bigint,
  entries: readonly { refund: RefundRow; player: Hex }[],
): Promise<boolean> {
  const seasonId = entries[0]?.refund.season_id ?? null;
  if (seasonId === null) return false;
  const { state } = await readVaultSeason(parts.client, parts.reader.settings.vault, season);
  if (state === 'open') {
    const call = onVault(parts, { functionName: 'cancelSeason', args: [season] });
    return act(parts, { kind: 'cancel_season', ref: seasonId, seasonId, ...call });
  }
  if (await hasOpenAct(parts.pool, seasonId, ['cancel_season', 'refund_batch'])) return false;
  const due = entries.filter(({ refund }) => refund.status === 'due').slice(0, REFUND_BATCH);
  if (due.length === 0) return false;
  const call = onVault(parts, { functionName: 'refundBatch', args: [season, due.map(({ player }) => player)] });
  return act(parts, {
    ...{
      kind: 'refund_batch',
      ref: `${seasonId}:${await countActs(parts.pool, 'refund_batch', seasonId)}`,
      seasonId,
      ...call,
    },
    note: async (tx, hash, nowMs) => {
      for (const { refund } of due) await markRefundSent(tx, refund.id, hash, nowMs + REPLACE_AFTER_MS);
    },
  });
}

/** Opens seasons in the vault, until their registration ends. */
export async function openSeasons(parts: PayoutParts): Promise<boolean> {
  let begun = false;
  for (const opening of await listOpenings(parts.pool)) {
    const { season_id: seasonId } = opening;
    if ((await findAct(parts.pool, 'open_season', seasonId))?.status === 'signed') continue;
    const season = vaultSeasonId(seasonId);
    const vault = await readVaultSeason(parts.client, parts.reader.settings.vault, season);
    const fee = BigInt(opening.entry_fee_micro);
    if (vault.state !== 'none') {
      const fits = vault.state === 'open' && vault.feeMicro === fee;
      await noteOpening(
        parts.pool,
        seasonId,
        fits ? null : `the season is ${vault.state} in the vault`,
        parts.clock.nowMs(),
      );
      continue;
    }
    const deadline = BigInt(Math.floor(opening.registration_end / 1_000));
    const call = onVault(parts, { functionName: 'openSeason', args: [season, fee, deadline] });
    try {
      begun = (await act(parts, { kind: 'open_season', ref: seasonId, seasonId, ...call })) || begun;
    } catch (error) {
      if (!(error instanceof ActRefused)) throw error;
      await noteOpening(parts.pool, seasonId, error.message, parts.clock.nowMs());
    }
  }
  return begun;
}
