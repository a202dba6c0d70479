import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { command, query, signedIn } from '../../http/handler.ts';
import { mute, postMessage, readMessages, readUpTo, reportMessage } from './service.ts';

export const councilHandlers = {
  'tribes.messages': query<'tribes.messages'>((ctx, call) =>
    readMessages(ctx, signedIn(call).userId, call.params.tribeId, {
      before: queryInteger(call.query.cursor, Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER),
      limit: queryInteger(call.query.limit, 50, 1, 100),
    }),
  ),
  'tribes.postMessage': command<'tribes.postMessage'>((ctx, tx, call) =>
    postMessage(ctx, tx, signedIn(call).userId, call.params.tribeId, call.body.text),
  ),
  'tribes.readMessages': command<'tribes.readMessages'>((_ctx, tx, call) =>
    readUpTo(tx, signedIn(call).userId, call.params.tribeId, call.body.upTo),
  ),
  'tribes.reportMessage': command<'tribes.reportMessage'>((ctx, tx, call) =>
    reportMessage(ctx, tx, signedIn(call).userId, call.params, call.body.reason),
  ),
  'tribes.mute': command<'tribes.mute'>((ctx, tx, call) =>
    mute(ctx, tx, signedIn(call).userId, call.params, call.body.minutes),
  ),
};
