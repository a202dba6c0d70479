/** What the map and its panels draw: plain records made from the server's data, with every question answered once. */
import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import { type Army, type Formation, type Terrain, type Tier, totalUnits } from '@cryptotribes/rules/core/units';

export interface OwnerView {
  tribeId: string;
  tag: string;
  name: string;
  /** Ordinal in the season, from 1: the dye. */
  ordinal: number;
  /** ISO time. */
  controlledSince: string;
}

export interface TerritoryView {
  /** 1 to 50: the place on the map. */
  territoryId: number;
  name: string;
  province: string;
  tier: Tier;
  terrain: Terrain;
  /** Null = wild. */
  owner: OwnerView | null;
  /** The wild holders' units, or the garrison's. */
  units: Army;
  unitCount: number;
  formation: Formation;
  /** Places of the garrison (cavalry takes two). */
  capacity: number;
  vpPerHour: number;
  goldPerHour: number;
  /** Server time in ms; null when none was ever set. */
  truceUntilMs: number | null;
  /** Held by the reader's tribe. */
  isMine: boolean;
  /** Orders are waiting to be fought here. */
  hasFight: boolean;
  /** The reader's own units in the garrison. */
  myUnits: number;
  /** The reader's own waiting orders. */
  myOrders: number;
}

export type MapMode = 'owners' | 'ground' | 'worth' | 'strength';

/**
 * The view of one territory for a member of `myTribeId` (null = no tribe, or not signed in). A truce protects from orders: where none are
 * taken (`isClosed`) there is none.
 */
export function toTerritoryView(summary: TerritorySummary, myTribeId: string | null, isClosed = false): TerritoryView {
  const { owner, garrison, npcDefense } = summary;
  const holders = owner ? garrison : npcDefense;
  const units = holders?.units ?? { militia: 0, spearman: 0, archer: 0, cavalry: 0 };
  return {
    territoryId: summary.territoryId,
    name: summary.name,
    province: summary.province,
    tier: summary.tier,
    terrain: summary.terrain,
    owner: owner && {
      tribeId: owner.tribeId,
      tag: owner.tag,
      name: owner.tribeName,
      ordinal: owner.ordinal,
      controlledSince: owner.controlledSince,
    },
    units,
    unitCount: totalUnits(units),
    formation: holders?.formation ?? 'balanced',
    capacity: summary.capacity,
    vpPerHour: summary.vpGeneration,
    goldPerHour: summary.goldGeneration,
    truceUntilMs: summary.truceUntil === null || isClosed ? null : Date.parse(summary.truceUntil),
    isMine: owner !== null && owner.tribeId === myTribeId,
    hasFight: summary.pendingOrders.count > 0,
    myUnits: summary.myUnits ? totalUnits(summary.myUnits) : 0,
    myOrders: summary.pendingOrders.mine,
  };
}
