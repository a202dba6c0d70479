import { gcd, toSafeNumber } from '../core/rounding.ts';
import type { Formation, Terrain, UnitType } from '../core/units.ts';
import { UNIT_TYPES } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/*
 * All modifiers of a unit except the counter bonus depend only on the ruleset, the side's role, the ground, the
 * formation and the workshop level. So they are multiplied out once, exactly, into integer coefficients over a common
 * denominator. The tables are kept per ruleset: rulesets never change, so keeping them changes no result.
 */

export type Role = 'attacker' | 'defender';

/** Power of one unit = coefficients[workshopLevel - 1][index in UNIT_TYPES] / denominator. */
export interface PowerTable {
  denominator: number;
  coefficients: readonly (readonly number[])[];
}

/** One table for each beat of the battle report; the counter bonus comes between craft and ground. */
export interface SideTables {
  muster: PowerTable;
  craft: PowerTable;
  ground: PowerTable;
  full: PowerTable;
}

/** What the counter bonus needs: base powers divided by their common divisor, and who counters whom. */
export interface CounterTable {
  baseWeights: readonly number[];
  /** Index of the countered type by index of the unit; -1 = none. */
  countered: readonly number[];
  bonusNumerator: number;
  bonusDenominator: number;
}

interface RulesetTables {
  sides: Record<Role, Partial<Record<Terrain, Partial<Record<Formation, SideTables>>>>>;
  counter: CounterTable;
}

const BP = 10_000n;
const kept = new WeakMap<Ruleset, RulesetTables>();

/** Coefficients of one side. */
export function sideTables(rules: Ruleset, role: Role, terrain: Terrain, formation: Formation): SideTables {
  const byTerrain = tablesOf(rules).sides[role];
  let byFormation = byTerrain[terrain];
  if (byFormation === undefined) {
    byFormation = {};
    byTerrain[terrain] = byFormation;
  }
  let tables = byFormation[formation];
  if (tables === undefined) {
    tables = buildSide(rules, role, terrain, formation);
    byFormation[formation] = tables;
  }
  return tables;
}

/** Numbers for the counter bonus. */
export function counterTable(rules: Ruleset): CounterTable {
  return tablesOf(rules).counter;
}

function tablesOf(rules: Ruleset): RulesetTables {
  let tables = kept.get(rules);
  if (tables === undefined) {
    tables = { sides: { attacker: {}, defender: {} }, counter: buildCounter(rules) };
    kept.set(rules, tables);
  }
  return tables;
}

function buildSide(rules: Ruleset, role: Role, terrain: Terrain, formation: Formation): SideTables {
  const muster = (unit: UnitType) => [rules.units[unit].hp * rules.units[unit].damage];
  const craft = (unit: UnitType, level: number) => [
    ...muster(unit),
    10_000 + rules.village.workshopDamagePerLevelBp * (level - 1),
  ];
  const land = rules.terrains[terrain];
  const ground = (unit: UnitType, level: number) => [
    ...craft(unit, level),
    land.hpBp[unit] ?? 10_000,
    land.damageBp[unit] ?? 10_000,
    land.powerBp[unit] ?? 10_000,
    ...(role === 'attacker' ? [land.attackerBp] : [land.defenderBp, land.garrisonHpBp]),
  ];
  const { attackingBp, defendingBp } = rules.formations[formation];
  const full = (unit: UnitType, level: number) => [
    ...ground(unit, level),
    role === 'attacker' ? attackingBp : defendingBp,
  ];
  return {
    muster: buildTable(rules, muster),
    craft: buildTable(rules, craft),
    ground: buildTable(rules, ground),
    full: buildTable(rules, full),
  };
}

/** `factors` gives hp x damage followed by any number of factors in basis points. */
function buildTable(rules: Ruleset, factors: (unit: UnitType, level: number) => number[]): PowerTable {
  const levels = Array.from({ length: rules.village.maxBuildingLevel }, (_, index) => index + 1);
  const exact = levels.map((level) =>
    UNIT_TYPES.map((unit) => factors(unit, level).reduce((product, factor) => product * BigInt(factor), 1n)),
  );
  const scale = BP ** BigInt(factors('militia', 1).length - 1);
  const divisor = exact.flat().reduce(gcd, scale);
  return {
    denominator: toSafeNumber(scale / divisor),
    coefficients: exact.map((row) => row.map((value) => toSafeNumber(value / divisor))),
  };
}

function buildCounter(rules: Ruleset): CounterTable {
  const base = UNIT_TYPES.map((unit) => BigInt(rules.units[unit].hp * rules.units[unit].damage));
  const divisor = base.reduce(gcd);
  const bonus = BigInt(rules.battle.counterBonusBp);
  const bonusDivisor = gcd(bonus, BP);
  return {
    baseWeights: base.map((value) => toSafeNumber(value / divisor)),
    countered: UNIT_TYPES.map((unit) => {
      const target = rules.units[unit].counters;
      return target === null ? -1 : UNIT_TYPES.indexOf(target);
    }),
    bonusNumerator: toSafeNumber(bonus / bonusDivisor),
    bonusDenominator: toSafeNumber(BP / bonusDivisor),
  };
}
