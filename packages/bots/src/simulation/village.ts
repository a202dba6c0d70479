/** A simulated village: what is due is completed, income credited, gold spent. Every number comes from the rules. */
import type { BuildingType, UnitType } from '@cryptotribes/rules/core/units';
import { addArmies, armyOf } from '@cryptotribes/rules/core/units';
import { slotBounds } from '@cryptotribes/rules/seasons/clock';
import { goldCapacity, planUpgrade } from '@cryptotribes/rules/villages/buildings';
import { creditGold, goldForSlot, overlapMs, territoryIncomeHalves } from '@cryptotribes/rules/villages/income';
import { planTraining } from '@cryptotribes/rules/villages/training';
import { countRefusal } from './record.ts';
import type { Player, World } from './state.ts';

/** Completes what is due at `nowMs` and credits all income slots that have ended by then. */
export function bringUpToDate(world: World, player: Player, nowMs: number): void {
  if (player.upgrades.length > 0) completeUpgrades(world, player, nowMs);
  while (player.batches[0] !== undefined && player.batches[0].endMs <= nowMs) {
    const { unit, quantity } = player.batches.shift()!;
    player.home[unit] += quantity;
  }
  if (player.returning.length > 0) {
    for (const { units, endMs } of player.returning) {
      if (endMs <= nowMs) player.home = addArmies(player.home, units);
    }
    player.returning = player.returning.filter(({ endMs }) => endMs > nowMs);
  }
  creditIncome(world, player, nowMs);
}

function completeUpgrades(world: World, player: Player, nowMs: number): void {
  for (const { type, endMs } of player.upgrades) {
    if (endMs > nowMs) continue;
    // A bigger warehouse holds more from now on: what came before is credited against the old one.
    if (type === 'warehouse') creditIncome(world, player, endMs);
    player.buildings[type] += 1;
    if (type !== 'warehouse') continue;
    player.warehouseSpans.at(-1)!.toMs = endMs;
    player.warehouseSpans.push({ level: player.buildings.warehouse, fromMs: endMs, toMs: null });
  }
  player.upgrades = player.upgrades.filter(({ endMs }) => endMs > nowMs);
}

/**
 * Slots in a row are credited as one span: the carry makes the sum the same, and nothing is spent in between. All slots that
 * ended by `nowMs` count.
 */
function creditIncome(world: World, player: Player, nowMs: number): void {
  const { rules, speed, record } = world;
  let ended = Math.floor((nowMs * speed) / rules.season.slotGameMs);
  if (slotBounds(rules, 0, speed, ended).fromMs > nowMs) ended -= 1;
  if (ended <= player.settledSlots) return;
  const slotStartMs = slotBounds(rules, 0, speed, player.settledSlots).fromMs;
  const slotEndMs = slotBounds(rules, 0, speed, ended).fromMs;
  const { warehouseSpans, tenures, carry } = player;
  const income = goldForSlot(rules, { slotStartMs, slotEndMs, speed, warehouseSpans, tenures, carry });
  const before = player.gold;
  player.gold = creditGold({
    gold: before,
    capacity: goldCapacity(rules, player.buildings.warehouse),
    income: income.gold,
  });
  player.carry = income.carry;
  player.settledSlots = ended;
  const landUnits = tenures.reduce(
    (sum, { tier, fromMs, toMs }) =>
      sum + territoryIncomeHalves(rules, tier) * overlapMs(slotStartMs, slotEndMs, fromMs, toMs) * speed,
    0,
  );
  const landGold = income.units === 0 ? 0 : ((player.gold - before) * landUnits) / income.units;
  record.gold.land += landGold;
  record.gold.base += player.gold - before - landGold;
  player.tenures = tenures.filter(({ toMs }) => toMs === null || toMs > slotEndMs);
  player.warehouseSpans = warehouseSpans.filter(({ toMs }) => toMs === null || toMs > slotEndMs);
}

/** Begins an upgrade if the rules and the gold allow it. */
export function upgrade(world: World, player: Player, type: BuildingType, nowMs: number): boolean {
  const plan = planUpgrade(world.rules, {
    type,
    level: player.buildings[type],
    upgrading: player.upgrades.some((running) => running.type === type),
    gold: player.gold,
    nowMs,
    speed: world.speed,
  });
  if (!plan.ok) {
    countRefusal(world.record, plan.code);
    return false;
  }
  player.gold -= plan.value.cost;
  player.upgrades.push({ type, endMs: plan.value.endMs });
  return true;
}

/** Trains a batch if the rules and the gold allow it. */
export function train(world: World, player: Player, unit: UnitType, quantity: number, nowMs: number): boolean {
  const plan = planTraining(world.rules, {
    unit,
    quantity,
    gold: player.gold,
    buildings: player.buildings,
    livingUnits: player.living,
    queue: player.batches,
    nowMs,
    speed: world.speed,
  });
  if (!plan.ok) {
    countRefusal(world.record, plan.code);
    return false;
  }
  player.gold -= plan.value.cost;
  player.living += quantity;
  player.batches.push({ unit, quantity, endMs: plan.value.endMs });
  return true;
}

/** A copy of the units at home. */
export const homeOf = ({ home }: Player) => armyOf(home.militia, home.spearman, home.archer, home.cavalry);
