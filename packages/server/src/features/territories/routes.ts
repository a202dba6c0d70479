import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { command, query, signedIn } from '../../http/handler.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import { moveIntoGarrison, withdrawFromGarrison } from './service.ts';
import { showTerritories, showTerritory } from './show.ts';

export const territoryHandlers = {
  'territories.list': query<'territories.list'>(async (ctx, call) => {
    const season = await seasonOrCurrent(ctx.pool, call.query.seasonId, call.auth?.userId ?? null);
    const rules = rulesetById(season.ruleset_id);
    return {
      seasonId: season.id,
      territories: await showTerritories(ctx, season.id, call.auth?.userId ?? null, rules),
    };
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
