/** The front page: what the game is, the live map, and real numbers only. Text first, everything else as it arrives. */
import { landingText } from '../../text/en/landing.ts';
import { notFoundText } from '../../text/en/notFound.ts';
import { shellText } from '../../text/en/shell.ts';
import './landing.css';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { dayOfSpan } from '../../board/LakeClock.tsx';
import { preloadMapData, useMapData } from '../../board/useMapData.ts';
import { spanOf, useSeasonSpan, useTerritoryViews } from '../../board/useViews.ts';
import { WorldMap } from '../../board/WorldMap.tsx';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Standings } from '../../ui/Standings.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { SagaStrip } from '../territories/SagaStrip.tsx';
import { connectStore } from '../wallet/connectStore.ts';
import { HeroTitle } from './FirstPaint.tsx';
import { KeyFigures } from './KeyFigures.tsx';
import { MoreAbout } from './MoreAbout.tsx';

// The drawing of the land does not wait for the first render; a failure is asked again by the map itself.
preloadMapData().catch(() => undefined);

const DAYS = 10;

function headline(season: Season, nowMs: number): string {
  const { name, status } = season;
  if (status === 'registration') return landingText.registration(name);
  if (status === 'cancelled') return landingText.cancelled(name);
  if (status !== 'active') return landingText.ended(name);
  return landingText.seasonDay(name, dayOfSpan(spanOf(season), nowMs), DAYS);
}

function SeasonTag({ season, hasFailed }: { season: Season | undefined; hasFailed: boolean }) {
  const nowMs = useServerNow();
  if (!season && !hasFailed) return <Tag tone="warm">{shellText.loading}</Tag>;
  return (
    <Tag tone="warm">
      <Icon name="hourglass" />
      {season ? headline(season, nowMs) : landingText.noSeason}
    </Tag>
  );
}

function LandingMap() {
  const map = useMapData();
  const views = useTerritoryViews();
  const span = useSeasonSpan();
  const held = views?.filter((view) => view.owner) ?? [];
  const tribes = new Set(held.map((view) => view.owner?.tribeId));
  const label = views ? landingText.mapSummary(held.length, tribes.size) : landingText.mapLoading;
  return (
    <div className="map-place">
      {map && <WorldMap map={map} views={views} span={span} myTribeId={null} label={label} />}
    </div>
  );
}

export function LandingPage() {
  useTitle(null);
  const { data: season, error } = useSeason();
  const me = useMe().data;
  return (
    <main id="main" data-testid="landing">
      <div className="land-hero">
        <LandingMap />
        <div className="snowfall" aria-hidden="true" />
        <div className="land-copy">
          <SeasonTag season={season} hasFailed={Boolean(error)} />
          <HeroTitle lines={landingText.titleLines} />
          <p className="lead">{season?.free ? landingText.leadFree : landingText.lead}</p>
          {error ? (
            <p className="strip my-6 rounded-1 text-left">{landingText.unreachable}</p>
          ) : (
            <KeyFigures season={season} />
          )}
          <div className="cta">
            {me ? (
              <Link href="/territories" className="btn prime min-w-[220px]">
                {notFoundText.action}
              </Link>
            ) : (
              <>
                <button type="button" className="btn prime min-w-[190px]" onClick={() => connectStore.open()}>
                  {shellText.connect}
                </button>
                <Link href="/territories" className="btn min-h-[48px]">
                  <LineIcon name="play" />
                  {landingText.watch}
                </Link>
              </>
            )}
          </div>
          <Standings className="mt-7 max-w-[452px]" />
        </div>
        <SagaStrip />
      </div>
      {season && <MoreAbout season={season} />}
    </main>
  );
}
