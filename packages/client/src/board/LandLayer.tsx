import { type KeyboardEvent, memo } from 'react';
import type { MapTerritory } from './mapData.ts';

interface LandProps {
  land: MapTerritory;
  fill: string;
  edge: string;
  edgeWidth: number;
  /** Accessible name; null where the map is only a picture. */
  label: string | null;
  isSelected: boolean;
  /** The one land that the Tab key enters. */
  isTabStop: boolean;
  onSelect: (id: number) => void;
  onKey: (id: number, event: KeyboardEvent<SVGGElement>) => void;
}

/** One territory: the only layer of the map that takes clicks and keys. */
export const Land = memo(function Land(props: LandProps) {
  const { land, fill, edge, edgeWidth, label, isSelected, isTabStop, onSelect, onKey } = props;
  const shape = (
    <>
      <path d={land.path} fill={fill} />
      <path
        d={land.path}
        clipPath={`url(#land-${land.id})`}
        fill="none"
        stroke={edge}
        strokeOpacity=".55"
        strokeWidth={edgeWidth}
        strokeLinejoin="round"
      />
    </>
  );
  if (label === null) return <g className="land">{shape}</g>;
  return (
    <g
      className="land"
      data-territory-id={land.id}
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={label}
      onClick={() => onSelect(land.id)}
      onKeyDown={(event) => onKey(land.id, event)}
    >
      {shape}
    </g>
  );
});

interface TerrainMarksProps {
  land: MapTerritory;
  isDark: boolean;
}

/** Trees, hills, dunes and keeps of one land. */
export const TerrainMarks = memo(function TerrainMarks({ land, isDark }: TerrainMarksProps) {
  return (
    <g className={isDark ? 'on-dark' : undefined}>
      {land.marks.map(([name, x, y, scale]) => (
        <use
          key={`${x},${y}`}
          href={`#m-${name}`}
          transform={`translate(${x} ${y})${scale ? ` scale(${scale})` : ''}`}
        />
      ))}
    </g>
  );
});

/** White outline with a dark casing around the selected land. */
export function Selection({ path }: { path: string }) {
  return (
    <g strokeLinejoin="round" fill="none">
      <path d={path} fill="#fff" fillOpacity=".13" stroke="#fff" strokeOpacity=".3" strokeWidth="13" />
      <path d={path} stroke="#071016" strokeWidth="8" />
      <path d={path} stroke="#fff" strokeWidth="4" />
    </g>
  );
}
