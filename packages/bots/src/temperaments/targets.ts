/** Whom to attack: by taste, among what can be won, mostly among the house's own tribes. */
import { calculateBattlePower } from '@cryptotribes/rules/battles/power';
import type { Tier } from '@cryptotribes/rules/core/units';
import { armyOf, isEmptyArmy, totalUnits } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { BotRandom } from '../botRandom.ts';
import type { BotView, TerritoryView } from '../view.ts';
import type { Action, AttackOrders } from './temperament.ts';

export interface TargetTaste {
  readonly tiers: Readonly<Record<Tier, number>>;
  /** Weight of wild ground against ground of tribes (1). */
  readonly wild: number;
  /** How much a weak garrison attracts: 0 = not at all, 1 = half the units, twice the weight. */
  readonly loveOfWeak: number;
  /** Attacker's power over defender's power, before luck, from which the bot considers it. */
  readonly minPowerRatio: number;
}

const NEWCOMER = armyOf(60);
/** Edges that a newcomer could take now stay at least this many, … */
const OPEN_EDGES_KEPT = 8;
/** … or this many when an attack is overdue. */
const OPEN_EDGES_NEEDED = 4;
/** A people's tribe with one territory is never attacked; with more, it is this much less likely than a bots' tribe. */
const GUEST_WEIGHT = 0.12;
const OVERDUE_URGE = 1.2;

/** Whether a newcomer with 60 militia and bad luck could take this edge now (defenders' workshops are not known: 10 % is added). */
export function isOpenEdge(rules: Ruleset, { tier, atPeace, units, formation, terrain }: TerritoryView): boolean {
  if (tier !== 'edge' || atPeace) return false;
  if (isEmptyArmy(units)) return true;
  const attack = calculateBattlePower(NEWCOMER, 'offensive', terrain, units, { rules });
  const defence = calculateBattlePower(units, formation, terrain, NEWCOMER, { rules, role: 'defender' });
  return attack * 0.9 > defence * 1.1;
}

/** How much the bot wants this territory; 0 = not at all. */
export function targetWeight(view: BotView, territory: TerritoryView, taste: TargetTaste): number {
  if (territory.holder === 'own' || territory.atPeace || view.slots.has(territory.place)) return 0;
  if (territory.holder === 'guest' && territory.holderTerritories <= 1) return 0;
  const { home } = view;
  if (!isEmptyArmy(territory.units)) {
    const rules = rulesetById(view.rulesetId);
    const workshopLevel = view.levels.workshop;
    const attack = calculateBattlePower(home, 'balanced', territory.terrain, territory.units, { rules, workshopLevel });
    const defence = calculateBattlePower(territory.units, territory.formation, territory.terrain, home, {
      rules,
      role: 'defender',
    });
    if (attack < defence * taste.minPowerRatio) return 0;
  }
  const byHolder = { wild: taste.wild, house: 1, guest: GUEST_WEIGHT, own: 0 }[territory.holder];
  // Big tribes are attacked more, so that none runs away with the land.
  const bySize = 1 + territory.holderTerritories * 0.15;
  const byWeakness = (20 / (10 + totalUnits(territory.units))) ** taste.loveOfWeak;
  return taste.tiers[territory.tier] * byHolder * bySize * byWeakness;
}

/** An attack on the most tempting ground with some luck in the choice; null when nothing can be won or no attack is due. */
export function chooseAttack(
  view: BotView,
  taste: TargetTaste & { readonly boldness: number; readonly orders: AttackOrders },
  random: BotRandom,
): Action | null {
  if (!random.chance(view.urge * taste.boldness)) return null;
  const rules = rulesetById(view.rulesetId);
  if (view.slots.size >= rules.territory.garrisonsPerPlayer) return null;
  if (totalUnits(view.home) < taste.orders.atLeast) return null;
  const openEdges = view.territories.filter((territory) => isOpenEdge(rules, territory)).length;
  const spareEdges = openEdges <= (view.urge < OVERDUE_URGE ? OPEN_EDGES_KEPT : OPEN_EDGES_NEEDED);
  const target = random.weighted(view.territories, (territory) =>
    spareEdges && isOpenEdge(rules, territory) ? 0 : targetWeight(view, territory, taste),
  );
  return target && { kind: 'attack', territoryId: target.id, place: target.place, orders: taste.orders };
}
