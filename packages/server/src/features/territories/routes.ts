import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { command, query, signedIn, text } from '../../http/handler.ts';
import { readsOf } from '../../platform/reads.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { moveIntoGarrison, withdrawFromGarrison } from './service.ts';
import { showTerritory, territoriesText } from './show.ts';

export const territoryHandlers = {
  'territories.list': text<'territories.list'>(async (ctx, call) => {
    const userId = call.auth?.userId ?? null;
    const season = await seasonOrCurrent(readsOf(ctx.pool), call.query.seasonId, userId);
    const territories = await territoriesText(ctx, season.id, userId, rulesetById(season.ruleset_id));
    return `{"seasonId":${JSON.stringify(season.id)},"territories":${territories}}`;
  }),
  'territories.get': query<'territories.get'>((ctx, call) =>
    showTerritory(ctx, call.params.territoryId, call.auth?.userId ?? null),
  ),
  'territories.garrison': command<'territories.garrison'>((ctx, tx, call) =>
    moveIntoGarrison(ctx, tx, signedIn(call).userId, call.params.territoryId, call.body),
  ),
  'territories.withdraw': command<'territories.withdraw'>((ctx, tx, call) =>
    withdrawFromGarrison(ctx, tx, signedIn(call).userId, call.params.territoryId, call.body.units),
  ),
};
