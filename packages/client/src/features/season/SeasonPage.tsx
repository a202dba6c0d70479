import type { Season } from '@cryptotribes/protocol/features/seasons';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { useJoinSeason } from '../../net/tribeMutations.ts';
import { landingText } from '../../text/en/landing.ts';
import { seasonText } from '../../text/en/season.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Countdown } from '../../ui/Countdown.tsx';
import { formatInstant } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { KeyFigures } from '../landing/KeyFigures.tsx';
import { PrizeTable } from './PrizeTable.tsx';

const t = seasonText;

function Timeline({ season }: { season: Season }) {
  const nowMs = useServerNow();
  const { registrationStart, registrationEnd, seasonStart, seasonEnd } = season.timeline;
  const points = [
    [t.registrationStart, registrationStart],
    [t.registrationEnd, registrationEnd],
    [t.seasonStart, seasonStart],
    [t.seasonEnd, seasonEnd],
  ] as const;
  const startMs = Date.parse(seasonStart);
  const share = (nowMs - startMs) / (Date.parse(seasonEnd) - startMs);
  return (
    <Panel title={t.timeline}>
      <Bar share={share} tone="ember" />
      <ul className="mt-3 grid gap-1.5">
        {points.map(([label, at]) => (
          <li key={label} className="row sp">
            <span className={Date.parse(at) <= nowMs ? 'text-frost-1' : 'muted'}>{label}</span>
            <time dateTime={at} title={new Date(at).toLocaleString()} className="faint">
              {formatInstant(at)}
            </time>
          </li>
        ))}
      </ul>
      <p className="muted mt-3 text-[13px]">{t.speed(season.speed)}</p>
      {season.nextTickAt && (
        <p className="mt-2">
          {t.nextTally}{' '}
          <b>
            <Countdown until={season.nextTickAt.vp} />
          </b>
        </p>
      )}
    </Panel>
  );
}

/** Entering a free season; a paid one is entered by paying. */
function Entry({ season }: { season: Season }) {
  const me = useMe().data;
  const join = useJoinSeason();
  const isOpen = season.status === 'registration' || season.status === 'active';
  if (!me || me.entered || !season.free || !isOpen) return null;
  const enter = () =>
    join.mutate(season.seasonId, {
      onSuccess: () => showToast(t.entered, 'good'),
      onError: (error) => showToast(errorText(error), 'bad'),
    });
  return (
    <button type="button" className="btn prime justify-self-start" disabled={join.isPending} onClick={enter}>
      {t.enter}
    </button>
  );
}

/** The season: when, for what, and what keeps it honest. */
export default function SeasonPage() {
  const { data: season, isLoading, error } = useSeason();
  useTitle(seasonText.title);
  if (isLoading) {
    return (
      <main id="main" className="page" aria-busy="true">
        <Skeleton lines={6} />
      </main>
    );
  }
  if (!season) {
    return (
      <main id="main" className="page">
        <h1>{t.title}</h1>
        <p className="muted mt-4">{error ? t.failed : t.none}</p>
      </main>
    );
  }
  return (
    <main id="main" className="page grid gap-4">
      <h1>{season.name}</h1>
      <p className="muted">{t.status[season.status]}</p>
      <KeyFigures season={season} />
      <Entry season={season} />
      <div className="grid gap-4 md:grid-cols-2">
        <Timeline season={season} />
        <Panel title={landingText.prizesTitle}>
          {season.free ? <p className="muted">{landingText.prizesFree}</p> : <PrizeTable season={season} />}
        </Panel>
        <Panel title={landingText.fairTitle}>
          <p className="muted mb-3">{landingText.fair}</p>
          <p className="cap mb-1">{t.commitment}</p>
          <code className="hash">{season.commitment}</code>
        </Panel>
        <Panel title={landingText.feesTitle}>
          <p className="muted">{season.free ? landingText.feesFree : landingText.feesPaid}</p>
        </Panel>
      </div>
    </main>
  );
}
