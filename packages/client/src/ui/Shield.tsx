import { DIVISIONS, type Heraldry, heraldry, SHIELD_OUTLINE } from '@cryptotribes/protocol/heraldry/heraldry';
import { memo } from 'react';
import chargesUrl from '../board/charges.generated.svg?url';

interface ShieldArtProps {
  arms: Heraldry;
}

/** The drawing of a shield on a 100 x 120 field; needs the clip path of SharedDrawings in the page. */
export function ShieldArt({ arms }: ShieldArtProps) {
  return (
    <>
      <path d={SHIELD_OUTLINE} fill={arms.field} />
      {arms.division !== 'plain' && (
        <g clipPath="url(#shield-clip)">
          <path d={DIVISIONS[arms.division]} fill={arms.second} fillRule="evenodd" />
        </g>
      )}
      <use href={`${chargesUrl}#${arms.charge}`} x="20" y="24" width="60" height="60" color={arms.chargeColour} />
      <path d={SHIELD_OUTLINE} fill="none" stroke="#0E161A" strokeWidth="7" strokeLinejoin="round" />
      <path d={SHIELD_OUTLINE} fill="none" stroke="#fff" strokeOpacity=".28" strokeWidth="2" />
    </>
  );
}

interface ShieldProps {
  tribeId: string;
  /** Ordinal of the tribe in the season, from 1: its dye. */
  ordinal: number;
  /** Named for screen readers; left out where the name stands beside it. */
  name?: string;
  width: number;
  className?: string;
}

/** A tribe's shield. */
export const Shield = memo(function Shield({ tribeId, ordinal, name, width, className = '' }: ShieldProps) {
  return (
    <svg
      viewBox="0 0 100 122"
      width={width}
      height={width * 1.22}
      className={`flex-none ${className}`}
      role={name ? 'img' : undefined}
      aria-label={name}
      aria-hidden={name ? undefined : true}
    >
      <ShieldArt arms={heraldry(tribeId, ordinal)} />
    </svg>
  );
});
