/** Where the figures of a replay stand and which of them fall. Pure: the same battle looks the same for everybody. */

import { noise, signedNoise } from '@cryptotribes/protocol/heraldry/noise';
import { type Army, UNIT_TYPES, type UnitType } from '@cryptotribes/rules/core/units';

export interface Figure {
  key: string;
  unit: UnitType;
  x: number;
  y: number;
  scale: number;
  falls: boolean;
}

/** Distance of each rank from the middle of the field, front rank nearest. */
const DEPTH: Record<UnitType, number> = { militia: 50, spearman: 140, archer: 214, cavalry: 292 };
const ROWS = 6;
const MIDDLE = 430;

/** Figures of one side, the farthest first so that nearer ones are drawn over them. `direction`: -1 = left, 1 = right. */
export function placeFigures(army: Army, losses: Army, unitsEach: number, direction: -1 | 1): Figure[] {
  const figures = UNIT_TYPES.flatMap((unit, rank) => {
    const count = Math.ceil(army[unit] / unitsEach);
    // Everybody gone means nobody stands; a single loss among many may show no figure less.
    const fallen = losses[unit] >= army[unit] ? count : Math.min(count, Math.round(losses[unit] / unitsEach));
    const order = Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => noise(80, rank, a, direction + 1) - noise(80, rank, b, direction + 1),
    );
    const falling = new Set(order.slice(0, fallen));
    const columns = Math.ceil(count / ROWS);
    const columnGap = columns > 3 ? 69 / columns : 23;
    return Array.from({ length: count }, (_, i): Figure => {
      const row = i % ROWS;
      const y = 176 + row * 24 + signedNoise(71, rank, i, direction + 1) * 3.5;
      const depth = DEPTH[unit] + Math.floor(i / ROWS) * columnGap + row * 5;
      const x = MIDDLE + direction * (depth + signedNoise(70, rank, i, direction + 1) * 3.5);
      const scale = (0.052 + (y - 170) * 0.00009) * (unit === 'cavalry' ? 1.25 : 1);
      return { key: `${unit}-${i}`, unit, x, y, scale, falls: falling.has(i) };
    });
  });
  return figures.sort((a, b) => a.y - b.y);
}
