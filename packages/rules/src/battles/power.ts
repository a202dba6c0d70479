import { toSafeNumber } from '../core/rounding.ts';
import type { Army, Formation, Terrain } from '../core/units.ts';
import { assertArmy, completeArmy } from '../core/units.ts';
import { DEFAULT_RULESET_ID, rulesetById } from '../rulesets/registry.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import type { CounterTable, PowerTable, Role } from './powerTables.ts';
import { counterTable, sideTables } from './powerTables.ts';

export type { Role } from './powerTables.ts';

/** Units that fight with their owner's workshop. */
export interface Detachment {
  units: Readonly<Army>;
  workshopLevel: number;
}

/** One side of a battle as far as its power goes. */
export interface SideModifiers {
  role: Role;
  terrain: Terrain;
  formation: Formation;
  /** All units of the other side. */
  enemy: Readonly<Army>;
}

/** Running totals after each beat of a battle, each floored on its own; `formation` is the side's power. */
export interface PowerSteps {
  base: number;
  workshop: number;
  counter: number;
  terrain: number;
  formation: number;
}

export interface PowerOptions {
  /** Default: the default ruleset's. */
  rules?: Ruleset;
  /** Default: attacker. */
  role?: Role;
  /** Workshop of the whole army; default 1. */
  workshopLevel?: number;
  /** Replaces army and workshop level: a garrison in which everybody fights with the own workshop. */
  contributors?: readonly Detachment[];
}

/**
 * Power of an army, a whole number: the exact sum over unit types of count x hp x damage x modifiers, floored once at
 * the end (GAME_DESIGN 3). `enemy` decides the counter bonus; {} means no enemy and no bonus.
 * Throws RangeError on counts or workshop levels that cannot exist.
 */
export function calculateBattlePower(
  army: Readonly<Partial<Army>>,
  formation: Formation,
  terrain: Terrain,
  enemy: Readonly<Partial<Army>>,
  options: PowerOptions = {},
): number {
  const { rules = rulesetById(DEFAULT_RULESET_ID), role = 'attacker', workshopLevel = 1 } = options;
  const detachments = options.contributors ?? [{ units: completeArmy(army), workshopLevel }];
  return sidePower(rules, detachments, { role, terrain, formation, enemy: completeArmy(enemy) });
}

/** Power of one side made of several detachments; one floor over all of them. */
export function sidePower(rules: Ruleset, detachments: readonly Detachment[], side: SideModifiers): number {
  checkSide(rules, detachments, side);
  const tables = sideTables(rules, side.role, side.terrain, side.formation);
  const counter = counterTable(rules);
  return flooredSum(tables.full, detachments, counter, baseOf(counter, side.enemy));
}

/** The ledger of a battle report: Muster, Craft, Counters, Ground, Formation. */
export function powerSteps(rules: Ruleset, detachments: readonly Detachment[], side: SideModifiers): PowerSteps {
  checkSide(rules, detachments, side);
  const tables = sideTables(rules, side.role, side.terrain, side.formation);
  const counter = counterTable(rules);
  const enemy = baseOf(counter, side.enemy);
  return {
    base: flooredSum(tables.muster, detachments, counter, null),
    workshop: flooredSum(tables.craft, detachments, counter, null),
    counter: flooredSum(tables.craft, detachments, counter, enemy),
    terrain: flooredSum(tables.ground, detachments, counter, enemy),
    formation: flooredSum(tables.full, detachments, counter, enemy),
  };
}

/*
 * With d = denominator, c = coefficients, E = the enemy's base power, E(u) = its part in the type that u counters and
 * b = the counter bonus, the sum is (S + T x b / E) / d where S = sum of n x c and T = sum of n x c x E(u).
 * S is whole, so floor((S + floor(T x b / E)) / d) equals the floor of the exact value.
 */
