import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { Link } from 'wouter';
import { dayOfSpan } from '../board/LakeClock.tsx';
import { spanOf } from '../board/useViews.ts';
import { useServerNow } from '../net/hooks.ts';
import { holdingsText } from '../text/en/holdings.ts';
import { landingText } from '../text/en/landing.ts';
import { mapText } from '../text/en/map.ts';
import { formatCountdown, formatLongCountdown, formatNumber, formatRank } from '../ui/format.ts';
import { Icon } from '../ui/Icon.tsx';

/** Time left in the season (or until it starts), as a link to its page. */
export function SeasonClock({ season }: { season: Season }) {
  const nowMs = useServerNow();
  const span = spanOf(season);
  const { startMs, endMs, days } = span;
  const isOver = span.isOver || nowMs >= endMs;
  const isBefore = !isOver && nowMs < startMs;
  const day = holdingsText.day(dayOfSpan(span, nowMs), days);
  const left = formatLongCountdown((isBefore ? startMs : endMs) - nowMs);
  return (
    <div className="season">
      <Icon name="hourglass" className="text-ice" />
      <Link href="/season">
        <b>{isOver ? mapText.over : left}</b>
      </Link>
      <small>{isBefore ? landingText.untilStart : isOver ? season.name : day}</small>
    </div>
  );
}

function goldTitle(me: Me, nowMs: number): string | undefined {
  const fullAt = me.income.goldFullAt;
  return fullAt ? holdingsText.fullIn(formatCountdown(Date.parse(fullAt) - nowMs)) : undefined;
}

/** Gold, army, victory points and the season's clock. */
export function Holdings({ me, season }: { me: Me; season: Season | undefined }) {
  const nowMs = useServerNow();
  const perHour = me.income.perHour;
  return (
    <div className="res" role="group" aria-label={holdingsText.holdings}>
      <div title={goldTitle(me, nowMs)}>
        <Icon name="two-coins" className="text-gold" />
        <b>
          {formatNumber(me.gold)}
          <span className="faint desk font-medium"> / {formatNumber(me.goldCapacity)}</span>
        </b>
        <small>
          <span className="text-pine">+{formatNumber(perHour)}</span> {holdingsText.perHour}
        </small>
      </div>
      <div>
        <Icon name="crossed-axes" />
        <b>
          {formatNumber(totalUnits(me.army))} <span className="font-medium">{holdingsText.home}</span>
        </b>
        <small>
          {formatNumber(me.armyTotal)} {holdingsText.of} {formatNumber(me.armyCap)}
        </small>
      </div>
      <div>
        <Icon name="laurels" className="text-laurel" />
        <b>{formatNumber(me.victoryPoints)}</b>
        <small>
          {holdingsText.vp}
          {me.vpRank !== null && ` · ${formatRank(me.vpRank)}`}
        </small>
      </div>
      {season && <SeasonClock season={season} />}
    </div>
  );
}
