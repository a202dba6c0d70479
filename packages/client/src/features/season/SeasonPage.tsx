/** The season: when, for what, who would win, and what keeps it honest. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useSeason } from '../../net/hooks.ts';
import { usePrizes } from '../../net/season.ts';
import { aboutText } from '../../text/en/about.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { KeyFigures } from '../landing/KeyFigures.tsx';
import { Fairness } from './Fairness.tsx';
import { IfItEndedNow } from './IfItEndedNow.tsx';
import { OwnPart } from './OwnPart.tsx';
import Podium from './Podium.tsx';
import { Pool } from './Pool.tsx';
import { Timeline } from './Timeline.tsx';
import './season.css';

const TONES = { registration: 'warm', active: 'up', ended: '', paid_out: 'up', cancelled: 'down' } as const;

/** The next tally and the next gold. */
function Schedule({ season }: { season: Season }) {
  const next = season.nextTickAt;
  if (!next) return null;
  return (
    <dl className="season-next" aria-label={t.schedule}>
      <div>
        <dt>{t.nextTally}</dt>
        <dd>
          <Countdown until={next.vp} />
        </dd>
      </div>
      <div>
        <dt>{t.nextGold}</dt>
        <dd>
          <Countdown until={next.gold} />
        </dd>
      </div>
    </dl>
  );
}

function Page({ season }: { season: Season }) {
  const isOver = season.status === 'ended' || season.status === 'paid_out';
  const isCancelled = season.status === 'cancelled';
  const prizes = usePrizes(season.seasonId, isOver).data;
  const poolMicro = prizes?.poolMicro ?? Math.round(season.prizePool.total * 1e6);
  return (
    <main id="main" className="page season-page" data-testid="season">
      <div className="season-head">
        <div className="grid gap-2">
          <Tag tone={TONES[season.status]}>{t.status[season.status]}</Tag>
          <h1>{season.name}</h1>
        </div>
        <Schedule season={season} />
      </div>
      {isCancelled ? (
        <p className="season-note" role="status">
          {t.cancelled} {!season.free && t.cancelledMoney}
        </p>
      ) : (
        <KeyFigures season={season} />
      )}
      {isOver && <Podium />}
      <OwnPart season={season} />
      <div className="season-grid">
        <Timeline season={season} />
        {!isCancelled && <IfItEndedNow season={season} poolMicro={poolMicro} isOver={isOver} />}
        <Pool season={season} poolMicro={poolMicro} isOver={isOver} />
        <Fairness season={season} isOver={isOver || isCancelled} />
        <Panel title={aboutText.feesTitle}>
          <p className="muted">{season.free ? aboutText.feesFree : aboutText.feesPaid}</p>
        </Panel>
      </div>
    </main>
  );
}

export default function SeasonPage() {
  const { data: season, isLoading, error, refetch } = useSeason();
  useTitle(t.title);
  if (season) return <Page season={season} />;
  return (
    <main id="main" className="page grid content-start gap-4" aria-busy={isLoading}>
      <h1>{t.title}</h1>
      {isLoading ? (
        <Skeleton lines={8} />
      ) : (
        <Empty
          icon="hourglass"
          sentence={error && !isNone(error) ? `${t.failed} ${errorText(error)}` : t.none}
          action={
            error && !isNone(error) ? (
              <button type="button" className="btn" onClick={() => refetch()}>
                {t.again}
              </button>
            ) : (
              <Link href="/territories" className="btn">
                {t.toMap}
              </Link>
            )
          }
        />
      )}
    </main>
  );
}

const isNone = (error: Error): boolean => 'status' in error && error.status === 404;
