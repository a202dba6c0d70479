import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { command, query, signedIn } from '../../http/handler.ts';
import { seasonStream, userStream } from '../../platform/tx.ts';
import { currentSeason, seasonOrCurrent } from '../seasons/service.ts';
import { getStreamState, listStreamAfter } from './queries.ts';
import { markRead, showNotices, showUnread } from './reading.ts';
import { showSaga } from './saga.ts';

export const newsHandlers = {
  'events.list': query<'events.list'>(async (ctx, call) => {
    const mine = call.auth !== null && call.query.stream !== 'season';
    const stream = mine ? 'me' : 'season';
    const recipient =
      mine && call.auth
        ? userStream(call.auth.userId)
        : seasonStream((await currentSeason(ctx.pool, call.auth?.userId ?? null)).id);
    const after = queryInteger(call.query.after, 0, 0, Number.MAX_SAFE_INTEGER);
    const limit = queryInteger(call.query.limit, 100, 1, 500);
    const { lastSeq, prunedSeq } = await getStreamState(ctx.pool, recipient);
    const rows = await listStreamAfter(ctx.pool, recipient, after, limit);
    return {
      stream,
      events: rows.map((row) => ({
        stream,
        seq: row.seq,
        type: row.type,
        at: new Date(row.at).toISOString(),
        data: row.data,
      })),
      lastSeq,
      hasMore: rows.length === limit && (rows.at(-1)?.seq ?? 0) < lastSeq,
      // A number from before the cleared part, or from a stream that was numbered anew (a restored backup).
      reset: after < prunedSeq || after > lastSeq,
    };
  }),
  'events.unread': query<'events.unread'>((ctx, call) => showUnread(ctx.pool, signedIn(call).userId)),
  'events.notices': query<'events.notices'>((ctx, call) =>
    showNotices(ctx.pool, signedIn(call).userId, {
      before: queryInteger(call.query.before, Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER),
      limit: queryInteger(call.query.limit, 50, 1, 100),
    }),
  ),
  'events.read': command<'events.read'>((ctx, tx, call) => markRead(ctx, tx, signedIn(call).userId, call.body.upTo)),
  'saga.list': query<'saga.list'>(async (ctx, call) => {
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, call.auth?.userId ?? null);
    return showSaga(ctx.pool, season.id, call.query);
  }),
};
