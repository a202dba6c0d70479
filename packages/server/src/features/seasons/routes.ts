import { command, query, signedIn } from '../../http/handler.ts';
import { listSeasons } from './queries.ts';
import { showCommitment, showPrizes, showSecret } from './results.ts';
import { currentSeason, joinSeason, seasonOrCurrent, showSeason } from './service.ts';

export const seasonHandlers = {
  'seasons.current': query<'seasons.current'>(async (ctx, call) =>
    showSeason(ctx, ctx.pool, await currentSeason(ctx.pool, call.auth?.userId ?? null)),
  ),
  'seasons.list': query<'seasons.list'>(async (ctx) => {
    const seasons = await listSeasons(ctx.pool);
    return { seasons: await Promise.all(seasons.map((season) => showSeason(ctx, ctx.pool, season))) };
  }),
  'seasons.get': query<'seasons.get'>(async (ctx, call) =>
    showSeason(ctx, ctx.pool, await seasonOrCurrent(ctx.pool, call.params.seasonId, null)),
  ),
  'seasons.prizes': query<'seasons.prizes'>((ctx, call) => showPrizes(ctx.pool, call.params.seasonId)),
  'seasons.commitment': query<'seasons.commitment'>((ctx, call) => showCommitment(ctx.pool, call.params.seasonId)),
  'seasons.reveal': query<'seasons.reveal'>((ctx, call) => showSecret(ctx.pool, call.params.seasonId)),
  'seasons.join': command<'seasons.join'>((ctx, tx, call) =>
    joinSeason(ctx, tx, signedIn(call).userId, call.params.seasonId),
  ),
};
