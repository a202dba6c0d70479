import { describe, expect, it } from 'vitest';
import { buildMap } from './buildMap.ts';
import { idAt, type Point, place } from './lattice.ts';
import { areaAndCentroid, boundingBox, inside } from './polygon.ts';

const map = buildMap();

/** Adjacency as GAME_DESIGN 2 states it. */
function neighboursByRule(id: number): number[] {
  const { belt, province, index } = place(id);
  const near = new Set<number>();
  const add = (b: number, slot: number) => near.add(idAt(b, slot));
  if (belt === 0) {
    add(0, province - 1);
    add(0, province + 1);
    for (let i = 0; i < 3; i++) add(1, province * 3 + i);
  } else if (belt === 1) {
    const slot = province * 3 + index;
    add(1, slot - 1);
    add(1, slot + 1);
    add(0, province);
    add(2, slot * 2);
    add(2, slot * 2 + 1);
  } else {
    const slot = province * 6 + index;
    add(2, slot - 1);
    add(2, slot + 1);
    add(1, slot >> 1);
  }
  return [...near].sort((a, b) => a - b);
}

const side = (p: Point, q: Point, r: Point) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
const crosses = (a: Point, b: Point, c: Point, d: Point) =>
  side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);

describe('buildMap', () => {
  it('draws 5 center, 15 ring and 30 edge territories', () => {
    const count = (tier: string) => map.territories.filter((t) => t.tier === tier).length;
    expect([map.territories.length, count('center'), count('ring'), count('edge')]).toEqual([50, 5, 15, 30]);
  });

  it('draws borders that give exactly the adjacency of the rules', () => {
    for (const t of map.territories) expect(t.neighbours, `territory ${t.id}`).toEqual(neighboursByRule(t.id));
  });

  it('draws no outline that crosses itself', () => {
    for (const { id, points } of map.territories) {
      const n = points.length;
      for (let i = 0; i < n; i++) {
        for (let j = i + 2; j < n; j++) {
          if (i === 0 && j === n - 1) continue;
          const cross = crosses(points[i]!, points[(i + 1) % n]!, points[j]!, points[(j + 1) % n]!);
          if (cross) expect.fail(`territory ${id} crosses itself at ${i}, ${j}`);
        }
      }
    }
  });

  it('leaves no gap and no overlap between the territories', () => {
    const area = (points: Point[]) => Math.abs(areaAndCentroid(points).area);
    const sum = map.territories.reduce((total, t) => total + t.area, 0);
    expect(Math.abs(sum - (area(map.coast) - area(map.lake)))).toBeLessThan(1);
  });

  it('makes each province the previous one turned by 72 degrees', () => {
    const cos = Math.cos((72 * Math.PI) / 180);
    const sin = Math.sin((72 * Math.PI) / 180);
    for (const t of map.territories) {
      const perProvince = [1, 3, 6][t.belt]!;
      const next = map.territories[idAt(t.belt, t.id - idAt(t.belt, 0) + perProvince) - 1]!;
      t.points.forEach(([x, y], i) => {
        const turned = [500 + (x - 500) * cos - (y - 500) * sin, 500 + (x - 500) * sin + (y - 500) * cos] as const;
        expect(Math.hypot(turned[0] - next.points[i]![0], turned[1] - next.points[i]![1])).toBeLessThan(1e-6);
      });
    }
  });

  it('puts the middle of each bounding box inside its territory, where a robot clicks', () => {
    for (const t of map.territories) {
      const [x0, y0, x1, y1] = boundingBox(t.points);
      expect(inside([(x0 + x1) / 2, (y0 + y1) / 2], t.points), `territory ${t.id}`).toBe(true);
    }
  });

  it('leaves room for a shield of 24 px radius inside each territory', () => {
    for (const t of map.territories) {
      expect(inside(t.label, t.points)).toBe(true);
      expect(t.room, `territory ${t.id}`).toBeGreaterThanOrEqual(24);
    }
  });

  it('stays on the board', () => {
    for (const [x, y] of map.territories.flatMap((t) => t.points)) {
      expect(Math.min(x, y)).toBeGreaterThan(-50);
      expect(Math.max(x, y)).toBeLessThan(1050);
    }
  });

  it('draws the same map twice', () => {
    expect(buildMap().territories.map((t) => t.path)).toEqual(map.territories.map((t) => t.path));
  });

  it('gives the coordinates that the server reports', () => {
    expect(map.territories[0]!.coordinates).toEqual({ x: 5.26, y: 3.66 });
    expect(map.territories[5]!.coordinates).toEqual({ x: 4.61, y: 2.42 });
  });
});