function flooredSum(
  table: PowerTable,
  detachments: readonly Detachment[],
  counter: CounterTable,
  enemy: EnemyBase | null,
): number {
  let plain = 0;
  let countering = 0;
  for (let index = 0; index < detachments.length; index++) {
    const { units, workshopLevel } = detachments[index]!;
    const row = table.coefficients[workshopLevel - 1]!;
    const militia = units.militia * row[0]!;
    const spearman = units.spearman * row[1]!;
    const archer = units.archer * row[2]!;
    const cavalry = units.cavalry * row[3]!;
    plain += militia + spearman + archer + cavalry;
    if (enemy === null) continue;
    const { against } = enemy;
    countering += militia * against[0] + spearman * against[1] + archer * against[2] + cavalry * against[3];
  }
  const scaled = countering * counter.bonusNumerator;
  const divisor = enemy === null ? 0 : enemy.total * counter.bonusDenominator;
  // All terms are >= 0, so a sum within the safe range was exact at every step.
  if (!Number.isSafeInteger(plain + scaled) || !Number.isSafeInteger(divisor)) {
    return flooredSumBig(table, detachments, counter, enemy?.base ?? NO_BASE);
  }
  const bonus = divisor === 0 ? 0 : (scaled - (scaled % divisor)) / divisor;
  const sum = plain + bonus;
  return (sum - (sum % table.denominator)) / table.denominator;
}

type ByUnit = readonly [number, number, number, number];
interface EnemyBase {
  /** Base power by type. */
  base: ByUnit;
  total: number;
  /** By our type: the base power of the type that it counters, 0 without one. */
  against: ByUnit;
}

function baseOf(counter: CounterTable, enemy: Readonly<Army>): EnemyBase {
  const [w0, w1, w2, w3] = counter.baseWeights as ByUnit;
  const base: ByUnit = [enemy.militia * w0, enemy.spearman * w1, enemy.archer * w2, enemy.cavalry * w3];
  const at = (unit: number): number => {
    const target = counter.countered[unit]!;
    return target < 0 ? 0 : base[target]!;
  };
  return { base, total: base[0] + base[1] + base[2] + base[3], against: [at(0), at(1), at(2), at(3)] };
}

/** The same sum with BigInt, for armies beyond the safe range of numbers. */
function flooredSumBig(
  table: PowerTable,
  detachments: readonly Detachment[],
  counter: CounterTable,
  enemyBase: readonly number[],
): number {
  let plain = 0n;
  let countering = 0n;
  for (const { units, workshopLevel } of detachments) {
    const row = table.coefficients[workshopLevel - 1]!;
    for (let unit = 0; unit < 4; unit++) {
      const power = BigInt(countAt(units, unit)) * BigInt(row[unit]!);
      plain += power;
      const target = counter.countered[unit]!;
      if (target >= 0) countering += power * BigInt(enemyBase[target]!);
    }
  }
  const enemyTotal = enemyBase.reduce((sum, value) => sum + BigInt(value), 0n);
  const bonus =
    enemyTotal === 0n
      ? 0n
      : (countering * BigInt(counter.bonusNumerator)) / (enemyTotal * BigInt(counter.bonusDenominator));
  return toSafeNumber((plain + bonus) / BigInt(table.denominator));
}

const NO_BASE: readonly number[] = [0, 0, 0, 0];

function countAt(units: Readonly<Army>, index: number): number {
  if (index === 0) return units.militia;
  if (index === 1) return units.spearman;
  return index === 2 ? units.archer : units.cavalry;
}

function checkSide(rules: Ruleset, detachments: readonly Detachment[], side: SideModifiers): void {
  assertArmy(side.enemy);
  for (const { units, workshopLevel } of detachments) {
    assertArmy(units);
    if (!Number.isInteger(workshopLevel) || workshopLevel < 1 || workshopLevel > rules.village.maxBuildingLevel) {
      throw new RangeError('Workshop level does not exist');
    }
  }
}
