import type { ChainDeposit } from '@cryptotribes/protocol/features/payments';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { bytesToHex, type Hex } from 'viem';
import type { Context } from '../../../context.ts';
import { readSignedIn } from '../../users/queries.ts';
import { askChain } from './chain.ts';
import { type Deposit, getCursor, listDepositsOfTransaction, saveDeposits } from './depositQueries.ts';

const show = (deposit: Deposit): ChainDeposit => ({
  logIndex: deposit.logIndex,
  kind: deposit.kind,
  status: deposit.status,
  reason: deposit.reason,
  amountMicro: deposit.amountMicro.toString(),
  paymentId: deposit.paymentId,
});

/**
 * The caller's deposits in a transaction. One that the watch has not come to yet is looked up now and kept as it would keep it; whose it is
 * says the wallet in the log, so naming somebody else's transaction gives nothing. Codes: PAYMENTS_OFF, PAYMENT_PROVIDER_UNAVAILABLE.
 */
export async function confirmTransaction(
  ctx: Context,
  userId: string,
  given: string,
): Promise<RouteData<'payments.cryptoConfirm'>> {
  const txHash = given.toLowerCase() as Hex;
  const wallet = bytesToHex((await readSignedIn(ctx.pool, userId)).wallet);
  const { chainId } = ctx.config.payments.crypto ?? { chainId: 0 };
  const mine = async () =>
    (await listDepositsOfTransaction(ctx.pool, chainId, txHash)).filter(
      ({ payer, player }) => (player ?? payer) === wallet,
    );
  let deposits = await mine();
  if (deposits.every(({ status }) => status === 'vanished')) {
    await lookUp(ctx, chainId, txHash);
    deposits = await mine();
  }
  return { txHash, deposits: deposits.map(show), confirmations: await confirmationsOf(ctx, deposits) };
}

/** Only for what waits in a block; a node that does not answer takes nothing away from the rest of the answer. */
async function confirmationsOf(ctx: Context, deposits: readonly Deposit[]) {
  const seen = deposits.find(({ status }) => status === 'seen');
  if (seen === undefined) return null;
  const head = await askChain(ctx, (reader) => reader.head()).catch(() => null);
  if (head === null) return null;
  return {
    count: Math.max(0, head.latest - seen.blockNumber),
    needed: ctx.config.payments.crypto?.confirmations ?? null,
  };
}

async function lookUp(ctx: Context, chainId: number, txHash: Hex): Promise<void> {
  const found = await askChain(ctx, async (reader) => ({
    deposits: (await reader.depositsOfTransaction(txHash)) ?? [],
    head: await reader.head(),
  }));
  const cursor = await getCursor(ctx.pool, chainId);
  for (const deposit of found.deposits) {
    // What lies before the first block was never asked for by this game.
    if (cursor === null || deposit.blockNumber < cursor.firstBlock) continue;
    const status = deposit.blockNumber <= found.head.final ? 'final' : 'seen';
    await saveDeposits(ctx.pool, chainId, [deposit], status, ctx.clock.nowMs());
  }
}
