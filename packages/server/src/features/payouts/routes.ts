import { command, query, signedIn } from '../../http/handler.ts';
import { claimByWinner, showPayouts } from './show.ts';

export const payoutHandlers = {
  'payouts.mine': query<'payouts.mine'>((ctx, call) => showPayouts(ctx, signedIn(call).userId)),
  'payouts.claim': command<'payouts.claim'>((ctx, tx, call) =>
    claimByWinner(ctx, tx, signedIn(call).userId, call.params.seasonId, call.body.txHash),
  ),
};
