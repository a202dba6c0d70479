/** The front page: what the game is, the live map, and real numbers only. Text first, everything else as it arrives. */
import { landingText } from '../../text/en/landing.ts';
import { notFoundText } from '../../text/en/notFound.ts';
import { shellText } from '../../text/en/shell.ts';
import './landing.css';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import { DAY_MS } from '@cryptotribes/rules/core/time';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { dayOfSpan } from '../../board/LakeClock.tsx';
import { preloadMapData, useMapData } from '../../board/useMapData.ts';
import { spanOf, useSeasonSpan, useTerritoryViews } from '../../board/useViews.ts';
import { WorldMap } from '../../board/WorldMap.tsx';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { useIdle } from '../../net/useIdle.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Standings } from '../../ui/Standings.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { SagaStrip } from '../territories/SagaStrip.tsx';
import { connectStore } from '../wallet/connectStore.ts';
import { HeroTitle } from './FirstPaint.tsx';
import { KeyFigures } from './KeyFigures.tsx';

const MoreAbout = lazy(() => import('./MoreAbout.tsx'));
const Podium = lazy(() => import('../season/Podium.tsx'));

// The drawing of the land does not wait for the first render; a failure is asked again by the map itself.
preloadMapData().catch(() => undefined);

function headline(season: Season, nowMs: number): string {
  const { name, status } = season;
  if (status === 'registration') return landingText.registration(name);
  if (status === 'cancelled') return landingText.cancelled(name);
  if (status !== 'active') return landingText.ended(name);
  const span = spanOf(season);
  return landingText.seasonDay(name, dayOfSpan(span, nowMs), span.days);
}

/** Ten days, unless this season is over in one. */
function titleOf(season: Season | undefined): readonly string[] {
  const { oneDay, titleLines } = landingText;
  if (!season) return titleLines;
  const { seasonStart, seasonEnd } = season.timeline;
  return Date.parse(seasonEnd) - Date.parse(seasonStart) === DAY_MS ? [oneDay, ...titleLines.slice(1)] : titleLines;
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

function stateNote(season: Season, nowMs: number): string | null {
  const { status, timeline, free } = season;
  if (status === 'cancelled')
    return free ? landingText.cancelledWhy : `${landingText.cancelledWhy} ${landingText.cancelledMoney}`;
  if (status === 'ended' || status === 'paid_out') return landingText.over;
  const isLate = nowMs >= Date.parse(timeline.tribesClose);
  return status === 'active' && isLate ? landingText.lastDays : null;
}

function StateNote({ season }: { season: Season }) {
  const note = stateNote(season, useServerNow());
  return note && <p className="land-note">{note}</p>;
}

/** The main button of the hour, and the way to watch. */
function Ways({ season }: { season: Season | undefined }) {
  const me = useMe().data;
  const isBefore = season?.status === 'registration';
  const isOver = season !== undefined && !isBefore && season.status !== 'active';
  const watch = (
    <Link href="/territories" className={`btn min-h-[48px] ${isOver ? 'min-w-[190px]' : ''}`}>
      <LineIcon name="play" />
      {isOver ? notFoundText.action : landingText.watch}
    </Link>
  );
  if (isBefore) {
    return (
      <>
        <Link href="/welcome" className="btn prime min-w-[190px]">
          {me?.entered ? landingText.waitingRoom : landingText.register}
        </Link>
        {watch}
      </>
    );
  }
  if (me) {
    return (
      <Link href="/territories" className="btn prime min-w-[220px]">
        {notFoundText.action}
      </Link>
    );
  }
  return (
    <>
      <button type="button" className="btn prime min-w-[190px]" onClick={() => connectStore.open()}>
        {shellText.connect}
      </button>
      {watch}
    </>
  );
}

/** What stands in place of the figures when there is no season to show. */
function Nothing({ error }: { error: Error }) {
  const isBetween = error instanceof ApiError && error.status === 404;
  return (
    <p className={isBetween ? 'land-note my-6' : 'strip my-6 rounded-1 text-left'} role="status">
      {isBetween ? landingText.between : landingText.unreachable}
    </p>
  );
}

export function LandingPage() {
  useTitle(null);
  const { data: season, error } = useSeason();
  // Below the fold: not part of what the first view costs.
  const isIdle = useIdle();
  const isOver = season?.status === 'ended' || season?.status === 'paid_out';
  return (
    <main id="main" data-testid="landing">
      <div className="land-hero">
        <LandingMap />
        <div className="snowfall" aria-hidden="true" />
        <div className="land-copy">
          <SeasonTag season={season} hasFailed={Boolean(error)} />
          <HeroTitle lines={titleOf(season)} />
          <p className="lead">{season?.free ? landingText.leadFree : landingText.lead}</p>
          {season && <StateNote season={season} />}
          {error && !season ? <Nothing error={error} /> : <KeyFigures season={season} />}
          <div className="cta">
            <Ways season={season} />
          </div>
          {isOver ? (
            <div className="mt-7">
              <Suspense fallback={null}>
                <Podium />
              </Suspense>
            </div>
          ) : (
            <Standings className="mt-7 max-w-[452px]" />
          )}
        </div>
        <SagaStrip />
      </div>
      <Suspense fallback={null}>{season && isIdle && <MoreAbout season={season} />}</Suspense>
    </main>
  );
}
