/** What a bot knows when it decides: plain records, made from the public list of territories and its own player. */

import type { TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { Army, BuildingType, Formation, Terrain, Tier } from '@cryptotribes/rules/core/units';
import { BUILDING_TYPES, emptyArmy, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';

/** wild: nobody's; own: the bot's tribe; house: a tribe that bots founded; guest: a tribe that people founded. */
export type Holder = 'wild' | 'own' | 'house' | 'guest';

export interface TerritoryView {
  /** Id of the territory in this season. */
  id: string;
  /** 1 to 50. */
  place: number;
  tier: Tier;
  terrain: Terrain;
  capacity: number;
  holder: Holder;
  /** How many territories the holding tribe has; 0 when wild. */
  holderTerritories: number;
  units: Army;
  formation: Formation;
  /** Not to be attacked now: truce, an order under way, or spared by the house. */
  atPeace: boolean;
  /** The bot's own units there; null = none. */
  myUnits: Army | null;
}

export interface BotView {
  nowMs: number;
  rulesetId: string;
  gold: number;
  goldCapacity: number;
  /** Units at home. */
  home: Army;
  armyCap: number;
  /** Every living unit, those in training included. */
  armyTotal: number;
  levels: Readonly<Record<BuildingType, number>>;
  upgrading: readonly BuildingType[];
  queueLength: number;
  /** Places (1 to 50) of the territories that count against the limit of four: garrisons and attacks under way. */
  slots: ReadonlySet<number>;
  territories: readonly TerritoryView[];
  /** Raids that can be ordered now. */
  raidCharges: number;
  /** The highest bandit camp beaten; 0 = none. */
  campsBeaten: number;
  /** How much the world wants a new attack: 0 = one has just begun, 1 = it is time, more = overdue. */
  urge: number;
}

export interface ViewInput {
  nowMs: number;
  rulesetId: string;
  me: Me;
  territories: readonly TerritorySummary[];
  houseTribeIds: ReadonlySet<string>;
  /** Territories (by place) and tribes (by id) that the house leaves alone at the moment. */
  isSpared: (place: number, tribeId: string | null) => boolean;
  urge: number;
}

export function buildView(input: ViewInput): BotView {
  const { me, nowMs } = input;
  const holdings = new Map<string, number>();
  for (const { owner } of input.territories) {
    if (owner) holdings.set(owner.tribeId, (holdings.get(owner.tribeId) ?? 0) + 1);
  }
  const garrisons = new Map(me.garrisons.map(({ territoryId, units }) => [territoryId, units]));
  const slots = new Set(garrisons.keys());
  for (const { territoryId } of me.marches) if (territoryId !== null) slots.add(territoryId);
  const holderOf = (tribeId: string | null): Holder => {
    if (tribeId === null) return 'wild';
    if (tribeId === me.tribeId) return 'own';
    return input.houseTribeIds.has(tribeId) ? 'house' : 'guest';
  };
  return {
    nowMs,
    rulesetId: input.rulesetId,
    gold: me.gold,
    goldCapacity: me.goldCapacity,
    home: me.army,
    armyCap: me.armyCap,
    armyTotal: me.armyTotal,
    levels: {
      barracks: me.buildings.barracks.level,
      warehouse: me.buildings.warehouse.level,
      workshop: me.buildings.workshop.level,
    },
    upgrading: BUILDING_TYPES.filter((building) => me.buildings[building].upgrading),
    queueLength: me.trainingQueue.length,
    slots,
    raidCharges: me.raidCharges.count,
    campsBeaten: me.campsBeaten,
    urge: input.urge,
    territories: input.territories.map((territory): TerritoryView => {
      const tribeId = territory.owner?.tribeId ?? null;
      const defence = tribeId === null ? territory.npcDefense : territory.garrison;
      const inTruce = territory.truceUntil !== null && Date.parse(territory.truceUntil) > nowMs;
      return {
        id: territory.id,
        place: territory.territoryId,
        tier: territory.tier,
        terrain: territory.terrain,
        capacity: territory.capacity,
        holder: holderOf(tribeId),
        holderTerritories: tribeId === null ? 0 : (holdings.get(tribeId) ?? 0),
        units: defence?.units ?? emptyArmy(),
        formation: defence?.formation ?? 'balanced',
        atPeace: inTruce || territory.pendingOrders.count > 0 || input.isSpared(territory.territoryId, tribeId),
        myUnits: garrisons.get(territory.territoryId) ?? null,
      };
    }),
  };
}

/** Strength of an army counted in militia: its base power over that of one militia, rounded down. */
export function militiaWorth(rulesetId: string, army: Readonly<Army>): number {
  const { units } = rulesetById(rulesetId);
  const one = units.militia.hp * units.militia.damage;
  const base = UNIT_TYPES.reduce((sum, unit) => sum + army[unit] * units[unit].hp * units[unit].damage, 0);
  return Math.floor(base / one);
}
