import type { Context } from '../../../context.ts';
import type { Chain } from './chain.ts';
import { checkCredited } from './checkCredited.ts';
import { expireQuotes } from './quotes.ts';
import { createDepositWatch } from './watchDeposits.ts';

/** The rounds of the worker's loop over the chain. A node that fails costs time, nothing else: the next round begins where this one stopped. */
export function depositRounds(ctx: Context, chain: Chain): () => Promise<boolean> {
  const watch = createDepositWatch(ctx, chain.reader);
  return async () => {
    await expireQuotes(ctx);
    await chain.check();
    const more = await watch.round();
    if (!more) await checkCredited(ctx, chain.reader);
    return more;
  };
}
