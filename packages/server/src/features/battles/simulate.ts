import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { isEmptyArmy } from '@cryptotribes/rules/core/units';
import { DEFAULT_RULESET_ID } from '@cryptotribes/rules/rulesets/registry';

/** The odds of any battle (ARCHITECTURE 7), by the function that the browser's preview uses. EMPTY_ARMY without attackers. */
export function simulateBattle(body: RouteBody<'battles.simulate'>): RouteData<'battles.simulate'> {
  if (isEmptyArmy(body.attacker.army)) throw new AppError('EMPTY_ARMY');
  return previewBattle({
    rulesetId: body.rulesetId ?? DEFAULT_RULESET_ID,
    terrain: body.terrain,
    attacker: body.attacker,
    defender: {
      formation: body.defender.formation,
      contributors: body.defender.contributors.map((part) => ({ ...part, userId: part.userId ?? null })),
    },
    siegeFatigueBp: body.siegeFatigueBp ?? 0,
  });
}
