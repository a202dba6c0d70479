import { mix } from '@cryptotribes/protocol/heraldry/colour';
import type { BoardTerrain } from './geometry/lattice.ts';

interface TerrainBannerProps {
  terrain: BoardTerrain;
  /** Dye of the owner, or snow. */
  colour: string;
}

/** The ground of a territory as a strip in its owner's dye. Decorative. */
export function TerrainBanner({ terrain, colour }: TerrainBannerProps) {
  return (
    <svg className="terrain-banner" viewBox="0 0 372 112" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="banner-dye" x2="0" y2="1">
          <stop stopColor={mix(colour, '#A9B8C0', 0.25)} />
          <stop offset="1" stopColor={mix(colour, '#0B1216', 0.25)} />
        </linearGradient>
        <linearGradient id="banner-fade" x2="0" y2="1">
          <stop offset=".25" stopColor="#0b1216" stopOpacity="0" />
          <stop offset="1" stopColor="#0b1216" stopOpacity=".92" />
        </linearGradient>
      </defs>
      <rect width="372" height="112" fill="url(#banner-dye)" />
      <path
        d="M0 52C40 30 70 40 104 24C150 4 190 40 232 26C280 10 320 30 372 12V112H0Z"
        fill="#fff"
        fillOpacity=".12"
      />
      <rect width="372" height="112" fill={`url(#t-${terrain})`} />
      <rect width="372" height="112" fill="url(#banner-fade)" />
    </svg>
  );
}
