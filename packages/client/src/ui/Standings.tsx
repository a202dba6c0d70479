import { useTribeBoard } from '../net/hooks.ts';
import { landingText } from '../text/en/landing.ts';
import { formatNumber } from './format.ts';
import { Shield } from './Shield.tsx';
import { Skeleton } from './Skeleton.tsx';

const SHOWN = 5;

/** The five best tribes with what they earned in the last game hour. */
export function Standings({ className = '' }: { className?: string }) {
  const { data, isLoading } = useTribeBoard(SHOWN);
  return (
    <div className={className}>
      <div className="row sp mb-1.5">
        <h2 className="cap">{landingText.board}</h2>
        <span className="cap">{landingText.boardColumns}</span>
      </div>
      {isLoading && <Skeleton lines={SHOWN} />}
      {data?.tribes.length === 0 && <p className="muted">{landingText.boardEmpty}</p>}
      <ol>
        {data?.tribes.slice(0, SHOWN).map((tribe) => (
          <li key={tribe.tribeId} className="standings-row">
            <span className="faint font-semibold">{tribe.rank}</span>
            <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={24} />
            <b className="truncate font-semibold">{tribe.tribeName}</b>
            <span className="text-right font-semibold">{formatNumber(tribe.totalVP)}</span>
            <span className="text-right text-pine">+{formatNumber(tribe.lastHourVP)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
