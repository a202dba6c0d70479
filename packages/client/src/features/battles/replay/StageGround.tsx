import { noise } from '@cryptotribes/protocol/heraldry/noise';
import type { Terrain } from '@cryptotribes/rules/core/units';
import { memo } from 'react';

const MARK: Record<Terrain, { id: string; count: number; scale: number; tall: number }> = {
  forest: { id: 'm-pine', count: 46, scale: 1.25, tall: 1.8 },
  hills: { id: 'm-hill', count: 22, scale: 2, tall: 1.3 },
  river: { id: 'm-pine', count: 14, scale: 1.1, tall: 1.5 },
  plains: { id: 'm-tuft', count: 26, scale: 1.6, tall: 1.1 },
  castle: { id: 'm-hill', count: 16, scale: 1.8, tall: 1.2 },
};

/** The ground of a replay: sky, mountains, the terrain along the horizon, snow. Never changes during a replay. */
export const StageGround = memo(function StageGround({ terrain }: { terrain: Terrain }) {
  const { id, count, scale, tall } = MARK[terrain];
  const gap = 880 / count;
  return (
    <>
      <defs>
        <linearGradient id="r-sky" x2="0" y2="1">
          <stop stopColor="#0C1A22" />
          <stop offset=".62" stopColor="#3E5B68" />
          <stop offset="1" stopColor="#6E8B98" />
        </linearGradient>
        <linearGradient id="r-snow" x2="0" y2="1">
          <stop stopColor="#B6CBD4" />
          <stop offset="1" stopColor="#5D7986" />
        </linearGradient>
        <radialGradient id="r-clash">
          <stop stopColor="#FFE3A8" stopOpacity=".95" />
          <stop offset=".3" stopColor="#F4A340" stopOpacity=".45" />
          <stop offset="1" stopColor="#F4A340" stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="860" height="330" fill="url(#r-sky)" />
      <path
        d="M0 120L80 70L150 110L240 50L330 112L430 64L520 116L620 56L710 108L790 72L860 104V180H0Z"
        fill="#25424F"
      />
      <g className="stage-marks">
        {Array.from({ length: count }, (_, i) => i).map((i) => {
          const x = i * gap + noise(61, i) * gap * 0.8;
          const size = noise(63, i) * 0.8;
          const stretch = tall + size * (terrain === 'forest' ? 2.2 : 0.6);
          return (
            <g
              key={i}
              transform={`translate(${x.toFixed(0)} ${(136 + noise(62, i) * 14).toFixed(0)}) scale(${(scale + size).toFixed(2)} ${(scale * 0.6 + stretch).toFixed(2)})`}
            >
              <use href={`#${id}`} />
            </g>
          );
        })}
        {terrain === 'castle' && (
          <g transform="translate(660 118) scale(1.9)">
            <use href="#m-keep" />
          </g>
        )}
      </g>
      <path d="M0 158C200 148 420 160 620 150S800 152 860 156V330H0Z" fill="url(#r-snow)" />
      {terrain === 'river' && (
        <path
          d="M420 156C400 190 470 220 430 260S400 300 440 330H500C460 300 500 280 480 250S450 190 452 156Z"
          fill="#7FB6CB"
          opacity=".8"
        />
      )}
      <path d="M0 250C220 236 500 262 860 240V330H0Z" fill="#4D6875" opacity=".35" />
    </>
  );
});
