/** A village in memory: loaded under its row lock, changed by the service, written back in one statement. */
import type { Army, BuildingType, Formation, UnitType } from '@cryptotribes/rules/core/units';
import type { BuildingLevels } from '@cryptotribes/rules/villages/buildings';

export interface Upgrade {
  startMs: number;
  endMs: number;
}
export interface Batch {
  id: string;
  unit: UnitType;
  quantity: number;
  cost: number;
  startMs: number;
  endMs: number;
}
export interface ReturningUnits {
  id: number;
  territoryNo: number;
  units: Army;
  arrivesMs: number;
}
export interface Village {
  readonly seasonId: string;
  readonly userId: string;
  gold: number;
  home: Army;
  levels: BuildingLevels;
  upgrades: Record<BuildingType, Upgrade | null>;
  homeFormation: Formation;
  victoryPoints: number;
  vpReachedMs: number;
  nextDueMs: number | null;
  /** In the order in which they are trained. */
  batches: Batch[];
  returning: ReturningUnits[];
}

/** The earliest moment at which something of the village completes by itself; null when nothing is under way. */
export function nextDueMs(village: Village): number | null {
  const times = [
    ...Object.values(village.upgrades).flatMap((upgrade) => (upgrade ? [upgrade.endMs] : [])),
    ...village.batches.map((batch) => batch.endMs),
    ...village.returning.map((group) => group.arrivesMs),
  ];
  return times.length === 0 ? null : Math.min(...times);
}
