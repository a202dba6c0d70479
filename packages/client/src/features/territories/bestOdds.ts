import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { type Army, FORMATIONS, type Formation, isEmptyArmy, type Terrain } from '@cryptotribes/rules/core/units';
import type { TerritoryView } from '../../board/view.ts';

export interface Odds {
  /** Cases of luck, out of `of`, in which the sender wins. */
  winning: number;
  of: number;
  formation: Formation;
}

interface Defence {
  terrain: Terrain;
  formation: Formation;
  contributors: readonly { userId: string | null; units: Army; workshopLevel: number }[];
  siegeFatigueBp: number;
}

/** What defends a territory, from its detail record. */
export function defenceOf(detail: TerritoryDetail): Defence {
  return {
    terrain: detail.terrain,
    formation: (detail.owner ? detail.garrison : detail.npcDefense)?.formation ?? 'balanced',
    contributors: detail.contributors,
    siegeFatigueBp: detail.siegeFatigueBp,
  };
}

/** Exact odds of everybody at home in the best of the three formations; null when nobody is at home (GAME_DESIGN 3). */
export function bestOdds(rulesetId: string, me: Me, defence: Defence): Odds | null {
  if (isEmptyArmy(me.army)) return null;
  const { terrain, formation, contributors, siegeFatigueBp } = defence;
  const all = FORMATIONS.map((mine): Odds => {
    const attacker = { army: me.army, formation: mine, workshopLevel: me.buildings.workshop.level };
    const input = { rulesetId, terrain, attacker, defender: { formation, contributors }, siegeFatigueBp };
    const { winning, of } = previewBattle(input);
    return { winning, of, formation: mine };
  });
  return all.reduce((best, odds) => (odds.winning > best.winning ? odds : best));
}

/**
 * Odds against a land as the map knows it. Null for land that a tribe holds, where the workshops of its lords count as well: those
 * are in the land's own record only.
 */
export function oddsAgainstWild(rulesetId: string, me: Me, view: TerritoryView): Odds | null {
  if (view.owner) return null;
  const contributors = [{ userId: null, units: view.units, workshopLevel: 1 }];
  const { terrain, formation } = view;
  return bestOdds(rulesetId, me, { terrain, formation, contributors, siegeFatigueBp: 0 });
}

/** Lands of others whose holders beat everybody at home in most cases, even if nobody there had a workshop. */
export function strongerLands(rulesetId: string, me: Me, views: readonly TerritoryView[]): ReadonlySet<number> {
  const stronger = views.filter((view) => {
    if (view.isMine || view.unitCount === 0) return false;
    const odds = oddsAgainstWild(rulesetId, me, { ...view, owner: null });
    return odds === null || odds.winning * 2 < odds.of;
  });
  return new Set(stronger.map(({ territoryId }) => territoryId));
}
