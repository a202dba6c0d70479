import { SHIELD_OUTLINE } from '@cryptotribes/protocol/heraldry/heraldry';
import { memo } from 'react';

/**
 * Drawings that others refer to: five terrain marks (coloured by --mk, --cap, --hl, --door), the same marks as tiles,
 * and the outline that clips a shield's division. Stands once in the page.
 */
export const SharedDrawings = memo(function SharedDrawings() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <clipPath id="shield-clip">
          <path d={SHIELD_OUTLINE} />
        </clipPath>
        <g id="m-pine">
          <path d="M0 -15L5.4 -5.5H2.8L7.4 2H3.6L9 9.5H-9L-3.6 2H-7.4L-2.8 -5.5H-5.4Z" fill="var(--mk)" />
          <path
            d="M0 -15L5.4 -5.5L1 -7.6L-1.4 -5.2L-5.4 -5.5ZM7.4 2L1.6 -.6L-2 1.4L-7.4 2L-3 -2.6L3 -2.8Z"
            fill="var(--cap)"
          />
          <path d="M-1.1 9.5H1.1V13H-1.1Z" fill="var(--mk)" />
        </g>
        <g id="m-hill" strokeLinecap="round">
          <path d="M-17 8C-12 -2 -6 -10 0 -10C6 -10 12 -1 17 8Z" fill="var(--hl)" />
          <path d="M-17 8C-12 -2 -6 -10 0 -10C6 -10 12 -1 17 8" fill="none" stroke="var(--mk)" strokeWidth="1.8" />
          <path d="M-7.5 -5C-4.5 -9 -2 -10 0 -10C3.4 -10 6.5 -7 8.4 -4.4L4 -6L1 -2.8L-2.6 -5.6Z" fill="var(--cap)" />
          <path d="M5 -3C8 0 10 4 11.5 8M1.5 0C3.5 3 4.6 6 5.2 8" fill="none" stroke="var(--mk)" strokeWidth="1.1" />
        </g>
        <g id="m-dune" fill="none" stroke="var(--mk)" strokeLinecap="round">
          <path d="M-13 3C-8 -3 -4 -3 0 1C4 -2 8 -3 13 2" strokeWidth="1.3" />
          <path d="M-5 6C-2 4 2 4 6 6" />
        </g>
        <g id="m-tuft" fill="none" stroke="var(--mk)" strokeWidth="1.3" strokeLinecap="round">
          <path d="M-4 3C-4 -1 -5 -3 -6 -5M0 3V-7M4 3C4 -1 5 -3 6 -5" />
        </g>
        <g id="m-keep">
          <path
            d="M-30 24V-4H-33V-16H-28V-12H-24V-16H-19V-12H-15V-16H-10V-4H-13V2H-9V-22H-12V-36H-7V-31H-2.5V-36H2.5V-31H7V-36H12V-22H9V2H13V-4H10V-16H15V-12H19V-16H24V-12H28V-16H33V-4H30V24Z"
            fill="var(--mk)"
          />
          <path d="M-5 24V12C-5 5 5 5 5 12V24Z" fill="var(--door)" />
          <path d="M-2 -12H2V-4H-2ZM-23 6H-20V13H-23ZM20 6H23V13H20Z" fill="var(--door)" />
          <path d="M-13 -37H13V-35H-13ZM-34 -17.5H-9V-15.5H-34ZM9 -17.5H34V-15.5H9Z" fill="var(--cap)" />
        </g>
        <pattern id="t-forest" width="58" height="46" patternUnits="userSpaceOnUse">
          <use href="#m-pine" x="13" y="17" />
          <use href="#m-pine" x="43" y="22" />
          <use href="#m-pine" x="28" y="40" />
        </pattern>
        <pattern id="t-hills" width="76" height="46" patternUnits="userSpaceOnUse">
          <use href="#m-hill" x="20" y="16" />
          <use href="#m-hill" x="56" y="37" />
        </pattern>
        <pattern id="t-plains" width="70" height="40" patternUnits="userSpaceOnUse">
          <use href="#m-dune" x="18" y="12" />
          <use href="#m-dune" x="52" y="30" />
          <use href="#m-tuft" x="50" y="8" />
        </pattern>
        <pattern id="t-river" width="90" height="34" patternUnits="userSpaceOnUse">
          <path
            d="M0 10C15 2 30 2 45 10S75 18 90 10M0 27C15 19 30 19 45 27S75 35 90 27"
            fill="none"
            stroke="#DDF1F8"
            strokeOpacity=".55"
            strokeWidth="2.4"
          />
        </pattern>
        <pattern id="t-castle" width="56" height="30" patternUnits="userSpaceOnUse">
          <path d="M0 .8H56M0 15.8H56M10 0V15M38 0V15M24 15V30M52 15V30" stroke="var(--mk)" strokeWidth="1.6" />
        </pattern>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V7" stroke="#000" strokeOpacity=".34" strokeWidth="3" />
        </pattern>
      </defs>
    </svg>
  );
});
