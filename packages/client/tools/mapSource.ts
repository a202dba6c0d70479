import { noise } from '@cryptotribes/protocol/heraldry/noise';
import { buildMap, type MapShape, type TerritoryShape } from '../src/board/geometry/buildMap.ts';
import type { Point } from '../src/board/geometry/lattice.ts';
import { toPath, toSmoothPath } from '../src/board/geometry/polygon.ts';
import { scatter } from '../src/board/geometry/scatter.ts';
import type { MapData, Mark, MarkName } from '../src/board/mapData.ts';

const tenth = (n: number) => Math.round(n * 10) / 10;

/** Center shields stand a little further out, to leave the lake its room. */
function labelPoint(t: TerritoryShape): Point {
  const [x, y] = t.label;
  if (t.tier !== 'center') return [tenth(x), tenth(y)];
  const d = Math.hypot(x - 500, y - 500);
  return [tenth(x + ((x - 500) / d) * 15), tenth(y + ((y - 500) / d) * 10)];
}

function terrainMarks(t: TerritoryShape, map: MapShape): Mark[] {
  const put = (name: MarkName, points: Point[], scale?: number): Mark[] =>
    points.map(([x, y]) =>
      scale ? [name, Math.round(x), Math.round(y), scale] : [name, Math.round(x), Math.round(y)],
    );
  switch (t.terrain) {
    case 'forest':
      return put('pine', scatter(t, { gap: 23, margin: 11, clear: 33 }));
    case 'hills':
      return put('hill', scatter(t, { gap: 37, margin: 15, clear: 38 }));
    case 'plains':
      return scatter(t, { gap: 34, margin: 13, clear: 34 })
        .slice(0, 9)
        .flatMap((p, i) => put(i % 3 ? 'dune' : 'tuft', [p]));
    case 'river': {
      const river = map.rivers[t.province]!.points;
      const dry = (p: Point) => river.every((q) => Math.hypot(q[0] - p[0], q[1] - p[1]) > 30);
      return put('tuft', scatter(t, { gap: 44, margin: 14, clear: 44 }).filter(dry).slice(0, 4));
    }
    case 'castle': {
      const [x, y] = labelPoint(t);
      const hills = scatter(t, { gap: 40, margin: 18, clear: 56 }).slice(0, 7);
      return [...put('keep', [[x, y - 2]], 1.5), ...put('hill', hills, 0.8)];
    }
  }
}

const onRing = (angle: number, r: number): Point => [500 + r * Math.cos(angle), 500 + r * Math.sin(angle)];

function seaCracks(): string {
  let path = '';
  for (let i = 0; i < 34; i++) {
    let degrees = noise(40, i) * 360;
    let r = 525 + noise(41, i) * 30;
    const points: Point[] = [];
    for (let k = 0; k < 7; k++) {
      points.push(onRing((degrees * Math.PI) / 180, r));
      degrees += (noise(42, i, k) - 0.5) * 7;
      r += 10 + noise(43, i, k) * 26;
    }
    path += toPath(points);
  }
  return path;
}

function iceFloes(): string {
  let path = '';
  for (let i = 0; i < 46; i++) {
    const [x, y] = onRing(noise(50, i) * 6.283, 532 + noise(51, i) * 120);
    const size = 4 + noise(52, i) * 12;
    const corners = 6 + Math.floor(noise(53, i) * 3);
    const points: Point[] = [];
    for (let k = 0; k < corners; k++) {
      const q = size * (0.65 + 0.5 * noise(54, i, k));
      const angle = (k / corners) * 6.283;
      points.push([x + q * 1.35 * Math.cos(angle), y + q * Math.sin(angle)]);
    }
    path += toPath(points, true);
  }
  return path;
}

/** The drawing of the land as JSON text, one record a line so that a change shows in a diff. */
export function buildMapJson(): string {
  const map = buildMap();
  const data: MapData = {
    territories: map.territories.map((t) => ({
      id: t.id,
      tier: t.tier,
      terrain: t.terrain,
      province: t.province,
      path: t.path,
      label: labelPoint(t),
      neighbours: t.neighbours,
      marks: terrainMarks(t, map),
    })),
    borders: map.borders.map(({ a, b, kind, points }) => ({ a, b, kind, path: toPath(points) })),
    rivers: map.rivers.map((river) => toSmoothPath(river.points)),
    coast: toPath(map.coast, true),
    lake: toPath(map.lake, true),
    cracks: seaCracks(),
    floes: iceFloes(),
  };
  const lines = (records: unknown[]) => `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]`;
  const { territories, borders, ...rest } = data;
  return `{"territories":${lines(territories)},\n"borders":${lines(borders)},\n${JSON.stringify(rest).slice(1)}\n`;
}
