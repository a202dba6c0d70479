/** How a simulated player spends gold: buildings up to the strategy's goals, then units to its taste. */
import type { Army, BuildingType, UnitType } from '@cryptotribes/rules/core/units';
import { BUILDING_TYPES, emptyArmy, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { armyCap, isUnlocked, upgradeCost } from '@cryptotribes/rules/villages/buildings';
import type { Player, World } from './state.ts';
import { train, upgrade } from './village.ts';

/** Whoever has fewer units is a beginner, or was beaten badly. */
const FIRST_UNITS = 40;
/** The smallest batch worth a place in the queue. */
const SMALLEST_BATCH = 3;

/** Builds and trains until gold, queue or wishes are used up. `wanted` replaces the strategy's taste. */
export function spendGold(world: World, player: Player, wanted: Readonly<Army>, nowMs: number, awayMs: number): void {
  const times = { nowMs, awayMs };
  const { first, goals, armyShare } = player.tribe.strategy;
  const unready = BUILDING_TYPES.filter((type) => player.buildings[type] < Math.min(first[type] ?? 0, goals[type]));
  const cap = armyCap(world.rules, player.buildings.barracks);
  // A first few units, quickly trained, fetch the gold for everything else.
  if (player.living < FIRST_UNITS)
    trainAll(world, player, quickestOf(world, player, wanted), FIRST_UNITS - player.living, times);
  if (unready.length > 0) {
    buildAll(world, player, unready, nowMs);
    return;
  }
  if (player.living < cap * armyShare) trainAll(world, player, wanted, cap - player.living, times);
  buildAll(world, player, BUILDING_TYPES, nowMs);
  // With nothing left to build, or a warehouse that runs over, gold goes into the rest of the army.
  const rich = player.gold > 0.7 * (world.rules.village.goldCapacity[player.buildings.warehouse - 1] ?? 0);
  const built = BUILDING_TYPES.every((type) => player.buildings[type] >= goals[type]);
  if (rich || built) trainAll(world, player, wanted, cap - player.living, times);
}

function buildAll(world: World, player: Player, types: readonly BuildingType[], nowMs: number): void {
  for (;;) {
    let next: { type: BuildingType; lag: number } | null = null;
    for (const type of types) {
      const level = player.buildings[type];
      const goal = player.tribe.strategy.goals[type];
      const cost = upgradeCost(world.rules, type, level);
      if (level >= goal || cost === null || cost > player.gold) continue;
      if (player.upgrades.some((running) => running.type === type)) continue;
      const lag = (goal - level) / goal;
      if (next === null || lag > next.lag) next = { type, lag };
    }
    if (next === null || !upgrade(world, player, next.type, nowMs)) return;
  }
}

function trainAll(
  world: World,
  player: Player,
  wanted: Readonly<Army>,
  most: number,
  times: { nowMs: number; awayMs: number },
): void {
  const { rules, speed, random } = world;
  const { nowMs, awayMs } = times;
  let room = most;
  while (room >= SMALLEST_BATCH && player.batches.length < rules.village.trainingQueueMax) {
    const unit = pickUnit(world, player, wanted);
    const { costGold, trainGameMs } = rules.units[unit];
    // Five batches fill the time until the next sitting.
    const busy = Math.ceil((awayMs * speed) / trainGameMs / 4);
    const quantity = Math.min(room, Math.floor(player.gold / costGold), Math.max(8, busy));
    if (quantity < SMALLEST_BATCH || !train(world, player, unit, quantity, nowMs)) return;
    room -= quantity;
    if (random.chance(0.05)) return;
  }
}

function pickUnit({ rules, random }: World, player: Player, wanted: Readonly<Army>): UnitType {
  const open = UNIT_TYPES.filter((unit) => isUnlocked(rules, unit, player.buildings.barracks));
  return random.weighted(open, (unit) => wanted[unit]) ?? 'militia';
}

/** Of the types wanted, the one that is trained fastest of those unlocked; as wanted, if none of them is. */
function quickestOf({ rules }: World, player: Player, wanted: Readonly<Army>): Readonly<Army> {
  const open = UNIT_TYPES.filter((unit) => wanted[unit] > 0 && isUnlocked(rules, unit, player.buildings.barracks));
  const [quickest] = open.sort((a, b) => rules.units[a].trainGameMs - rules.units[b].trainGameMs);
  return quickest === undefined ? wanted : { ...emptyArmy(), [quickest]: 1 };
}
