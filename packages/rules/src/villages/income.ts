import { mulDivFloor } from '../core/rounding.ts';
import { assertSpeed, HOUR_MS } from '../core/time.ts';
import type { Tier } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { assertLevel } from './buildings.ts';

/** Carries and `units` count in 1/7,200,000 of a gold coin: half a coin an hour for one ms of game time. */
export const INCOME_DENOMINATOR = 2 * HOUR_MS;

/** Gold an hour of game time without territories. GAME_DESIGN 1. */
export function baseGoldPerHour(rules: Ruleset, warehouse: number): number {
  assertLevel(rules, warehouse);
  return rules.village.baseGoldPerHour + rules.village.goldPerHourPerWarehouseLevel * warehouse;
}

/** Half-coins an hour that units in one territory of this tier earn their owner. */
export function territoryIncomeHalves(rules: Ruleset, tier: Tier): number {
  return mulDivFloor(rules.tiers[tier].goldPerHour, 2 * rules.village.territoryGoldShareBp, 10_000);
}

/** Half-coins an hour of game time, with units in these territories; half-coins because an edge gives 12.5 gold. */
export function incomePerHourHalves(rules: Ruleset, warehouse: number, territoryTiers: readonly Tier[]): number {
  return territoryTiers.reduce(
    (sum, tier) => sum + territoryIncomeHalves(rules, tier),
    2 * baseGoldPerHour(rules, warehouse),
  );
}

export interface IncomeSlot {
  /** Real time, half-open [slotStartMs, slotEndMs). */
  slotStartMs: number;
  slotEndMs: number;
  speed: number;
  /** Warehouse levels over time, half-open and not overlapping. Base income runs only where a span covers the slot. */
  warehouseSpans: readonly { level: number; fromMs: number; toMs: number | null }[];
  /** The player's tenures, half-open; toMs null = still held. One at a time per territory, at most 4 (GARRISON_LIMIT). */
  tenures: readonly { tier: Tier; fromMs: number; toMs: number | null }[];
  /** Left over from the slot before, 0 to INCOME_DENOMINATOR - 1. */
  carry: number;
}

export interface SlotIncome {
  /** Whole coins to credit. */
  gold: number;
  /** Left over for the next slot, in 1/INCOME_DENOMINATOR of a coin. */
  carry: number;
  /** All that this slot earned, in 1/INCOME_DENOMINATOR of a coin, without the carry it began with. */
  units: number;
}

/**
 * Gold of one slot (10 minutes of game time) for the time that each part was really held in it, to the millisecond
 * (GAME_DESIGN 1). With the carry passed on from slot to slot, an hour of holding credits exactly the hourly figure.
 */
export function goldForSlot(rules: Ruleset, slot: IncomeSlot): SlotIncome {
  const { slotStartMs, slotEndMs, speed, carry } = slot;
  assertSpeed(speed);
  if (slotEndMs < slotStartMs) throw new RangeError('A slot cannot end before it starts');
  if (!Number.isInteger(carry) || carry < 0 || carry >= INCOME_DENOMINATOR) throw new RangeError('Carry out of range');
  let units = 0;
  for (const { level, fromMs, toMs } of slot.warehouseSpans) {
    units += 2 * baseGoldPerHour(rules, level) * overlapMs(slotStartMs, slotEndMs, fromMs, toMs) * speed;
  }
  for (const { tier, fromMs, toMs } of slot.tenures) {
    units += territoryIncomeHalves(rules, tier) * overlapMs(slotStartMs, slotEndMs, fromMs, toMs) * speed;
  }
  const sum = carry + units;
  if (!Number.isSafeInteger(sum)) throw new RangeError('Income outside the safe range');
  const left = sum % INCOME_DENOMINATOR;
  return { gold: (sum - left) / INCOME_DENOMINATOR, carry: left, units };
}

/** Gold after income: income stops at capacity, but never lowers gold that is above it. */
export function creditGold(purse: { gold: number; capacity: number; income: number }): number {
  return Math.max(purse.gold, Math.min(purse.gold + purse.income, purse.capacity));
}

/** Length in ms that two half-open spans have in common; toMs null = open end. */
export function overlapMs(startMs: number, endMs: number, fromMs: number, toMs: number | null): number {
  return Math.max(0, Math.min(endMs, toMs ?? endMs) - Math.max(startMs, fromMs));
}
