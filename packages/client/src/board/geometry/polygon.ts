import type { Point } from './lattice.ts';

/** SVG path of a polyline, rounded to 0.1 px. */
export function toPath(points: readonly Point[], close = false): string {
  const round = (n: number) => Math.round(n * 10) / 10;
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}${close ? 'Z' : ''}`;
}

/** SVG path of a smooth curve through the points (Catmull-Rom as Bézier pieces). */
export function toSmoothPath(points: readonly Point[]): string {
  const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))]!;
  let d = `M${at(0)[0].toFixed(1)} ${at(0)[1].toFixed(1)}`;
  for (let i = 0; i < points.length - 1; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const controls = [
      p1[0] + (p2[0] - p0[0]) / 6,
      p1[1] + (p2[1] - p0[1]) / 6,
      p2[0] - (p3[0] - p1[0]) / 6,
      p2[1] - (p3[1] - p1[1]) / 6,
      p2[0],
      p2[1],
    ];
    d += `C${controls.map((n) => n.toFixed(1)).join(' ')}`;
  }
  return d;
}

/** Signed area and centroid of a simple polygon. */
export function areaAndCentroid(points: readonly Point[]): { area: number; centroid: Point } {
  let twice = 0;
  let cx = 0;
  let cy = 0;
  for (let i = 0; i < points.length; i++) {
    const [x0, y0] = points[i]!;
    const [x1, y1] = points[(i + 1) % points.length]!;
    const cross = x0 * y1 - x1 * y0;
    twice += cross;
    cx += (x0 + x1) * cross;
    cy += (y0 + y1) * cross;
  }
  return { area: twice / 2, centroid: [cx / (3 * twice), cy / (3 * twice)] };
}

/** Whether a point lies inside a polygon (even-odd). */
export function inside([x, y]: Point, points: readonly Point[]): boolean {
  let isInside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [xi, yi] = points[i]!;
    const [xj, yj] = points[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
  }
  return isInside;
}

/** Distance in px from a point to the outline of a polygon. */
export function distanceToOutline([x, y]: Point, points: readonly Point[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < points.length; i++) {
    const [x0, y0] = points[i]!;
    const [x1, y1] = points[(i + 1) % points.length]!;
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length = dx * dx + dy * dy;
    const t = length ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length)) : 0;
    best = Math.min(best, Math.hypot(x - x0 - t * dx, y - y0 - t * dy));
  }
  return best;
}

/** Bounding box as [minX, minY, maxX, maxY]. */
export function boundingBox(points: readonly Point[]): [number, number, number, number] {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The point farthest from the outline, for the shield; grid search, refined three times. */
export function roomiest(points: readonly Point[]): { at: Point; room: number } {
  let [x0, y0, x1, y1] = boundingBox(points);
  let at: Point = [x0, y0];
  let room = -1;
  const cells = 14;
  for (let pass = 0; pass < 4; pass++) {
    const sx = (x1 - x0) / cells;
    const sy = (y1 - y0) / cells;
    for (let i = 0; i <= cells; i++) {
      for (let j = 0; j <= cells; j++) {
        const p: Point = [x0 + i * sx, y0 + j * sy];
        if (!inside(p, points)) continue;
        const distance = distanceToOutline(p, points);
        if (distance > room) {
          at = p;
          room = distance;
        }
      }
    }
    [x0, y0, x1, y1] = [at[0] - sx, at[1] - sy, at[0] + sx, at[1] + sy];
  }
  return { at, room };
}
