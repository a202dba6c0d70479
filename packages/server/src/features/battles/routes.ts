import { queryInteger } from '@cryptotribes/protocol/core/schema';
import { command, query, signedIn } from '../../http/handler.ts';
import { getEntry } from '../seasons/queries.ts';
import { currentSeason } from '../seasons/service.ts';
import { entryRequired } from '../villages/service.ts';
import { orderAttack } from './order.ts';
import { showBattle, showHistory } from './report.ts';

export const battleHandlers = {
  'battles.attackTerritory': command<'battles.attackTerritory'>((ctx, tx, call) =>
    orderAttack(ctx, tx, signedIn(call).userId, call.body),
  ),
  'battles.get': query<'battles.get'>((ctx, call) =>
    showBattle(ctx.pool, call.params.battleId, call.auth?.userId ?? null),
  ),
  'battles.history': query<'battles.history'>(async (ctx, call) => {
    const { userId } = signedIn(call);
    const season = await currentSeason(ctx.pool);
    if ((await getEntry(ctx.pool, season.id, userId)) === null) throw entryRequired(season);
    const limit = queryInteger(call.query.limit, 20, 1, 100);
    return showHistory(ctx.pool, season.id, userId, limit, queryInteger(call.query.offset, 0, 0, 1_000_000));
  }),
};
