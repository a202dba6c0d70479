/** Where the ten camps stand on the snowy path, and what grows beside it. One layout for desks, one for phones. Pure. */
import { noise } from '@cryptotribes/protocol/heraldry/noise';

export interface Point {
  x: number;
  y: number;
}

export interface PathLayout {
  name: 'desk' | 'mob';
  width: number;
  height: number;
  /** Camp 1 first. */
  camps: readonly Point[];
}

const at = (pairs: readonly (readonly [number, number])[]): Point[] => pairs.map(([x, y]) => ({ x, y }));

export const DESK: PathLayout = {
  name: 'desk',
  width: 1000,
  height: 580,
  camps: at([
    [92, 486],
    [268, 512],
    [458, 478],
    [656, 508],
    [868, 452],
    [706, 374],
    [500, 372],
    [288, 352],
    [398, 262],
    [598, 214],
  ]),
};

export const PHONE: PathLayout = {
  name: 'mob',
  width: 366,
  height: 552,
  camps: at([
    [62, 480],
    [184, 486],
    [304, 452],
    [218, 384],
    [104, 388],
    [58, 308],
    [180, 290],
    [306, 270],
    [226, 196],
    [116, 166],
  ]),
};

/** A smooth line through the camps (Catmull-Rom as Béziers); `until` = how many camps it reaches, at least one. */
export function pathThrough(camps: readonly Point[], until = camps.length): string {
  const first = camps[0];
  if (!first) return '';
  let line = `M${first.x} ${first.y}`;
  for (let i = 0; i < Math.min(until, camps.length) - 1; i++) {
    const [before, from, to, after] = [
      camps[i - 1] ?? camps[i]!,
      camps[i]!,
      camps[i + 1]!,
      camps[i + 2] ?? camps[i + 1]!,
    ];
    const c1 = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    const c2 = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 };
    line += `C${c1.x.toFixed(1)} ${c1.y.toFixed(1)} ${c2.x.toFixed(1)} ${c2.y.toFixed(1)} ${to.x} ${to.y}`;
  }
  return line;
}

/** Nearest distance from a point to the straight way between neighbouring camps. */
function distanceToPath(point: Point, camps: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < camps.length; i++) {
    const [a, b] = [camps[i]!, camps[i + 1]!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(point.x - a.x - along * dx, point.y - a.y - along * dy));
  }
  return nearest;
}

export interface Tree extends Point {
  scale: number;
}

/** Pines on the slope, farther ones first and smaller, none on the path or on a camp's plate. */
export function treesOf({ width, height, camps }: PathLayout): Tree[] {
  const trees: Tree[] = [];
  const tries = Math.round((width * height) / 2600);
  const top = height * 0.31;
  for (let i = 0; i < tries; i++) {
    const x = noise(21, i, width) * width;
    const depth = noise(22, i, width);
    const y = top + depth * (height - top);
    const isClear = distanceToPath({ x, y }, camps) > 34 && camps.every((c) => Math.hypot(c.x - x, c.y + 16 - y) > 58);
    if (isClear) trees.push({ x, y, scale: 0.9 + depth * 1.7 + noise(23, i, width) * 0.5 });
  }
  return trees.sort((a, b) => a.y - b.y);
}
