import { query } from '../../http/handler.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { showPlayers, showTribeRanks } from './show.ts';

export const leaderboardHandlers = {
  'leaderboard.players': query<'leaderboard.players'>(async (ctx, call) => {
    const viewerId = call.auth?.userId ?? null;
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, viewerId);
    return showPlayers(ctx.pool, season.id, viewerId, call.query);
  }),
  'leaderboard.tribes': query<'leaderboard.tribes'>(async (ctx, call) => {
    const viewerId = call.auth?.userId ?? null;
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, viewerId);
    return showTribeRanks(ctx.pool, season.id, viewerId, call.query);
  }),
};
