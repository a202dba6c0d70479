import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Army, BuildingType, UnitType } from '../core/units.ts';
import { emptyArmy } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/** Level of each building, 1 to 10. */
export interface BuildingLevels {
  barracks: number;
  warehouse: number;
  workshop: number;
}

/** What a player starts a season with. GAME_DESIGN 1. */
export function newVillage(rules: Ruleset): { gold: number; army: Army; buildings: BuildingLevels } {
  return { gold: rules.village.startGold, army: emptyArmy(), buildings: { barracks: 1, warehouse: 1, workshop: 1 } };
}

/** Gold for the step from `level` to `level + 1`; null at the highest level. SPEC.md appendix B. */
export function upgradeCost(rules: Ruleset, type: BuildingType, level: number): number | null {
  assertLevel(rules, level);
  return rules.village.buildings[type].costGold[level - 1] ?? null;
}

/** Game time of the step from `level` to `level + 1` in ms; null at the highest level. SPEC.md appendix B. */
export function upgradeGameMs(rules: Ruleset, type: BuildingType, level: number): number | null {
  assertLevel(rules, level);
  return rules.village.buildings[type].upgradeGameMs[level - 1] ?? null;
}

/** Most living units that a player may have, wherever they are. */
export function armyCap(rules: Ruleset, barracks: number): number {
  assertLevel(rules, barracks);
  return barracks * rules.village.armyCapPerBarracksLevel;
}

/** Gold up to which income is credited. */
export function goldCapacity(rules: Ruleset, warehouse: number): number {
  assertLevel(rules, warehouse);
  return rules.village.goldCapacity[warehouse - 1]!;
}

/** Part of the gold that raiders cannot reach, in bp. */
export function goldProtectionBp(rules: Ruleset, warehouse: number): number {
  assertLevel(rules, warehouse);
  return rules.village.protectionBaseBp + (warehouse - 1) * rules.village.protectionPerLevelBp;
}

/** Whether barracks of this level train this unit. */
export function isUnlocked(rules: Ruleset, unit: UnitType, barracks: number): boolean {
  return barracks >= rules.units[unit].barracksLevel;
}

export interface UpgradeOrder {
  type: BuildingType;
  level: number;
  /** Whether this very building is being upgraded already. */
  upgrading: boolean;
  gold: number;
  nowMs: number;
  speed: number;
}

export interface UpgradePlan {
  cost: number;
  /** Real time. */
  startMs: number;
  endMs: number;
}

/** Checks and prices an upgrade. Codes: BUILDING_ALREADY_UPGRADING, MAX_LEVEL_REACHED, INSUFFICIENT_RESOURCES. */
export function planUpgrade(rules: Ruleset, order: UpgradeOrder): Result<UpgradePlan> {
  const { type, level, gold, nowMs, speed } = order;
  if (order.upgrading) return refuse('BUILDING_ALREADY_UPGRADING', { buildingType: type });
  const cost = upgradeCost(rules, type, level);
  const gameMs = upgradeGameMs(rules, type, level);
  if (cost === null || gameMs === null) return refuse('MAX_LEVEL_REACHED', { buildingType: type, level });
  if (gold < cost) return refuse('INSUFFICIENT_RESOURCES', { required: cost, available: gold });
  return ok({ cost, startMs: nowMs, endMs: nowMs + gameToRealMs(gameMs, speed) });
}

/** Throws RangeError on a level that cannot exist. */
export function assertLevel(rules: Ruleset, level: number): void {
  if (!Number.isInteger(level) || level < 1 || level > rules.village.maxBuildingLevel) {
    throw new RangeError('Building level does not exist');
  }
}
