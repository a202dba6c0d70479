import { noise } from '@cryptotribes/protocol/heraldry/noise';
import type { TerritoryShape } from './buildMap.ts';
import type { Point } from './lattice.ts';
import { boundingBox, distanceToOutline, inside } from './polygon.ts';

interface ScatterOptions {
  /** Least distance in px between two marks. */
  gap: number;
  /** Least distance to the border. */
  margin: number;
  /** Least distance to the label point. */
  clear: number;
}

const TRIES = 400;

/** Places for terrain marks by dart throwing; the same in every province, back to front. */
export function scatter(territory: TerritoryShape, { gap, margin, clear }: ScatterOptions): Point[] {
  const [x0, y0, x1, y1] = boundingBox(territory.points);
  const key = [territory.belt, territory.index];
  const placed: Point[] = [];
  for (let i = 0; i < TRIES; i++) {
    const p: Point = [x0 + (x1 - x0) * noise(7, ...key, i), y0 + (y1 - y0) * noise(8, ...key, i)];
    if (Math.hypot(p[0] - territory.label[0], p[1] - territory.label[1]) < clear) continue;
    if (placed.some((q) => Math.hypot(p[0] - q[0], (p[1] - q[1]) * 1.5) < gap)) continue;
    if (!inside(p, territory.points) || distanceToOutline(p, territory.points) < margin) continue;
    placed.push(p);
  }
  return placed.sort((a, b) => a[1] - b[1]);
}
