import type { Heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import chargesUrl from '../../../board/charges.generated.svg?url';
import { Planks, Scaffold } from './sceneParts.tsx';

/** Shields hang beside the door first, then in a second row. */
const SHIELD_X = [98, 314, 132, 281, 163, 249, 115, 297, 148, 264];
const NO_TRIBE = '#4d6673';

interface LonghouseProps {
  level: number;
  isRaising: boolean;
  /** Null without a tribe: plain shields, no flag. */
  arms: Heraldry | null;
}

/** The barracks: one shield on the wall for every level. */
export function Longhouse({ level, isRaising, arms }: LonghouseProps) {
  const dye = arms?.field ?? NO_TRIBE;
  return (
    <>
      <ellipse cx="206" cy="360" rx="190" ry="17" fill="#0A1A22" opacity=".42" />
      <path d="M74 356V272Q206 246 338 272V356Z" fill="url(#v-wood)" />
      <Planks from={74} to={338} top={262} bottom={356} count={21} />
      <path d="M44 288Q206 92 368 288Q350 276 338 274Q206 244 74 274Q62 276 44 288Z" fill="#33251C" />
      <path d="M52 276Q206 88 360 276Q340 258 318 250Q206 206 94 250Q72 258 52 276Z" fill="url(#v-roof)" />
      <path
        d="M94 250Q206 206 318 250M120 226Q206 190 292 226M150 202Q206 178 262 202"
        fill="none"
        stroke="#8FAEBC"
        strokeWidth="1.6"
        opacity=".7"
      />
      <path
        d="M44 290C30 280 22 262 34 250C30 262 40 268 52 272ZM368 290C382 280 390 262 378 250C382 262 372 268 360 272Z"
        fill="#33251C"
      />
      <path d="M200 176L190 138L206 152L222 138L212 176Z" fill="#33251C" />
      <path d="M178 356V310Q206 280 234 310V356Z" fill="#2A1A10" />
      <path d="M184 356V314Q206 290 228 314V356Z" fill="url(#v-door)" />
      <path d="M206 302V356" stroke="#8A4B0C" strokeWidth="2" />
      {SHIELD_X.slice(0, level).map((x, i) => (
        <g key={x} transform={`translate(${x} ${i < 6 ? 316 : 286})`}>
          <circle r="14" fill={dye} stroke="#0E161A" strokeWidth="2.5" />
          <path d="M0 -14A14 14 0 0 1 0 14Z" fill="#E9DFC8" />
          <circle r="4.5" fill="#C9D3D8" stroke="#0E161A" strokeWidth="1.5" />
        </g>
      ))}
      <circle cx="206" cy="336" r="70" fill="url(#v-glow)" opacity=".8" />
      {arms && (
        <>
          <path d="M352 250V196" stroke="#2B2119" strokeWidth="4" />
          <path d="M354 197L402 204L388 216L402 230L354 226Z" fill={dye} stroke="#0E161A" strokeWidth="1.5" />
          <use href={`${chargesUrl}#${arms.charge}`} x="361" y="202" width="22" height="22" color={arms.chargeColour} />
        </>
      )}
      {isRaising && <Scaffold x={22} top={196} />}
    </>
  );
}
