/**
 * The shape of the land, from the ids 1..50 alone: three belts around a frozen lake, five provinces. Each border
 * between two corners is drawn once (midpoint displacement seeded by its place) and used by both neighbours,
 * forwards by one and backwards by the other: no slivers, no gaps, and adjacency is read off the borders.
 * Takes some 300 ms, so it runs at build time (tools/generate.ts). Board: one field is 100 px, middle (500, 500).
 */

import { signedNoise } from '@cryptotribes/protocol/heraldry/noise';
import type { Place, Point, PolarPoint } from './lattice.ts';
import { BELTS, type BoardTerrain, CIRCLES, corner, idAt, place, RAD, SPOKES, terrainOf, toBoard } from './lattice.ts';
import { areaAndCentroid, roomiest, toPath } from './polygon.ts';

export type BorderKind = 'belt' | 'spoke' | 'province' | 'coast' | 'lake';

export interface Border {
  key: string;
  /** Territory id, or 0 for water. */
  a: number;
  /** Territory id, or 0 for water. */
  b: number;
  kind: BorderKind;
  points: Point[];
}

export interface TerritoryShape extends Place {
  terrain: BoardTerrain;
  points: Point[];
  path: string;
  area: number;
  label: Point;
  /** Free radius in px around the label point. */
  room: number;
  /** Centroid on the 11 x 11 board, two decimals. */
  coordinates: { x: number; y: number };
  neighbours: number[];
}

export interface River {
  province: number;
  points: Point[];
}

export interface MapShape {
  territories: TerritoryShape[];
  borders: Border[];
  rivers: River[];
  coast: Point[];
  lake: Point[];
}

/** Halvings of a border: 2^4 = 16 pieces. */
const DEPTH = 4;

function drawBorder(from: PolarPoint, to: PolarPoint, roughness: number, ...seed: number[]): Point[] {
  let line: PolarPoint[] = [from, to];
  for (let depth = 0; depth < DEPTH; depth++) {
    const next: PolarPoint[] = [line[0]!];
    for (let i = 1; i < line.length; i++) {
      const [a0, r0] = line[i - 1]!;
      const [a1, r1] = line[i]!;
      const rMid = (r0 + r1) / 2;
      const da = a1 - a0;
      const dr = r1 - r0;
      const length = Math.hypot(dr, da * RAD * rMid) || 1;
      const across = roughness * length * signedNoise(3, depth, i, ...seed);
      next.push(
        [(a0 + a1) / 2 + (across * dr) / length / (rMid * RAD), rMid - (across * (da * RAD * rMid)) / length],
        line[i]!,
      );
    }
    line = next;
  }
  return line.map(toBoard);
}

function drawBorders(): Border[] {
  const borders: Border[] = [];
  for (let c = 0; c < 4; c++) {
    const { step, roughness } = CIRCLES[c]!;
    const kind = c === 0 ? 'lake' : c === 3 ? 'coast' : 'belt';
    for (let s = 0; s < SPOKES; s += step) {
      const a = c === 0 ? 0 : idAt(c - 1, Math.floor(s / BELTS[c - 1]!.step));
      const b = c === 3 ? 0 : idAt(c, Math.floor(s / BELTS[c]!.step));
      const points = drawBorder(corner(c, s), corner(c, s + step), roughness, c, s % 6);
      borders.push({ key: `c${c}.${s}`, a, b, kind, points });
    }
  }
  for (let b = 0; b < 3; b++) {
    const { step } = BELTS[b]!;
    for (let s = 0; s < SPOKES; s += step) {
      const points = drawBorder(corner(b, s), corner(b + 1, s), 0.13, 10 + b, s % 6);
      const kind = s % 6 === 0 ? 'province' : 'spoke';
      borders.push({ key: `s${b}.${s}`, a: idAt(b, s / step - 1), b: idAt(b, s / step), kind, points });
    }
  }
  return borders;
}

/** Joins lines end to end; each line's last point is the next one's first. */
function join(...lines: Point[][]): Point[] {
  return lines.flatMap((line) => line.slice(0, -1));
}

/** Builds the whole map. Pure: the same output every time. */
export function buildMap(): MapShape {
  const borders = drawBorders();
  const byKey = new Map(borders.map((border) => [border.key, border.points]));
  const arc = (key: string, backwards = false): Point[] => {
    const points = byKey.get(key);
    if (!points) throw new Error(`No border ${key}`);
    return backwards ? [...points].reverse() : points;
  };

  const outline = ({ belt, province, index }: Place): Point[] => {
    const { step, perProvince } = BELTS[belt]!;
    const outerStep = CIRCLES[belt + 1]!.step;
    const from = (province * perProvince + index) * step;
    const to = (from + step) % SPOKES;
    const outer: Point[][] = [];
    for (let s = from + step - outerStep; s >= from; s -= outerStep) outer.push(arc(`c${belt + 1}.${s}`, true));
    return join(arc(`c${belt}.${from}`), arc(`s${belt}.${to}`), ...outer, arc(`s${belt}.${from}`, true));
  };

  const neighboursOf = (id: number): number[] => {
    const ids = borders.filter((e) => e.a === id || e.b === id).map((e) => (e.a === id ? e.b : e.a));
    return [...new Set(ids)].filter((other) => other > 0).sort((x, y) => x - y);
  };

  const territories = Array.from({ length: 50 }, (_, i): TerritoryShape => {
    const where = place(i + 1);
    const points = outline(where);
    const { area, centroid } = areaAndCentroid(points);
    const { at, room } = roomiest(points);
    return {
      ...where,
      terrain: terrainOf(where.id),
      points,
      path: toPath(points, true),
      area: Math.abs(area),
      label: at,
      room,
      coordinates: { x: Math.round(centroid[0]) / 100, y: Math.round(centroid[1]) / 100 },
      neighbours: neighboursOf(where.id),
    };
  });

  const loop = (circle: number): Point[] => {
    const arcs: Point[][] = [];
    for (let s = 0; s < SPOKES; s += CIRCLES[circle]!.step) arcs.push(arc(`c${circle}.${s}`));
    return join(...arcs);
  };
  return { territories, borders, rivers: drawRivers(arc), coast: loop(3), lake: loop(0) };
}

/** From the third ring territory of each province through its fifth edge territory to the sea. */
function drawRivers(arc: (key: string) => Point[]): River[] {
  const middle = (key: string): Point => {
    const line = arc(key);
    return line[line.length >> 1]!;
  };
  const bend = (a: Point, b: Point, t: number, sideways: number): Point => {
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    return [a[0] + dx * t - dy * sideways, a[1] + dy * t + dx * sideways];
  };
  return [0, 1, 2, 3, 4].map((province) => {
    const spoke = province * 6 + 4;
    const [source, gate, mouth] = [middle(`c1.${spoke}`), middle(`c2.${spoke}`), middle(`c3.${spoke}`)];
    const points = [
      bend(source, gate, 0.2, 0),
      bend(source, gate, 0.52, 0.16),
      gate,
      bend(gate, mouth, 0.3, -0.14),
      bend(gate, mouth, 0.66, 0.12),
      mouth,
    ];
    return { province, points };
  });
}
