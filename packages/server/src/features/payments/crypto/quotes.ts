/** Requests for a fee in USDT: how they begin and end. The money itself is watchDeposits.ts's. */
import type { RouteData } from '@cryptotribes/protocol/routes';
import { type Address, bytesToHex, getAddress } from 'viem';
import type { Context } from '../../../context.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { vaultSeasonId } from '../../payouts/prizeTree.ts';
import { getSeason } from '../../seasons/queries.ts';
import { readSignedIn } from '../../users/queries.ts';
import { assertEligible } from '../eligibility.ts';
import { lockPayment, movePayment, type PaymentRow } from '../queries.ts';
import { openPayment } from '../settle.ts';
import { tellPayment } from '../tell.ts';
import { askChain } from './chain.ts';
import { TOKEN_DECIMALS, type VaultSeason } from './chainReader.ts';
import { CURABLE } from './decideDeposit.ts';
import { reopenDeposits } from './depositQueries.ts';
import { listDueQuotes } from './quoteQueries.ts';

/**
 * What a player has to pay, and how. The request stays open until the season's entries end. Money that came before it was asked for
 * is looked at once more. Codes: those of `openPayment` and `assertEligible`; PAYMENT_PROVIDER_UNAVAILABLE when the chain does not answer:
 * then nobody should pay either.
 */
export async function askForQuote(
  ctx: Context,
  userId: string,
  seasonId: string,
  country: string | null,
): Promise<RouteData<'payments.cryptoQuote'>> {
  const { payment, wallet, endMs } = await openQuote(ctx, userId, seasonId, country);
  const season = vaultSeasonId(seasonId);
  const { settings, vault } = await askChain(ctx, async (reader) => ({
    settings: reader.settings,
    vault: await reader.vaultSeason(season),
  }));
  const { chainId, token, treasury } = settings;
  // By itself: whoever decides about a deposit locks it before the payment.
  await reopenDeposits(ctx.pool, chainId, wallet, CURABLE);
  return {
    ...{ paymentId: payment.id, seasonId, amountMicro: payment.amount_micro, currency: 'USDT' as const },
    ...{ decimals: TOKEN_DECIMALS, chainId, token: getAddress(token), treasury: getAddress(treasury) },
    wallet: getAddress(wallet),
    vault: takesEntry(vault, payment, ctx.clock.nowMs())
      ? { address: getAddress(settings.vault), season: season.toString() }
      : null,
    payBefore: new Date(endMs).toISOString(),
  };
}

const takesEntry = (vault: VaultSeason, payment: PaymentRow, nowMs: number): boolean =>
  vault.isOpen && vault.feeMicro === BigInt(payment.amount_micro) && nowMs < vault.entryDeadlineMs;

/** The row first: whatever comes from now on finds it. */
function openQuote(ctx: Context, userId: string, seasonId: string, country: string | null) {
  return inTransaction(ctx, async (tx) => {
    await assertEligible(ctx, tx, userId, country);
    const opened = await openPayment(ctx, tx, { seasonId, userId, method: 'crypto', nextLookMs: null });
    const endMs = (await getSeason(tx, seasonId))?.registration_end ?? 0;
    // Another request may have moved it on meanwhile, the money may even be there.
    const payment = await lockPayment(tx, opened.id);
    if (payment?.status === 'creating') {
      await movePayment(tx, payment.id, { status: 'pending', nextLookMs: endMs }, ctx.clock.nowMs());
    }
    const wallet: Address = bytesToHex((await readSignedIn(tx, userId)).wallet);
    return { payment: payment ?? opened, wallet, endMs };
  });
}

/**
 * Ends requests that can no longer become an entry: entries are over, or the player is in by another payment. Money that comes
 * nevertheless finds its request here and goes back.
 */
export async function expireQuotes(ctx: Context): Promise<number> {
  const due = await listDueQuotes(ctx.pool, ctx.clock.nowMs());
  let ended = 0;
  for (const id of due) {
    ended += await inTransaction(ctx, async (tx) => {
      const payment = await lockPayment(tx, id);
      if (payment === null || (payment.status !== 'creating' && payment.status !== 'pending')) return 0;
      const nowMs = ctx.clock.nowMs();
      await movePayment(tx, id, { status: 'expired' }, nowMs);
      tellPayment(tx, { ...payment, status: 'expired', reason: null }, nowMs);
      return 1;
    });
  }
  return ended;
}
