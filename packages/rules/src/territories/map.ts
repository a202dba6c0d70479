import type { Terrain, Tier } from '../core/units.ts';
import { COORDINATES } from './coordinates.ts';
import { GROUND } from './ground.ts';

/*
 * The land: three belts around a lake, five equal provinces. Everything follows from the id alone (GAME_DESIGN 2):
 * ids 1-5 center, 6-20 ring, 21-50 edge, province by province. Names and coordinates are presentation only.
 */

export interface TerritoryInfo {
  id: number;
  tier: Tier;
  terrain: Terrain;
  /** 0 to 4. */
  province: number;
  /** Place within the province's part of the belt, from 0. */
  index: number;
  name: string;
  provinceName: string;
  /** Ids of bordering territories, ascending. Shown and reported; attacks are not limited by it. */
  neighbours: readonly number[];
  coordinates: { x: number; y: number };
}

export const TERRITORY_COUNT = 50;

export const PROVINCE_NAMES = ['Frostmark', 'Ravenreach', 'Stormvale', 'Ashenland', 'Wolfmoor'] as const;

const NAMES = [
  ...['Frostholm', 'Ravenkeep', 'Stormgard', 'Ashenhall', 'Wolfsthrone'],
  ...['Greymoor', 'Elderpine', 'Silverrun', 'Cairnhill', 'Gloomwood', 'Kaldwater', 'Windtor', 'Hollowpine'],
  ...['Icevein', 'Tarnfell', 'Briarwood', 'Mistford', 'Hornfell', 'Wolfwood', 'Blackbeck'],
  ...['Palefield', 'Snowmead', 'Cape Alder', 'Sealcrag', 'Silvermouth', 'Driftplain'],
  ...['Barrow Flats', 'Harefield', 'Firthwood', 'Gullcliff', 'Kaldmouth', 'Lowmarch'],
  ...['Whitemark', 'Oxmead', 'Southpine', 'Stonehorn', 'Iceford', 'Stillfield'],
  ...['Ashmead', 'Cinderflat', 'Thornwold', 'Rookscar', 'Mistmouth', 'Longacre'],
  ...['Hornmark', 'Reindeer Vale', 'Westerholt', 'Walrus Head', 'Beckmouth', 'Northmead'],
];

interface Belt {
  tier: Tier;
  firstId: number;
  perProvince: number;
}

const CENTER: Belt = { tier: 'center', firstId: 1, perProvince: 1 };
const RING: Belt = { tier: 'ring', firstId: 6, perProvince: 3 };
const EDGE: Belt = { tier: 'edge', firstId: 21, perProvince: 6 };

/** All territories; index = id - 1. */
export const TERRITORIES: readonly TerritoryInfo[] = NAMES.map((name, at) => {
  const id = at + 1;
  const belt = beltOf(id);
  const slot = id - belt.firstId;
  const province = Math.floor(slot / belt.perProvince);
  const index = slot % belt.perProvince;
  const [x, y] = COORDINATES[at]!;
  return {
    id,
    tier: belt.tier,
    terrain: GROUND[belt.tier][index]!,
    province,
    index,
    name,
    provinceName: PROVINCE_NAMES[province]!,
    neighbours: neighboursOf(belt, slot).sort((a, b) => a - b),
    coordinates: { x, y },
  };
});

/** Whether a number names a territory. */
export function isTerritoryId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= TERRITORY_COUNT;
}

/** The territory with this id. Throws RangeError if there is none. */
export function territoryInfo(id: number): TerritoryInfo {
  const info = isTerritoryId(id) ? TERRITORIES[id - 1] : undefined;
  if (info === undefined) throw new RangeError(`No territory has the id ${id}`);
  return info;
}

function beltOf(id: number): Belt {
  if (id < RING.firstId) return CENTER;
  return id < EDGE.firstId ? RING : EDGE;
}

/** `slot` counts around the whole belt and wraps. */
function idAt(belt: Belt, slot: number): number {
  const size = belt.perProvince * PROVINCE_NAMES.length;
  return belt.firstId + ((slot + size) % size);
}

function neighboursOf(belt: Belt, slot: number): number[] {
  const beside = [idAt(belt, slot - 1), idAt(belt, slot + 1)];
  if (belt === CENTER) return [...beside, ...[0, 1, 2].map((ring) => idAt(RING, slot * 3 + ring))];
  if (belt === RING) {
    return [...beside, idAt(CENTER, Math.floor(slot / 3)), idAt(EDGE, slot * 2), idAt(EDGE, slot * 2 + 1)];
  }
  return [...beside, idAt(RING, Math.floor(slot / 2))];
}
