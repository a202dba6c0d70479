/**
 * For eyes that cannot tell the dyes apart (settings: colour help): each tribe's land carries one of twelve patterns, and its shields the
 * letters of its tag. Tribes of neighbouring ordinals never share a pattern. Part of the pictures for the eye alone: the names of the
 * lands say the same to everybody else.
 */

import type { MapTerritory } from './mapData.ts';
import type { TerritoryView } from './view.ts';

/** Strokes on a tile of 24 units. */
const STROKES = [
  'M0 0L24 24M-6 18L6 30M18 -6L30 6',
  'M24 0L0 24M30 18L18 30M6 -6L-6 6',
  'M12 0V24',
  'M0 12H24',
  'M0 12H24M12 0V24',
  'M0 0L24 24M24 0L0 24',
  'M0 18L12 6L24 18',
  'M12 9V15M9 12H15M0 -3V3M24 -3V3M0 21V27M24 21V27',
  'M8 12A4 4 0 1 0 16 12A4 4 0 1 0 8 12',
  'M6 0V12M18 12V24',
  'M0 6H12M12 18H24',
  'M12 4L20 12L12 20L4 12Z',
];
const SCALE = { center: 26, ring: 22, edge: 17 } as const;

/** The pattern of a tribe by its ordinal, from 1. */
export const patternOf = (ordinal: number): number => (ordinal - 1) % STROKES.length;

interface ColourHelpProps {
  lands: readonly MapTerritory[];
  views: readonly TerritoryView[];
}

export function ColourPatterns({ lands, views }: ColourHelpProps) {
  return (
    <g data-testid="colour-help">
      <defs>
        {STROKES.map((d, i) => (
          <pattern key={d} id={`dye-${i}`} width="24" height="24" patternUnits="userSpaceOnUse">
            <path d={d} fill="none" stroke="#071016" strokeOpacity=".5" strokeWidth="5" />
            <path d={d} fill="none" stroke="#fff" strokeOpacity=".6" strokeWidth="2.2" />
          </pattern>
        ))}
      </defs>
      {lands.map((land, i) => {
        const owner = views[i]?.owner;
        return owner && <path key={land.id} d={land.path} fill={`url(#dye-${patternOf(owner.ordinal)})`} />;
      })}
    </g>
  );
}

export function ShieldLetters({ lands, views }: ColourHelpProps) {
  return (
    <g className="shield-letters">
      {lands.map((land, i) => {
        const owner = views[i]?.owner;
        if (!owner) return null;
        const [x, y] = land.label;
        return (
          <text key={land.id} x={x} y={y + (land.tier === 'center' ? 34 : 24)} fontSize={SCALE[land.tier]}>
            {owner.tag}
          </text>
        );
      })}
    </g>
  );
}
