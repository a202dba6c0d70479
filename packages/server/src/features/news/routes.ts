import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { query } from '../../http/handler.ts';
import { seasonStream, userStream } from '../../platform/tx.ts';
import { currentSeason } from '../seasons/service.ts';
import { getStreamState, listStreamAfter } from './queries.ts';

export const newsHandlers = {
  'events.list': query<'events.list'>(async (ctx, call) => {
    const mine = call.auth !== null && call.query.stream !== 'season';
    const stream = mine ? 'me' : 'season';
    const recipient =
      mine && call.auth ? userStream(call.auth.userId) : seasonStream((await currentSeason(ctx.pool)).id);
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
};
