/**
 * The polar lattice behind the map (GAME_DESIGN 2): 30 spokes of 12 degrees and 4 circles around a frozen lake.
 * A belt uses every 6th (center), 2nd (ring) or every (edge) spoke, so each corner of an outer belt that an inner
 * belt also uses is the same corner and no territory can touch a wrong neighbour. Corners move by a hash of their
 * place within the province: the five provinces are one shape, turned by 72 degrees.
 */
import { signedNoise } from '@cryptotribes/protocol/heraldry/noise';

export type Point = readonly [x: number, y: number];
/** Angle in degrees and radius in board px. */
export type PolarPoint = readonly [degrees: number, radius: number];
export type BoardTier = 'center' | 'ring' | 'edge';
export type BoardTerrain = 'castle' | 'forest' | 'hills' | 'river' | 'plains';

export interface Place {
  id: number;
  belt: number;
  tier: BoardTier;
  /** 0-4, clockwise from the north. */
  province: number;
  /** Place within the province's part of the belt, from 0. */
  index: number;
}

interface Circle {
  radius: number;
  /** Spokes between two corners. */
  step: number;
  angleJitter: number;
  radiusJitter: number;
  roughness: number;
}

interface Belt {
  tier: BoardTier;
  step: number;
  firstId: number;
  perProvince: number;
  terrain: readonly BoardTerrain[];
}

export const SPOKES = 30;
export const RAD = Math.PI / 180;

/** From the lake shore outwards to the coast. */
export const CIRCLES: readonly Circle[] = [
  { radius: 70, step: 6, angleJitter: 0, radiusJitter: 3, roughness: 0.11 },
  { radius: 188, step: 2, angleJitter: 2, radiusJitter: 14, roughness: 0.15 },
  { radius: 330, step: 1, angleJitter: 1.9, radiusJitter: 16, roughness: 0.15 },
  { radius: 480, step: 1, angleJitter: 1.6, radiusJitter: 13, roughness: 0.27 },
];

export const BELTS: readonly Belt[] = [
  { tier: 'center', step: 6, firstId: 1, perProvince: 1, terrain: ['castle'] },
  { tier: 'ring', step: 2, firstId: 6, perProvince: 3, terrain: ['hills', 'forest', 'river'] },
  {
    tier: 'edge',
    step: 1,
    firstId: 21,
    perProvince: 6,
    terrain: ['plains', 'plains', 'forest', 'hills', 'river', 'plains'],
  },
];

/** Radius offsets per spoke of a province: a fjord between provinces, a cape in the middle. */
const COAST_OFFSETS = [-44, 8, 17, 12, 20, 6];
const EDGE_OFFSETS = [-12, 0, 6, 2, 8, 0];

/** Tier, province and index of a territory id (1..50). */
export function place(id: number): Place {
  const belt = id <= 5 ? 0 : id <= 20 ? 1 : 2;
  const { tier, firstId, perProvince } = BELTS[belt]!;
  const slot = id - firstId;
  return { id, belt, tier, province: Math.floor(slot / perProvince), index: slot % perProvince };
}

/** Territory id at a slot of a belt; the slot counts from 0 around the whole belt and wraps. */
export function idAt(belt: number, slot: number): number {
  const { firstId, perProvince } = BELTS[belt]!;
  const size = perProvince * 5;
  return firstId + (((slot % size) + size) % size);
}

/** Ground of a territory (GAME_DESIGN 2: a fixed order, so that all provinces are equal). */
export function terrainOf(id: number): BoardTerrain {
  const { belt, index } = place(id);
  return BELTS[belt]!.terrain[index]!;
}

/** Corner of the lattice; its jitter depends on the spoke within the province. */
export function corner(circle: number, spoke: number): PolarPoint {
  const { radius, radiusJitter, angleJitter } = CIRCLES[circle]!;
  const inProvince = ((spoke % 6) + 6) % 6;
  let r = radius + radiusJitter * signedNoise(1, circle, inProvince);
  if (circle === 3) r += COAST_OFFSETS[inProvince]!;
  if (circle === 2) r += EDGE_OFFSETS[inProvince]!;
  return [spoke * 12 + angleJitter * signedNoise(2, circle, inProvince), r];
}

/** Polar to board px (middle 500, 500), with a gentle fivefold swirl so that spokes bend. */
export function toBoard([degrees, r]: PolarPoint): Point {
  const t = r / 480;
  const wave = 5 * (degrees - 36) * RAD;
  const a = (degrees - 90 - 36 + 17 * Math.sin(t * 2.1) - 1.6 * t * Math.sin(wave)) * RAD;
  const k = r * (1 + 0.022 * Math.cos(wave));
  return [500 + k * Math.cos(a), 500 + k * Math.sin(a)];
}
