import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { query } from '../../http/handler.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { findSeat } from '../tribes/membership.ts';
import { rankOf, readVillageRow } from '../villages/queries.ts';
import { countPlayers, countTribes, getTribeRank, listPlayers, listTribeRanks } from './queries.ts';

export const leaderboardHandlers = {
  'leaderboard.players': query<'leaderboard.players'>(async (ctx, call) => {
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId);
    const limit = queryInteger(call.query.limit, 100, 1, 100);
    const rows = await listPlayers(ctx.pool, season.id, limit, queryInteger(call.query.offset, 0, 0, 1_000_000));
    const mine = call.auth === null ? null : await readVillageRow(ctx.pool, season.id, call.auth.userId);
    return {
      players: rows.map((row) => ({
        rank: row.rank,
        userId: row.user_id,
        username: row.username,
        tribeId: row.tribe_id,
        tribeName: row.tribe_name,
        tribeTag: row.tag,
        tribeOrdinal: row.ordinal,
        victoryPoints: row.victory_points,
      })),
      userRank: mine === null ? null : { rank: await rankOf(ctx.pool, mine), victoryPoints: mine.victoryPoints },
      total: await countPlayers(ctx.pool, season.id),
    };
  }),
  'leaderboard.tribes': query<'leaderboard.tribes'>(async (ctx, call) => {
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId);
    const limit = queryInteger(call.query.limit, 50, 1, 100);
    const rows = await listTribeRanks(ctx.pool, season.id, limit, queryInteger(call.query.offset, 0, 0, 1_000_000));
    const seat = call.auth === null ? null : await findSeat(ctx.pool, season.id, call.auth.userId);
    const mine = seat === null ? null : await getTribeRank(ctx.pool, season.id, seat.tribeId);
    return {
      tribes: rows.map((row) => ({
        rank: row.rank,
        tribeId: row.id,
        tribeName: row.name,
        tag: row.tag,
        ordinal: row.ordinal,
        totalVP: row.total_vp,
        lastHourVP: row.last_hour_vp,
        memberCount: row.member_count,
        territoriesControlled: row.territories,
      })),
      tribeRank: mine === null ? null : { rank: mine.rank, totalVP: mine.total_vp },
      total: await countTribes(ctx.pool, season.id),
    };
  }),
};
