import { noise } from '@cryptotribes/protocol/heraldry/noise';
import { memo } from 'react';
import { Pine } from './sceneParts.tsx';

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Sky, mountains, wood and snow behind the buildings. Never changes. */
export const Landscape = memo(function Landscape() {
  return (
    <>
      <rect y="-160" width="1020" height="590" fill="url(#v-sky)" />
      {count(110).map((i) => (
        <circle
          key={i}
          cx={(noise(1, i) * 1020).toFixed(0)}
          cy={(noise(2, i) * 300 - 155).toFixed(0)}
          r={(0.5 + noise(3, i)).toFixed(1)}
          fill="#fff"
          opacity={(0.25 + noise(4, i) * 0.6).toFixed(2)}
        />
      ))}
      <g filter="url(#v-soft)" transform="translate(0 -70)">
        <path
          d="M-20 120C120 40 240 130 380 70S640 40 760 100S960 70 1050 30V70C960 120 860 110 760 140S540 90 400 118S140 110 -20 170Z"
          fill="#5FD6AE"
          opacity=".34"
        />
        <path
          d="M120 60C260 10 420 90 560 40S860 60 1000 10V34C860 90 700 60 560 80S300 70 120 90Z"
          fill="#86CDE8"
          opacity=".26"
        />
      </g>
      <circle cx="850" cy="-62" r="92" fill="url(#v-moon)" />
      <path
        d="M0 250L70 180L120 214L190 130L262 212L330 168L400 226L486 140L560 214L640 160L720 226L800 128L884 214L950 168L1020 226V320H0Z"
        fill="#2E4C5A"
      />
      <path
        d="M190 130L262 212L236 200L214 216L196 188L170 206L150 178ZM486 140L560 214L528 200L506 212L488 182L460 204L446 190ZM800 128L884 214L852 200L826 216L804 180L776 204L756 180ZM70 180L120 214L96 206L78 214L58 194ZM640 160L686 196L664 196L648 206L626 184L612 190Z"
        fill="#D5E6EE"
        opacity=".8"
      />
      <path d="M0 276L90 236L180 268L300 226L420 270L560 232L690 268L800 236L920 270L1020 240V330H0Z" fill="#1E3945" />
      {count(74).map((i) => (
        <Pine key={i} x={i * 14 + noise(5, i) * 12} y={276 + noise(6, i) * 14} scale={1.3 + noise(7, i)} tone="far" />
      ))}
      <path d="M0 300C140 284 260 296 380 290S640 282 760 292S940 286 1020 296V430H0Z" fill="url(#v-ground)" />
      <path d="M0 352C160 330 300 356 440 344S760 330 1020 350V430H0Z" fill="#8DA9B6" opacity=".5" />
      <path
        d="M452 430C470 396 520 380 566 366C520 372 360 372 214 356C360 380 440 384 452 430ZM640 430C650 400 720 372 812 356C700 366 600 378 590 430Z"
        fill="#5F7C8A"
        opacity=".55"
      />
      {count(30).map((i) => {
        const x = 4 + i * 34 + noise(8, i) * 5;
        const top = 322 - (30 + noise(9, i) * 8);
        const tip = `M${x} ${top}L${x + 6} ${top - 10}L${x + 12} ${top}`;
        return (
          <g key={i}>
            <path d={`M${x} 322V${top}L${x + 6} ${top - 10}L${x + 12} ${top}V322Z`} fill="#2B2119" />
            <path d={`${tip}Z`} fill="#E8F3F7" opacity=".85" />
          </g>
        );
      })}
    </>
  );
});

const FRONT_PINES: readonly [x: number, y: number, scale: number][] = [
  [14, 396, 4.6],
  [62, 414, 3.6],
  [982, 400, 5],
  [1014, 420, 4],
  [940, 424, 2.8],
];

/** Pines and drift before the buildings. Never changes. */
export const Foreground = memo(function Foreground() {
  return (
    <>
      {FRONT_PINES.map(([x, y, scale]) => (
        <Pine key={x} x={x} y={y} scale={scale} tone="near" />
      ))}
      <path d="M0 430V410C120 396 200 424 330 416S600 428 720 416S920 402 1020 414V430Z" fill="#E6F1F5" opacity=".5" />
    </>
  );
});
