import { useServerNow } from '../net/hooks.ts';
import { mapText } from '../text/en/map.ts';
import { formatCountdown } from '../ui/format.ts';

export interface SeasonSpan {
  startMs: number;
  endMs: number;
  /** Days of game time. */
  days: number;
  /** Whatever the time is. */
  isOver: boolean;
}

const RADIUS = 52;

const ticksOf = (days: number) =>
  Array.from({ length: days }, (_, day) => {
    const angle = ((day * 360) / days - 90) * (Math.PI / 180);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return `M${500 + 48 * c} ${500 + 48 * s}L${500 + 56 * c} ${500 + 56 * s}`;
  }).join('');

/** Which of the season's days it is, from 1, for any speed of the game: days are equal parts of the season. */
export function dayOfSpan({ startMs, endMs, days }: SeasonSpan, nowMs: number): number {
  const share = (nowMs - startMs) / (endMs - startMs);
  return Math.min(days, Math.max(1, Math.floor(share * days) + 1));
}

interface LakeClockProps {
  lake: string;
  /** Null while no season is known. */
  span: SeasonSpan | null;
}

/** The season as a ring in the middle of the map. */
export function LakeClock({ lake, span }: LakeClockProps) {
  const nowMs = useServerNow();
  const isOver = span !== null && (span.isOver || nowMs >= span.endMs);
  const share = isOver ? 1 : span ? Math.min(1, Math.max(0, (nowMs - span.startMs) / (span.endMs - span.startMs))) : 0;
  const angle = (share * 360 - 90) * (Math.PI / 180);
  const end = `${(500 + RADIUS * Math.cos(angle)).toFixed(1)} ${(500 + RADIUS * Math.sin(angle)).toFixed(1)}`;
  const isBefore = span !== null && !isOver && nowMs < span.startMs;
  return (
    <g>
      <path d={lake} fill="url(#lake-ice)" stroke="#EAF6FA" strokeOpacity=".8" strokeWidth="1.6" />
      <circle cx="500" cy="500" r={RADIUS} fill="none" stroke={share >= 1 ? '#F4A340' : '#2C4753'} strokeWidth="6" />
      {share > 0 && share < 1 && (
        <path
          d={`M500 ${500 - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${end}`}
          fill="none"
          stroke="#F4A340"
          strokeWidth="6"
        />
      )}
      <path d={ticksOf(span?.days ?? 10)} stroke="#0D1418" strokeWidth="2.4" />
      {span && (
        <>
          <text className={isBefore ? 'lake-left' : 'lake-day'} x="500" y={isOver ? 510 : 497}>
            {isBefore ? mapText.startsIn : isOver ? mapText.over : mapText.day(dayOfSpan(span, nowMs))}
          </text>
          {!isOver && (
            <text className="lake-left" x="500" y="518">
              {formatCountdown((isBefore ? span.startMs : span.endMs) - nowMs)}
            </text>
          )}
        </>
      )}
    </g>
  );
}
