/** Shape of map.generated.json: everything on the map that never changes, ready to draw (tools/mapSource.ts). */
import type { BorderKind } from './geometry/buildMap.ts';
import type { BoardTerrain, BoardTier, Point } from './geometry/lattice.ts';

export type MarkName = 'pine' | 'hill' | 'dune' | 'tuft' | 'keep';
/** A terrain mark: drawing, place, scale. */
export type Mark = readonly [name: MarkName, x: number, y: number, scale?: number];

export interface MapTerritory {
  id: number;
  tier: BoardTier;
  terrain: BoardTerrain;
  /** 0-4. */
  province: number;
  path: string;
  /** Where the shield stands. */
  label: Point;
  neighbours: number[];
  marks: Mark[];
}

export interface MapBorder {
  /** Territory id, or 0 for water. */
  a: number;
  /** Territory id, or 0 for water. */
  b: number;
  kind: BorderKind;
  path: string;
}

export interface MapData {
  territories: MapTerritory[];
  borders: MapBorder[];
  rivers: string[];
  coast: string;
  lake: string;
  /** Cracks in the sea ice, one path. */
  cracks: string;
  /** Ice floes, one path. */
  floes: string;
}

/** Board px that are shown at zoom 1. */
export const VIEW_BOX = '-75 -75 1150 1150';
export const VIEW_ORIGIN = -75;
export const VIEW_SIZE = 1150;

/** Loads the drawing as a chunk of its own. */
export async function loadMapData(): Promise<MapData> {
  const module = await import('./map.generated.json');
  return module.default as unknown as MapData;
}
