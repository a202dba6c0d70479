import { query, text } from '../../http/handler.ts';
import { readsOf } from '../../platform/reads.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { playersText, showTribeRanks } from './show.ts';

export const leaderboardHandlers = {
  'leaderboard.players': text<'leaderboard.players'>((ctx, call) =>
    playersText(readsOf(ctx.pool), call.auth?.userId ?? null, call.query),
  ),
  'leaderboard.tribes': query<'leaderboard.tribes'>(async (ctx, call) => {
    const viewerId = call.auth?.userId ?? null;
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, viewerId);
    return showTribeRanks(ctx.pool, season.id, viewerId, call.query);
  }),
};
