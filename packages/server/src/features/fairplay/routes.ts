import { command, direct, query, signedIn } from '../../http/handler.ts';
import { showStanding, showToWallet, writeAppeal, writeWithTicket } from './appeals.ts';

export const appealHandlers = {
  'appeals.standing': query<'appeals.standing'>((ctx, call) => showStanding(ctx.pool, signedIn(call).userId)),
  'appeals.write': command<'appeals.write'>((ctx, tx, call) =>
    writeAppeal(ctx, tx, signedIn(call).userId, call.body.text),
  ),
  // Uses up a nonce, as signing in does.
  'appeals.show': direct<'appeals.show'>((ctx, call) => showToWallet(ctx, call.body)),
  'appeals.writeWithTicket': command<'appeals.writeWithTicket'>((ctx, tx, call) => writeWithTicket(ctx, tx, call.body)),
};
