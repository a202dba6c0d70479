/**
 * What a deposit in a final block becomes. Only the documented case makes an entry by itself: the exact fee, in the configured token, from
 * the wallet the player signs in with (or for it, through the vault), for a season whose fee the player asked for. A fee that is paid late or
 * twice goes back by itself. Everything else is put aside for people (`ct deposits`), and nothing is ever guessed.
 *
 * Locks: the deposit's row, then, in `settleEntry`, the season's and the payment's.
 */
import type { Context } from '../../../context.ts';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { getSeason } from '../../seasons/queries.ts';
import { findUserByWallet } from '../../users/queries.ts';
import { listPaymentsOf, type PaymentRow } from '../queries.ts';
import { settleEntry } from '../settle.ts';
import type { DepositSources } from './depositLogs.ts';
import {
  bytesOf,
  type Deposit,
  type DepositDecision,
  type DepositKey,
  lockDeposit,
  markDecided,
} from './depositQueries.ts';
import { referenceOf } from './reference.ts';

/** Why a deposit waits for people. */
export type QuarantineReason =
  | 'unknown_sender'
  | 'unknown_player'
  | 'unknown_season'
  | 'no_quote'
  | 'several_quotes'
  | 'wrong_amount';
/** These can end by what the player does: signing in, asking for the fee. */
export const CURABLE: readonly QuarantineReason[] = ['unknown_sender', 'unknown_player', 'no_quote'];

const aside = (reason: QuarantineReason): DepositDecision => ({ status: 'quarantined', reason, paymentId: null });
const noFee = (reason: string): DepositDecision => ({ status: 'dismissed', reason, paymentId: null });

/**
 * Decides about a deposit that was just confirmed to be in a final block of `paidAtMs`. Once: null when it was decided before. Gives the
 * decision.
 */
export function decideDeposit(
  ctx: Context,
  key: DepositKey,
  paidAtMs: number,
  sources: DepositSources,
): Promise<DepositDecision | null> {
  return inTransaction(ctx, async (tx) => {
    const deposit = await lockDeposit(tx, key);
    if (deposit === null || deposit.status !== 'final') return null;
    const decision = await decide(ctx, tx, deposit, paidAtMs, sources);
    await markDecided(tx, key, decision, paidAtMs, ctx.clock.nowMs());
    await failpoint('deposit.decided');
    return decision;
  });
}

async function decide(
  ctx: Context,
  tx: Tx,
  deposit: Deposit,
  paidAtMs: number,
  sources: DepositSources,
): Promise<DepositDecision> {
  if (deposit.kind === 'transfer') {
    // Our own money on its way: a fee share, what was left of a season.
    if (deposit.payer === sources.vault) return noFee('from_vault');
    if (deposit.payer === sources.treasury) return noFee('from_treasury');
    if (deposit.amountMicro === 0n) return noFee('zero');
  }
  if (deposit.paymentId !== null) return settleDeposit(ctx, tx, deposit, deposit.paymentId, paidAtMs);
  const userId = await findUserByWallet(tx, bytesOf(deposit.player ?? deposit.payer));
  if (userId === null) return aside(deposit.player === null ? 'unknown_sender' : 'unknown_player');
  const found = await findPayment(tx, deposit, userId);
  if (typeof found === 'string') return aside(found);
  return settleDeposit(ctx, tx, deposit, found.id, paidAtMs);
}

/** The request for a fee that this deposit answers, or why there is none. */
async function findPayment(tx: Tx, deposit: Deposit, userId: string): Promise<PaymentRow | QuarantineReason> {
  const seasonId = deposit.vaultSeason === null ? null : await seasonOf(tx, deposit.vaultSeason);
  if (deposit.vaultSeason !== null && seasonId === null) return 'unknown_season';
  const asked = (await listPaymentsOf(tx, userId)).filter(
    (payment) => payment.method === 'crypto' && (seasonId === null || payment.season_id === seasonId),
  );
  if (asked.length === 0) return 'no_quote';
  const fitting = asked.filter((payment) => BigInt(payment.amount_micro) === deposit.amountMicro);
  if (fitting.length === 0) return 'wrong_amount';
  const open = fitting.filter(({ status }) => status === 'creating' || status === 'pending');
  if (open.length > 1) return 'several_quotes';
  // None is open: the latest tells whether this is late or a second time, and sends it back accordingly.
  return open[0] ?? (fitting[0] as PaymentRow);
}

/** The live request that a deposit will answer once it is final; null = none that is certain. */
export async function expectedPayment(tx: Tx, deposit: Deposit): Promise<PaymentRow | null> {
  const userId = await findUserByWallet(tx, bytesOf(deposit.player ?? deposit.payer));
  const found = userId === null ? null : await findPayment(tx, deposit, userId);
  return found !== null && typeof found === 'object' && found.status === 'pending' ? found : null;
}

async function seasonOf(tx: Tx, vaultSeason: bigint): Promise<string | null> {
  const id = vaultSeason.toString(16).padStart(24, '0');
  return id.length === 24 && (await getSeason(tx, id)) !== null ? id : null;
}

async function settleDeposit(
  ctx: Context,
  tx: Tx,
  deposit: Deposit,
  paymentId: string,
  paidAtMs: number,
): Promise<DepositDecision> {
  const settlement = await settleEntry(ctx, tx, {
    ...{ paymentId, reference: referenceOf(deposit), receivedMicro: Number(deposit.amountMicro), paidAtMs },
  });
  if (settlement.outcome === 'refunding') return { status: 'refunding', reason: settlement.reason, paymentId };
  return { status: 'credited', reason: null, paymentId };
}
