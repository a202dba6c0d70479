import type { MapTerritory } from './mapData.ts';

/** Directions of the arrow keys on the board (y grows downwards). */
const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const WITHIN_60_DEGREES = 0.5;

/**
 * Where an arrow key leads from a land: the neighbour whose direction fits best, within 60 degrees; else the nearest
 * land that lies that way at all. Null when the key is no arrow or nothing lies that way.
 */
export function walk(lands: readonly MapTerritory[], fromId: number, key: string): number | null {
  const direction = DIRECTIONS[key];
  const from = lands[fromId - 1];
  if (!direction || !from) return null;
  const look = (land: MapTerritory) => {
    const dx = land.label[0] - from.label[0];
    const dy = land.label[1] - from.label[1];
    const distance = Math.hypot(dx, dy) || 1;
    return { id: land.id, distance, fit: (dx * direction[0] + dy * direction[1]) / distance };
  };
  const near = from.neighbours.map((id) => look(lands[id - 1]!)).filter(({ fit }) => fit >= WITHIN_60_DEGREES);
  const best = near.sort((a, b) => b.fit - a.fit)[0];
  if (best) return best.id;
  const anywhere = lands.filter(({ id }) => id !== fromId).map(look);
  const ahead = anywhere.filter(({ fit }) => fit >= WITHIN_60_DEGREES).sort((a, b) => a.distance - b.distance);
  return ahead[0]?.id ?? null;
}
