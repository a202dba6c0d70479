import type { Season } from '@cryptotribes/protocol/features/seasons';
import { text } from '../../app/text.ts';
import { useServerNow } from '../../net/hooks.ts';
import { formatCountdown, formatNumber, formatUsdt } from '../../ui/format.ts';

function TimeFigure({ season }: { season: Season }) {
  const nowMs = useServerNow();
  const { seasonStart, seasonEnd } = season.timeline;
  const isBefore = nowMs < Date.parse(seasonStart);
  return (
    <div>
      <dt>{isBefore ? text.landing.untilStart : text.landing.left}</dt>
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
        <dt>{free ? text.landing.entry : text.landing.pool}</dt>
        <dd className="gold">{free ? text.landing.free : formatUsdt(prizePool.total)}</dd>
      </div>
      <div>
        <dt>{text.landing.players}</dt>
        <dd>{formatNumber(participants.registeredPlayers)}</dd>
      </div>
      <div>
        <dt>{text.landing.tribes}</dt>
        <dd>{formatNumber(participants.activeTribes)}</dd>
      </div>
      {isRunning && <TimeFigure season={season} />}
    </dl>
  );
}
