/** A village in memory: loaded under its row lock, changed by the service, written back in one statement. */
import type { Army, BuildingType, Formation, UnitType } from '@cryptotribes/rules/core/units';
import type { ChargeState } from '@cryptotribes/rules/raids/charges';
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
/** What a village has to do with raids, as a raider and as a target (GAME_DESIGN 3). */
export interface RaidState {
  charges: ChargeState;
  /** The highest camp beaten; 0 = none. */
  campsBeaten: number;
  hasRaidedVillage: boolean;
  /** The last successful raid on it; null = never. */
  lastRaidedMs: number | null;
  /** Number of the next order against this village. */
  nextOrderNo: number;
  /** Number of the player's next order against a camp. */
  nextCampOrderNo: number;
}
export interface Village {
  readonly seasonId: string;
  readonly userId: string;
  readonly createdMs: number;
  gold: number;
  home: Army;
  levels: BuildingLevels;
  upgrades: Record<BuildingType, Upgrade | null>;
  homeFormation: Formation;
  raids: RaidState;
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
