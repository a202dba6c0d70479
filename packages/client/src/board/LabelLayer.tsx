import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { memo } from 'react';
import { ShieldArt } from '../ui/Shield.tsx';
import { spriteHref } from '../ui/spriteHref.ts';
import type { MapTerritory } from './mapData.ts';

const SCALE = { center: 0.5, ring: 0.45, edge: 0.37 } as const;

interface LabelProps {
  land: MapTerritory;
  name: string;
  /** Null = no owner; then a campfire marks wild holders, if they are known. */
  tribeId: string | null;
  ordinal: number;
  isWild: boolean;
  /** A number instead of the shield (layers Worth and Strength); null = shield. */
  figure: number | null;
  /** The land was taken a moment ago: the shield drops into place. */
  isFresh: boolean;
}

/** Shield or campfire of one land, with its name; edge names show from zoom 1.6 on. */
export const Label = memo(function Label({ land, name, tribeId, ordinal, isWild, figure, isFresh }: LabelProps) {
  const [x, y] = land.label;
  const scale = SCALE[land.tier];
  const middleY = land.tier === 'center' ? y + 2 : land.tier === 'ring' ? y - 8 : y;
  const nameY = land.tier === 'center' ? y + 56 : middleY + 60 * scale + (land.tier === 'ring' ? 17 : 13);
  return (
    <>
      {figure !== null && (
        <text className="figure land-figure" x={x} y={middleY + 7}>
          {figure}
        </text>
      )}
      {figure === null && tribeId !== null && (
        <g transform={`translate(${x - 50 * scale} ${middleY - 60 * scale}) scale(${scale})`}>
          <g className={isFresh ? 'shield-drop' : undefined}>
            <ShieldArt arms={heraldry(tribeId, ordinal)} />
          </g>
        </g>
      )}
      {figure === null && tribeId === null && isWild && (
        <g transform={`translate(${x} ${middleY})`} color="#DCE9EE">
          <circle
            r={land.tier === 'edge' ? 12.5 : 15}
            fill="#10191e"
            fillOpacity=".82"
            stroke="#DCE9EE"
            strokeOpacity=".6"
            strokeWidth="1.6"
          />
          <use href={spriteHref('campfire')} x="-9" y="-9" width="18" height="18" />
        </g>
      )}
      <text className={`place-name ${land.tier}`} x={x} y={nameY}>
        {name}
      </text>
    </>
  );
});
