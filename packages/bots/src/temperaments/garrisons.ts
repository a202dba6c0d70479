/**
 * Who stands where. The house's custom, so that a newcomer always finds ground that he can take: edges are held thinly, sometimes
 * left; only ring and center get real garrisons.
 */
import type { Army, Tier } from '@cryptotribes/rules/core/units';
import { emptyArmy, isEmptyArmy, subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { BotRandom } from '../botRandom.ts';
import { type BotView, militiaWorth, type TerritoryView } from '../view.ts';
import type { Action } from './temperament.ts';

/** An edge held by more than this (counted in militia) is thinned: 60 fresh militia must be able to take it on any ground. */
export const EDGE_MOST_WORTH = 25;

/** Up to `units` units out of `army`, the cheapest types first (they stay at the edge, the good ones go where they matter). */
export function takeCheapest(army: Readonly<Army>, units: number): Army {
  const taken = emptyArmy();
  let left = Math.max(0, units);
  for (const unit of UNIT_TYPES) {
    taken[unit] = Math.min(army[unit], left);
    left -= taken[unit];
  }
  return taken;
}

/** Up to `units` units out of `army`, the most expensive types first. */
export function takeDearest(army: Readonly<Army>, units: number): Army {
  const taken = emptyArmy();
  let left = Math.max(0, units);
  for (const unit of [...UNIT_TYPES].reverse()) {
    taken[unit] = Math.min(army[unit], left);
    left -= taken[unit];
  }
  return taken;
}

const withdraw = ({ id }: TerritoryView, units: Army): Action | null =>
  isEmptyArmy(units) ? null : { kind: 'withdraw', territoryId: id, units };

const ownGround = (view: BotView, tier: Tier | null) =>
  view.territories.filter((territory) => territory.holder === 'own' && (tier === null || territory.tier === tier));

/** Sends the bot's surplus home from an edge that is held too strongly; null when every edge is thin. */
export function thinOut(view: BotView, random: BotRandom): Action | null {
  for (const territory of ownGround(view, 'edge')) {
    const mine = territory.myUnits;
    if (mine === null || militiaWorth(view.rulesetId, territory.units) <= EDGE_MOST_WORTH) continue;
    const wanted = random.between(10, 18);
    for (let count = 1; count <= totalUnits(mine); count++) {
      const surplus = takeDearest(mine, count);
      const left = militiaWorth(view.rulesetId, subtractArmies(territory.units, surplus));
      if (left <= wanted || count === totalUnits(mine)) return withdraw(territory, surplus);
    }
  }
  return null;
}

/** Now and then a bot gives up an edge, or leaves a guard of one to three. */
export function abandon(view: BotView, random: BotRandom): Action | null {
  const territory = random.weighted(ownGround(view, 'edge'), ({ myUnits }) => (myUnits === null ? 0 : 1));
  if (!territory?.myUnits) return null;
  const leave = random.chance(0.5) ? 0 : random.between(1, 3);
  return withdraw(territory, takeDearest(territory.myUnits, totalUnits(territory.myUnits) - leave));
}

/** With units in as many territories as allowed, the bot leaves its weakest edge: otherwise it could never attack again. */
export function freeSlot(view: BotView): Action | null {
  if (view.slots.size < rulesetById(view.rulesetId).territory.garrisonsPerPlayer) return null;
  const held = view.territories.filter(({ holder, myUnits }) => holder === 'own' && myUnits !== null);
  const edges = held.filter(({ tier }) => tier === 'edge');
  const [weakest] = [...(edges.length > 0 ? edges : held)].sort(
    (a, b) => totalUnits(a.myUnits ?? emptyArmy()) - totalUnits(b.myUnits ?? emptyArmy()),
  );
  return weakest?.myUnits ? withdraw(weakest, weakest.myUnits) : null;
}

/** Strength in militia that a temperament wants in each kind of territory. */
export type GarrisonGoals = Readonly<Record<Tier, number>>;

/** Sends up to half of the home army to the tribe's ground that lacks most; null when nothing lacks or nobody is at home. */
export function reinforce(view: BotView, goals: GarrisonGoals, random: BotRandom): Action | null {
  const atHome = totalUnits(view.home);
  if (atHome < 8) return null;
  // One place stays free for attacks.
  const mayEnterNew = view.slots.size < rulesetById(view.rulesetId).territory.garrisonsPerPlayer - 1;
  const lackOf = (territory: TerritoryView) => goals[territory.tier] - militiaWorth(view.rulesetId, territory.units);
  const territory = random.weighted(
    ownGround(view, null).filter(({ place }) => mayEnterNew || view.slots.has(place)),
    (candidate) => Math.max(0, lackOf(candidate)),
  );
  if (territory === null) return null;
  const free = territory.capacity - totalUnits(territory.units) - territory.units.cavalry;
  const wanted = Math.min(lackOf(territory), Math.floor(atHome / 2), Math.floor(free / 2));
  if (wanted < 1) return null;
  const units = territory.tier === 'edge' ? takeCheapest(view.home, wanted) : takeDearest(view.home, wanted);
  return {
    kind: 'garrison',
    territoryId: territory.id,
    units,
    formation: territory.tier === 'edge' ? 'balanced' : 'defensive',
  };
}

/**
 * Puts a pair of units into one more territory of the tribe: everybody in a garrison earns its gold (GAME_DESIGN 1). Null when there
 * is none left, when the garrison would become strong for an edge, or when the place is needed for attacks.
 */
export function spreadOut(view: BotView, random: BotRandom): Action | null {
  if (view.slots.size >= rulesetById(view.rulesetId).territory.garrisonsPerPlayer - 1) return null;
  const units = takeCheapest(view.home, 2);
  if (totalUnits(view.home) < 12) return null;
  const worth = militiaWorth(view.rulesetId, units);
  const territory = random.weighted(
    ownGround(view, null).filter(({ place }) => !view.slots.has(place)),
    (candidate) => {
      const room = candidate.tier === 'edge' ? EDGE_MOST_WORTH - militiaWorth(view.rulesetId, candidate.units) : 100;
      return room < worth ? 0 : { edge: 1, ring: 2, center: 4 }[candidate.tier];
    },
  );
  if (territory === null) return null;
  return { kind: 'garrison', territoryId: territory.id, units, formation: territory.formation };
}
