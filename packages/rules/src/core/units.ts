export type UnitType = 'militia' | 'spearman' | 'archer' | 'cavalry';
export type Formation = 'offensive' | 'balanced' | 'defensive';
export type Terrain = 'castle' | 'forest' | 'hills' | 'river' | 'plains';
export type Tier = 'center' | 'ring' | 'edge';
export type BuildingType = 'barracks' | 'warehouse' | 'workshop';
export type NpcDifficulty = 'elite' | 'strong' | 'weak';

/** The order in which unit types are listed, stored and hashed everywhere. */
export const UNIT_TYPES = ['militia', 'spearman', 'archer', 'cavalry'] as const satisfies readonly UnitType[];
export const FORMATIONS = ['offensive', 'balanced', 'defensive'] as const satisfies readonly Formation[];
export const TERRAINS = ['castle', 'forest', 'hills', 'river', 'plains'] as const satisfies readonly Terrain[];
export const TIERS = ['center', 'ring', 'edge'] as const satisfies readonly Tier[];
export const BUILDING_TYPES = ['barracks', 'warehouse', 'workshop'] as const satisfies readonly BuildingType[];

/** Whole units by type. Every count is an integer from 0 up. */
export interface Army {
  militia: number;
  spearman: number;
  archer: number;
  cavalry: number;
}

/** A fresh army of nobody. */
export function emptyArmy(): Army {
  return { militia: 0, spearman: 0, archer: 0, cavalry: 0 };
}

/** An army from counts in the order of UNIT_TYPES; missing counts are 0. */
export function armyOf(militia = 0, spearman = 0, archer = 0, cavalry = 0): Army {
  return { militia, spearman, archer, cavalry };
}

/** A full army from a partial one; missing types are 0. */
export function completeArmy(army: Readonly<Partial<Army>>): Army {
  return armyOf(army.militia, army.spearman, army.archer, army.cavalry);
}

/** Number of units of all types. */
export function totalUnits(army: Readonly<Army>): number {
  return army.militia + army.spearman + army.archer + army.cavalry;
}

/** True if no unit of any type is left. */
export function isEmptyArmy(army: Readonly<Army>): boolean {
  return totalUnits(army) === 0;
}

/** Sum of two armies, type by type. */
export function addArmies(a: Readonly<Army>, b: Readonly<Army>): Army {
  return armyOf(a.militia + b.militia, a.spearman + b.spearman, a.archer + b.archer, a.cavalry + b.cavalry);
}

/** a minus b, type by type. Throws RangeError when b holds more of a type than a: callers check with hasUnits first. */
export function subtractArmies(a: Readonly<Army>, b: Readonly<Army>): Army {
  if (!hasUnits(a, b)) throw new RangeError('An army cannot lose more units than it has');
  return armyOf(a.militia - b.militia, a.spearman - b.spearman, a.archer - b.archer, a.cavalry - b.cavalry);
}

/** True if `have` holds at least `want` of every type. */
export function hasUnits(have: Readonly<Army>, want: Readonly<Army>): boolean {
  return UNIT_TYPES.every((unit) => have[unit] >= want[unit]);
}

/** Throws RangeError unless every count is an integer from 0 to `most` (a count outside is our bug, not a player's mistake). */
export function assertArmy(army: Readonly<Army>, most = 10_000_000): void {
  assertCount('militia', army.militia, most);
  assertCount('spearman', army.spearman, most);
  assertCount('archer', army.archer, most);
  assertCount('cavalry', army.cavalry, most);
}

function assertCount(unit: UnitType, count: number, most: number): void {
  if (!Number.isSafeInteger(count) || count < 0 || count > most) {
    throw new RangeError(`Count of ${unit} is not an integer from 0 to ${most}`);
  }
}
