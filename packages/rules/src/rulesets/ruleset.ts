import type { Army, BuildingType, Formation, NpcDifficulty, Terrain, Tier, UnitType } from '../core/units.ts';

/*
 * Every number of the game. A season stores the id of the ruleset it was created with, and old battles replay with
 * their own ruleset for ever: a published ruleset is never edited, a change is a new ruleset.
 *
 * Units: bp = 1/10,000; *GameMs = milliseconds of game time (divided by the season's speed); gold and VP are whole;
 * *Micro = millionths of a USDT.
 */

export interface UnitRules {
  hp: number;
  damage: number;
  costGold: number;
  trainGameMs: number;
  /** Barracks level from which the unit can be trained. */
  barracksLevel: number;
  /** The type against which this unit is strong; null = none. */
  counters: UnitType | null;
  /** Winner's losses of this type, relative to the average rate. */
  exposureBp: number;
  /** Places that one unit takes in a garrison. */
  places: number;
  /** Gold that one surviving raider carries home. */
  carriesGold: number;
  /** Display only. */
  speed: 'slow' | 'medium' | 'fast' | 'very_fast';
}

/** Factors of the ground. A unit that is missing in a table has factor 1. */
export interface TerrainRules {
  hpBp: Partial<Record<UnitType, number>>;
  damageBp: Partial<Record<UnitType, number>>;
  powerBp: Partial<Record<UnitType, number>>;
  attackerBp: number;
  defenderBp: number;
  garrisonHpBp: number;
}

export interface FormationRules {
  attackingBp: number;
  defendingBp: number;
  lossesBp: number;
}

export interface BuildingRules {
  /** Index level - 1: the price of the step from `level` to `level + 1`. */
  costGold: readonly number[];
  upgradeGameMs: readonly number[];
}

export interface TierRules {
  vpPerHour: number;
  goldPerHour: number;
  npcDifficulty: NpcDifficulty;
  garrisonPlaces: number;
  /** Terrain by index within the province. */
  terrains: readonly Terrain[];
  /** NPC army by index within the province. */
  npcArmies: readonly Readonly<Army>[];
  npcFormation: Formation;
  /** Whether the NPC army follows the number of tribes. */
  npcScales: boolean;
}

export interface CampRules {
  army: Readonly<Army>;
  lootGold: number;
}

export interface Ruleset {
  id: string;
  units: Readonly<Record<UnitType, UnitRules>>;
  terrains: Readonly<Record<Terrain, TerrainRules>>;
  formations: Readonly<Record<Formation, FormationRules>>;
  tiers: Readonly<Record<Tier, TierRules>>;
  battle: {
    /** Bonus of a unit when all of the enemy's base power stands in the type it counters. */
    counterBonusBp: number;
    /** Luck is drawn from -varianceBp to +varianceBp in steps of 1 bp. */
    varianceBp: number;
    /** Ratio loser : winner from which on a battle counts as even. */
    evenRatioBp: number;
    winnerLossBp: number;
    loserLossBp: number;
    /** Added to the loser's rate as the ratio falls from even to nothing. */
    loserRoutBp: number;
  };
  village: {
    startGold: number;
    maxBuildingLevel: number;
    buildings: Readonly<Record<BuildingType, BuildingRules>>;
    armyCapPerBarracksLevel: number;
    goldCapacity: readonly number[];
    protectionBaseBp: number;
    protectionPerLevelBp: number;
    baseGoldPerHour: number;
    goldPerHourPerWarehouseLevel: number;
    /** Part of a territory's gold that each player in its garrison earns. */
    territoryGoldShareBp: number;
    campLootPerWarehouseLevelBp: number;
    workshopDamagePerLevelBp: number;
    workshopTimePerLevelBp: number;
    trainingQueueMax: number;
    trainingBatchMax: number;
    cancelRefundBp: number;
  };
  territory: {
    garrisonsPerPlayer: number;
    recallGameMs: number;
    truceGameMs: number;
    /** Places are filled in this order. */
    stayOrder: readonly UnitType[];
    /** The first entry whose bound is above the number of tribes at the start applies. */
    npcScale: readonly { belowTribes: number; scaleBp: number }[];
    siege: { stepBp: number; maxBp: number; minPowerShareBp: number; windowGameMs: number };
  };
  victoryPoints: {
    perUnitDestroyed: number;
    captureBonusEveryGameMs: number;
    holdingShareBp: number;
    holdingMinPowerShareBp: number;
    consolationMinDestroyedBp: number;
    repeatWindowGameMs: number;
    /** Factor of the n-th battle against the same opponent; beyond the list: 0. */
    repeatFactorsBp: readonly number[];
  };
  raids: {
    startCharges: number;
    maxCharges: number;
    chargeGameMs: number;
    camps: readonly CampRules[];
    campTerrain: Terrain;
    campFormation: Formation;
    villageTerrain: Terrain;
    villageLootBp: number;
    raidedShieldGameMs: number;
    newVillageShieldGameMs: number;
  };
  tribe: { chieftains: number; captains: number; warriors: number; inviteGameMs: number; noJoiningLastGameMs: number };
  season: {
    /** How many times as fast as real time the game runs, unless a season is planned with another speed. */
    speed: number;
    durationGameMs: number;
    minPlayers: number;
    hourGameMs: number;
    slotGameMs: number;
  };
  prizes: {
    entryMicro: number;
    poolPerEntryMicro: number;
    feePerEntryMicro: number;
    /** Relative shares of ranks 1, 2, 3...; they need not add up to a round number. */
    rankWeights: readonly number[];
    /** Relative share of one seat by role. */
    seatWeights: { chieftain: number; captain: number; warrior: number };
  };
}
