import type { Season } from '@cryptotribes/protocol/features/seasons';
import { useServerNow } from '../../net/hooks.ts';
import { landingText } from '../../text/en/landing.ts';
import { formatCountdown, formatNumber, formatUsdt } from '../../ui/format.ts';

function TimeFigure({ season }: { season: Season }) {
  const nowMs = useServerNow();
  const { seasonStart, seasonEnd } = season.timeline;
  const isBefore = nowMs < Date.parse(seasonStart);
  return (
    <div>
      <dt>{isBefore ? landingText.untilStart : landingText.left}</dt>
      <dd>{formatCountdown(Date.parse(isBefore ? seasonStart : seasonEnd) - nowMs)}</dd>
    </div>
  );
}

/** Pool or price, players, tribes, time left. Empty (but of its size) until the season is known. */
export function KeyFigures({ season }: { season: Season | undefined }) {
  if (!season) return <div className="kpi" aria-hidden="true" />;
  const { free, prizePool, participants } = season;
  const isRunning = season.status === 'active' || season.status === 'registration';
  return (
    <dl className="kpi">
      <div>
        <dt>{free ? landingText.entry : landingText.pool}</dt>
        <dd className="gold">{free ? landingText.free : formatUsdt(prizePool.total)}</dd>
      </div>
      <div>
        <dt>{landingText.players}</dt>
        <dd>{formatNumber(participants.registeredPlayers)}</dd>
      </div>
      <div>
        <dt>{landingText.tribes}</dt>
        <dd>{formatNumber(participants.activeTribes)}</dd>
      </div>
      {isRunning && <TimeFigure season={season} />}
    </dl>
  );
}
