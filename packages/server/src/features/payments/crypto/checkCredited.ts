/** Looks every hour whether the chain still has what made entries (RELIABILITY B8): what is final should stay, and if it did not, payouts stop. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../../../context.ts';
import { freezePayouts } from '../../ledger/freeze.ts';
import type { ChainReader } from './chainReader.ts';
import { isSameDeposit } from './depositLogs.ts';
import { listCreditedSince, takeCheck } from './depositQueries.ts';
import { referenceOf } from './reference.ts';

/** Deposits decided within this time are compared. */
const LOOK_BACK_MS = 48 * HOUR_MS;

/** The references of decided deposits that the chain does not have as they were decided; null when the check is not due yet. */
export async function checkCredited(
  ctx: Pick<Context, 'clock' | 'log' | 'pool'>,
  reader: ChainReader,
): Promise<string[] | null> {
  const { chainId } = reader.settings;
  const nowMs = ctx.clock.nowMs();
  if (!(await takeCheck(ctx.pool, chainId, nowMs - HOUR_MS, nowMs))) return null;
  const gone: string[] = [];
  for (const deposit of await listCreditedSince(ctx.pool, chainId, nowMs - LOOK_BACK_MS)) {
    const found = await reader.depositsOfTransaction(deposit.txHash);
    if (!found?.some((other) => isSameDeposit(other, deposit))) gone.push(referenceOf(deposit));
  }
  if (gone.length > 0) {
    await freezePayouts(
      ctx.pool,
      [{ rule: 'chain_deposit_gone', found: gone.slice(0, 10).map((reference) => ({ reference })) }],
      nowMs,
    );
    ctx.log.error({ deposits: gone }, 'the chain no longer has deposits that made entries: payouts are stopped');
  }
  return gone;
}
