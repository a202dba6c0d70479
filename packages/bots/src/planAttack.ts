/** From an intention to an order: looks at who really stands there and sends no more than it takes. */
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import type { BattleInput } from '@cryptotribes/rules/battles/resolve';
import { largestRemainder } from '@cryptotribes/rules/core/rounding';
import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { addArmies, armyOf, isEmptyArmy, subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import type { AttackOrders } from './temperaments/temperament.ts';
import type { BotView } from './view.ts';

export interface AttackPlan {
  army: Army;
  formation: Formation;
}

/** `army` enlarged to `units` units (as far as `home` has them), in the proportions of what is left at home. */
export function growTo(army: Readonly<Army>, home: Readonly<Army>, units: number): Army {
  const left = subtractArmies(home, army);
  const missing = Math.min(units - totalUnits(army), totalUnits(left));
  if (missing <= 0) return { ...army };
  const more = largestRemainder(
    missing,
    UNIT_TYPES.map((unit) => left[unit]),
  );
  return addArmies(army, armyOf(...more));
}

/** The battle as it would be fought now with `army`. Wild ground counts as one contributor without a user. */
function battleInput(view: BotView, target: TerritoryDetail, army: Army, formation: Formation): BattleInput {
  const defence = target.owner === null ? target.npcDefense : target.garrison;
  const people = target.owner === null ? [] : target.contributors;
  const contributors =
    people.length > 0
      ? people.map(({ userId, units, workshopLevel }) => ({ userId, units, workshopLevel }))
      : defence && !isEmptyArmy(defence.units)
        ? [{ userId: null, units: defence.units, workshopLevel: 1 }]
        : [];
  return {
    rulesetId: view.rulesetId,
    terrain: target.terrain,
    attacker: { army, formation, workshopLevel: view.levels.workshop },
    defender: { formation: defence?.formation ?? 'balanced', contributors },
    siegeFatigueBp: target.siegeFatigueBp,
  };
}

/**
 * The army to send, or null: own ground by now, truce, an order of somebody else under way, or not safe enough for these orders.
 * Edges are attacked with militia alone where that is enough, so that the garrison left behind is a weak one.
 */
export function planAttack(
  view: BotView,
  target: TerritoryDetail,
  orders: AttackOrders,
  ownTribeId: string | null,
): AttackPlan | null {
  const inTruce = target.truceUntil !== null && Date.parse(target.truceUntil) > view.nowMs;
  if (inTruce || target.pendingOrders.count > 0 || target.owner?.tribeId === ownTribeId || isEmptyArmy(view.home)) {
    return null;
  }
  const sources = target.tier === 'edge' ? [armyOf(view.home.militia), view.home] : [view.home];
  for (const source of sources) {
    for (const formation of ['balanced', 'offensive'] as const) {
      const fewest = fewestThatWin(battleInput(view, target, source, formation), orders.targetWinning);
      if (!fewest.reached) continue;
      const units = Math.ceil((totalUnits(fewest.army) * (100 + orders.extraPercent)) / 100);
      return { army: growTo(fewest.army, source, Math.max(units, orders.atLeast)), formation };
    }
  }
  return null;
}
