/** Small drawings that the buildings of the village share. Colours of the scene are painted, not tokens: it is a picture. */

import type { IconName } from '../../../ui/iconNames.ts';
import spriteUrl from '../../../ui/icons.generated.svg?url';

interface PineProps {
  x: number;
  y: number;
  scale: number;
  tone: 'far' | 'near';
}

export function Pine({ x, y, scale, tone }: PineProps) {
  return (
    <g transform={`translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${scale.toFixed(2)})`} className={`pine-${tone}`}>
      <use href="#m-pine" />
    </g>
  );
}

interface PlanksProps {
  from: number;
  to: number;
  top: number;
  bottom: number;
  count: number;
}

/** Upright joints of a wooden wall. */
export function Planks({ from, to, top, bottom, count }: PlanksProps) {
  const joints = Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 1)) / (count + 1));
  return (
    <path d={joints.map((x) => `M${x.toFixed(1)} ${top}V${bottom}`).join('')} stroke="#00000038" strokeWidth="1.6" />
  );
}

interface SceneIconProps {
  name: IconName;
  x: number;
  y: number;
  size: number;
  colour: string;
}

/** A drawing of the sprite at its place in the picture. */
export function SceneIcon({ name, x, y, size, colour }: SceneIconProps) {
  return (
    <svg x={x} y={y} width={size} height={size} viewBox="0 0 512 512" color={colour} fill={colour} aria-hidden="true">
      <use href={`${spriteUrl}#${name}`} />
    </svg>
  );
}

/** Poles around a building that is being raised. */
export function Scaffold({ x, top }: { x: number; top: number }) {
  const rungs = [top + 36, top + 80, top + 124].filter((y) => y < 340);
  return (
    <g transform={`translate(${x} 0)`}>
      <g stroke="#C08A4A" strokeWidth="4" fill="none">
        <path d={`M0 360V${top}M30 360V${top}`} />
        <path d={rungs.map((y) => `M-6 ${y}H36`).join('')} />
        <path
          d={rungs
            .slice(0, -1)
            .map((y) => `M0 ${y}L30 ${y + 44}`)
            .join('')}
        />
      </g>
      <path
        d={rungs
          .slice(0, 2)
          .map((y) => `M-8 ${y - 2}H38V${y + 2}H-8Z`)
          .join('')}
        fill="#EAF4F8"
      />
    </g>
  );
}

/** Gradients and the blur of the scene; ids start with v- so that they meet no others. */
export function SceneDefs() {
  return (
    <defs>
      <linearGradient id="v-sky" x2="0" y2="1">
        <stop stopColor="#08141C" />
        <stop offset=".55" stopColor="#17313E" />
        <stop offset="1" stopColor="#52737F" />
      </linearGradient>
      <linearGradient id="v-ground" x2="0" y2="1">
        <stop stopColor="#C4D7DF" />
        <stop offset=".4" stopColor="#93AEBA" />
        <stop offset="1" stopColor="#3C5663" />
      </linearGradient>
      <radialGradient id="v-glow">
        <stop stopColor="#FFB454" stopOpacity=".95" />
        <stop offset=".35" stopColor="#F4A340" stopOpacity=".38" />
        <stop offset="1" stopColor="#F4A340" stopOpacity="0" />
      </radialGradient>
      <radialGradient id="v-moon">
        <stop stopColor="#F6FBFD" />
        <stop offset=".28" stopColor="#E8F3F7" />
        <stop offset=".3" stopColor="#BFE0EC" stopOpacity=".32" />
        <stop offset="1" stopColor="#BFE0EC" stopOpacity="0" />
      </radialGradient>
      <linearGradient id="v-door" x2="0" y2="1">
        <stop stopColor="#FFD58A" />
        <stop offset="1" stopColor="#E37F1F" />
      </linearGradient>
      <linearGradient id="v-wood" x2="0" y2="1">
        <stop stopColor="#77522F" />
        <stop offset="1" stopColor="#4A301D" />
      </linearGradient>
      <linearGradient id="v-roof" x2="0" y2="1">
        <stop stopColor="#FBFEFF" />
        <stop offset="1" stopColor="#B4CCD7" />
      </linearGradient>
      <linearGradient id="v-stone" x2="0" y2="1">
        <stop stopColor="#7E8D95" />
        <stop offset="1" stopColor="#4B5962" />
      </linearGradient>
      <filter id="v-soft" x="-20%" y="-60%" width="140%" height="220%">
        <feGaussianBlur stdDeviation="13" />
      </filter>
    </defs>
  );
}
