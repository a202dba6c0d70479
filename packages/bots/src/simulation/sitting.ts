/** What a simulated player does in one sitting: raid, spend, attack, hold. */
import type { Tier } from '@cryptotribes/rules/core/units';
import { armyOf, emptyArmy, subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { garrisonCapacity, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { armyCap } from '@cryptotribes/rules/villages/buildings';
import { attack, bonusIsDue, garrison, recentBattles, unitsIn, withdraw } from './land.ts';
import { raidCamps, raidVillage } from './raid.ts';
import { ownerShare } from './schedule.ts';
import { spendGold } from './spend.ts';
import type { Land, Player, Stack, World } from './state.ts';
import { chooseTarget, counterTaste, isOpen, powerRatio, shareOf } from './targets.ts';
import { bringUpToDate, homeOf } from './village.ts';

/** Units that make an attack worth the click. */
export const LEAST_ARMY = 12;
/** Units that a feeder keeps for raiding camps. */
const FEEDERS_KEEP = 40;
/** A beginner attacks with what there is; later an army is gathered first. */
const FIRST_ARMY = 70;
export const TIER_VALUE: Readonly<Record<Tier, number>> = { edge: 1, ring: 2, center: 4 };

/** One look at the game; the next one is `awayMs` of real time later. */
export function sit(world: World, player: Player, nowMs: number, awayMs: number): void {
  const { strategy } = player.tribe;
  bringUpToDate(world, player, nowMs);
  if (strategy.villages) while (raidVillage(world, player, nowMs));
  if (strategy.camps) raidCamps(world, player, nowMs, awayMs);
  const wanted = strategy.counterPicks ? counterTaste(world, player) : strategy.taste;
  spendGold(world, player, wanted, nowMs, awayMs);
  // A bot raids and trains around the clock; the war is its owner's, who looks as often as others do.
  if (strategy.tireless && !world.random.chance(ownerShare(player))) return;
  if (strategy.dealing === 'feeds') {
    feed(world, player, nowMs);
    return;
  }
  if (strategy.oneUnit) thinOut(world, player, [...player.stacks.values()], nowMs);
  if (strategy.dealing === 'trades') thinOut(world, player, dueForPartner(world, player, nowMs), nowMs);
  if (world.random.chance(strategy.boldness)) attackSomething(world, player, nowMs);
  spreadOut(world, player, nowMs);
  reinforce(world, player, nowMs);
}

function attackSomething(world: World, player: Player, nowMs: number): void {
  const cap = armyCap(world.rules, player.buildings.barracks);
  const enough = player.living < FIRST_ARMY ? LEAST_ARMY : Math.max(LEAST_ARMY, player.tribe.strategy.gathers * cap);
  if (totalUnits(player.home) < enough) return;
  if (player.stacks.size >= world.rules.territory.garrisonsPerPlayer && !freeSlot(world, player, nowMs)) return;
  const target = chooseTarget(world, player, nowMs);
  if (target) attack(world, player, target.land, target, nowMs);
}

/** Gives up the least of the places held, if a stronger army waits at home than stands there. */
function freeSlot(world: World, player: Player, nowMs: number): boolean {
  const [least] = [...player.stacks].sort(
    ([a, one], [b, other]) => totalUnits(one.units) - totalUnits(other.units) || a - b,
  );
  if (least === undefined || totalUnits(least[1].units) * 2 > totalUnits(player.home)) return false;
  withdraw(world, landOf(world, least[0]), least[1], least[1].units, nowMs);
  return true;
}

/** A few units into more land of the tribe: everybody in a garrison earns its gold and points. One place stays free for attacks. */
function spreadOut(world: World, player: Player, nowMs: number): void {
  const { rules } = world;
  const { oneUnit } = player.tribe.strategy;
  const most = rules.territory.garrisonsPerPlayer - (oneUnit ? 0 : 1);
  while (player.stacks.size < most && totalUnits(player.home) >= (oneUnit ? 1 : LEAST_ARMY)) {
    let best: Land | null = null;
    for (const land of world.lands) {
      if (land.owner !== player.tribe || player.stacks.has(land.info.id)) continue;
      if (placesUsed(unitsIn(land), rules) + 2 > garrisonCapacity(rules, land.info.tier)) continue;
      if (best === null || TIER_VALUE[land.info.tier] > TIER_VALUE[best.info.tier]) best = land;
    }
    if (best === null) return;
    if (!garrison(world, player, best, { units: oneOf(player), formation: best.formation }, nowMs)) return;
  }
}

/** Brings one garrison of the tribe nearer to what the strategy wants there. */
function reinforce(world: World, player: Player, nowMs: number): void {
  const { rules } = world;
  const { strategy } = player.tribe;
  if (totalUnits(player.home) < LEAST_ARMY) return;
  let best: { land: Land; lack: number; worth: number } | null = null;
  for (const land of world.lands) {
    if (land.owner !== player.tribe) continue;
    if (!player.stacks.has(land.info.id) && player.stacks.size >= rules.territory.garrisonsPerPlayer) continue;
    const { tier } = land.info;
    const lack = Math.floor(garrisonCapacity(rules, tier) * strategy.garrison[tier] - placesUsed(unitsIn(land), rules));
    if (lack < 8) continue;
    const worth = lack * TIER_VALUE[tier] * (0.5 + world.random.next());
    if (best === null || worth > best.worth) best = { land, lack, worth };
  }
  if (best === null) return;
  const home = homeOf(player);
  // Half the army stays at hand; each type's part is rounded up, so two places less are asked for.
  const share = Math.min(0.5, (best.lack - 2 * UNIT_TYPES.length) / placesUsed(home, rules));
  if (share <= 0) return;
  garrison(world, player, best.land, { units: shareOf(home, share), formation: 'defensive' }, nowMs);
}

/** Garrisons in land that the partner may take now for a bonus. */
function dueForPartner(world: World, player: Player, nowMs: number): Stack[] {
  const { partner } = player.tribe;
  return [...player.stacks].flatMap(([id, stack]) => {
    const land = landOf(world, id);
    const isDue =
      partner !== null && isOpen(land, partner.members[0]!, nowMs) && bonusIsDue(world, land, partner, nowMs);
    return isDue ? [stack] : [];
  });
}

/** Leaves one unit of each of these garrisons. */
function thinOut(world: World, player: Player, stacks: readonly Stack[], nowMs: number): void {
  for (const [id, stack] of [...player.stacks]) {
    if (!stacks.includes(stack)) continue;
    const keep = emptyArmy();
    const unit = UNIT_TYPES.find((type) => stack.units[type] > 0);
    if (unit === undefined) continue;
    keep[unit] = 1;
    withdraw(world, landOf(world, id), stack, subtractArmies(stack.units, keep), nowMs);
  }
}

/** Sends squads to die at the partner's strongest garrison: a point for each unit, and too few to hurt it. */
function feed(world: World, player: Player, nowMs: number): void {
  const { partner } = player.tribe;
  if (partner === null || player.stacks.size >= world.rules.territory.garrisonsPerPlayer) return;
  for (;;) {
    // The least that fetches gold for the next squads stays at home; battles that count for nothing are not fought.
    if (totalUnits(player.home) < FEEDERS_KEEP + LEAST_ARMY) return;
    if (recentBattles(world, `${player.id} ${partner.id}`, nowMs) >= world.rules.victoryPoints.repeatFactorsBp.length)
      return;
    let best: { land: Land; ratio: number } | null = null;
    for (const land of world.lands) {
      if (land.owner !== partner || !isOpen(land, player, nowMs)) continue;
      const ratio = powerRatio(world, player, land, homeOf(player), 'offensive', nowMs);
      if (best === null || ratio < best.ratio) best = { land, ratio };
    }
    if (best === null || best.ratio > 1) return;
    const share = Math.min((totalUnits(player.home) - FEEDERS_KEEP) / totalUnits(player.home), 0.3 / best.ratio);
    if (
      attack(world, player, best.land, { army: shareOf(homeOf(player), share), formation: 'offensive' }, nowMs) === null
    )
      return;
  }
}

export const landOf = (world: World, id: number): Land => world.lands[id - 1]!;

function oneOf(player: Player) {
  const unit = UNIT_TYPES.find((type) => player.home[type] > 0)!;
  const units = armyOf();
  units[unit] = 1;
  return units;
}
