import { marchText } from '../../text/en/march.ts';
import { formatBp } from './numbers.ts';

const WIDTH = 400;
const TICKS = [-1000, -500, 0, 500, 1000];
const at = (bp: number) => ((bp + 1000) / 2000) * WIDTH;

interface FateLineProps {
  /** Lowest luck in bp with which the sender wins; null = never. */
  flipBp: number | null;
  /** Luck that was drawn, in bp; null before the battle. */
  drawnBp?: number | null;
  /** While the order waits: a marker sways across the line. */
  isSwaying?: boolean;
}

function describe({ flipBp, drawnBp = null }: FateLineProps): string {
  return marchText.fateLabel(flipBp === null ? null : formatBp(flipBp), drawnBp === null ? null : formatBp(drawnBp));
}

/** The whole of chance, from −10 % to +10 %, as one strip: hatched where the sender loses, plain where it wins. */
export function FateLine(props: FateLineProps) {
  const { flipBp, drawnBp = null, isSwaying = false } = props;
  const border = flipBp === null ? WIDTH : at(flipBp);
  const isOpen = flipBp !== null && flipBp > -1000;
  const showsLabel = isOpen && drawnBp === null && !isSwaying;
  const labelFits = border < WIDTH - 160;
  return (
    <svg className="fate" viewBox={`0 0 ${WIDTH} 60`} role="img" aria-label={describe(props)}>
      <rect y="14" width={border} height="20" fill="var(--color-blood)" />
      <rect y="14" width={border} height="20" fill="url(#hatch)" />
      <rect x={border} y="14" width={WIDTH - border} height="20" fill="var(--color-pine)" />
      {isOpen && <path d={`M${border} 9V39`} stroke="#fff" strokeWidth="2.5" />}
      {TICKS.map((bp) => (
        <g key={bp}>
          <path d={`M${at(bp)} 34V40`} stroke="var(--color-frost-3)" />
          <text x={at(bp)} y="55" textAnchor={bp === -1000 ? 'start' : bp === 1000 ? 'end' : 'middle'}>
            {`${bp > 0 ? '+' : bp < 0 ? '−' : ''}${Math.abs(bp) / 100} %`}
          </text>
        </g>
      ))}
      {showsLabel && flipBp !== null && (
        <text
          className={labelFits ? 'fate-win' : 'fate-lose'}
          x={labelFits ? border + 8 : border - 8}
          y="29"
          textAnchor={labelFits ? 'start' : 'end'}
        >
          {marchText.winFrom(formatBp(flipBp))}
        </text>
      )}
      {isSwaying && <path className="fate-sway" d="M0 36L-8 22L0 8L8 22Z" />}
      {drawnBp !== null && (
        <path
          className="fate-drawn"
          d={`M${at(drawnBp)} 36L${at(drawnBp) - 8} 22L${at(drawnBp)} 8L${at(drawnBp) + 8} 22Z`}
        />
      )}
    </svg>
  );
}
