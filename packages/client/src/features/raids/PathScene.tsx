import { noise } from '@cryptotribes/protocol/heraldry/noise';
import { memo, useId } from 'react';
import { type PathLayout, pathThrough, treesOf } from './pathLayout.ts';

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Points of a jagged ridge over the whole width. */
function ridge(width: number, base: number, rise: number, steps: number, seed: number): string {
  const points = count(steps + 1).map((i) => {
    const isPeak = i % 2 === 1;
    const y = base - (isPeak ? rise * (0.55 + noise(seed, i) * 0.45) : rise * noise(seed + 1, i) * 0.25);
    return `${((i * width) / steps).toFixed(0)} ${y.toFixed(0)}`;
  });
  return `M0 ${base + 200}L${points.join('L')}L${width} ${base + 200}Z`;
}

/** Night, mountains and the slope that the path climbs. Decorative: the camps are real buttons over it. */
export const PathScene = memo(function PathScene({ layout, reached }: { layout: PathLayout; reached: number }) {
  const id = useId();
  const { name, width, height, camps } = layout;
  const horizon = height * 0.27;
  const steps = name === 'desk' ? 18 : 8;
  return (
    <svg className={`raid-scene ${name}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <linearGradient id={`${id}sky`} x2="0" y2="1">
          <stop stopColor="#070d14" />
          <stop offset=".55" stopColor="#122a38" />
          <stop offset="1" stopColor="#2b5364" />
        </linearGradient>
        <linearGradient id={`${id}snow`} x2="0" y2="1">
          <stop stopColor="#587483" />
          <stop offset=".4" stopColor="#86a1ae" />
          <stop offset="1" stopColor="#b4c7d0" />
        </linearGradient>
        <radialGradient id={`${id}moon`}>
          <stop stopColor="#eef7fb" />
          <stop offset=".3" stopColor="#dcebf2" stopOpacity=".9" />
          <stop offset=".34" stopColor="#bcd6e2" stopOpacity=".28" />
          <stop offset="1" stopColor="#bcd6e2" stopOpacity="0" />
        </radialGradient>
        <radialGradient id={`${id}vignette`} r=".75">
          <stop offset=".55" stopColor="#070c0f" stopOpacity="0" />
          <stop offset="1" stopColor="#070c0f" stopOpacity=".62" />
        </radialGradient>
      </defs>
      <rect width={width} height={height * 0.6} fill={`url(#${id}sky)`} />
      {count(name === 'desk' ? 80 : 40).map((i) => (
        <circle
          key={i}
          cx={(noise(31, i) * width).toFixed(0)}
          cy={(noise(32, i) * horizon).toFixed(0)}
          r={(0.4 + noise(33, i) * 0.9).toFixed(1)}
          fill="#fff"
          opacity={(0.25 + noise(34, i) * 0.6).toFixed(2)}
        />
      ))}
      <g transform={`scale(${width / 1000} 1)`} className="raid-aurora">
        <path
          d="M-20 74C120 14 240 92 380 44S640 14 760 66S960 40 1050 8V40C960 82 860 74 760 98S540 56 400 82S140 74 -20 118Z"
          fill="#5FD6AE"
          opacity=".3"
        />
        <path
          d="M300 26C460 2 560 60 700 24S900 40 1000 0V20C900 66 700 40 600 56S420 52 300 40Z"
          fill="#86CDE8"
          opacity=".24"
        />
      </g>
      <circle cx={width * 0.85} cy={height * 0.12} r={name === 'desk' ? 84 : 64} fill={`url(#${id}moon)`} />
      <path d={ridge(width, horizon + 34, 120, steps, 41)} fill="#1d3844" />
      <path d={ridge(width, horizon + 52, 82, steps + 4, 43)} fill="#274957" />
      <path
        d={`M0 ${horizon + 46}C${width * 0.2} ${horizon + 14} ${width * 0.36} ${horizon + 40} ${width * 0.55} ${horizon + 20}S${width * 0.86} ${horizon + 36} ${width} ${horizon + 10}V${height}H0Z`}
        fill={`url(#${id}snow)`}
      />
      <path
        d={`M0 ${height * 0.62}C${width * 0.3} ${height * 0.5} ${width * 0.5} ${height * 0.66} ${width} ${height * 0.5}V${height * 0.62}C${width * 0.6} ${height * 0.74} ${width * 0.3} ${height * 0.6} 0 ${height * 0.74}Z`}
        fill="#fff"
        opacity=".13"
      />
      <path
        d={`M0 ${height}V${height * 0.9}C${width * 0.3} ${height * 0.82} ${width * 0.6} ${height * 0.96} ${width} ${height * 0.84}V${height}Z`}
        fill="#fff"
        opacity=".2"
      />
      <path d={pathThrough(camps)} className="raid-way-edge" />
      <path d={pathThrough(camps)} className="raid-way" />
      <path d={pathThrough(camps)} className="raid-steps" />
      <path d={pathThrough(camps, reached)} className="raid-steps mine" />
      {treesOf(layout).map(({ x, y, scale }) => (
        <g
          key={`${x} ${y}`}
          transform={`translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${scale.toFixed(2)})`}
          className="raid-pine"
        >
          <use href="#m-pine" />
        </g>
      ))}
      <rect width={width} height={height} fill={`url(#${id}vignette)`} />
    </svg>
  );
});
