import type { Me } from '@cryptotribes/protocol/features/villages';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { navText } from '../../text/en/nav.ts';
import { sideText } from '../../text/en/side.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Countdown } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { FirstSteps } from '../onboarding/FirstSteps.tsx';
import { showsFirstSteps } from '../onboarding/stepList.ts';
import { CouncilPanel } from '../tribes/council/CouncilPanel.tsx';
import { counselFor } from './counsel.ts';
import { Legend } from './Legend.tsx';
import { type Timer, timersOf } from './timers.ts';

const t = sideText;
/** Counsel is thought over again every minute, not every second. */
const COUNSEL_MS = 60_000;

function TimerBar({ startMs, until, isMine }: { startMs: number; until: string; isMine: boolean }) {
  const nowMs = useServerNow();
  const share = (nowMs - startMs) / (Date.parse(until) - startMs);
  return (
    <div className="timer-bar">
      <Bar share={share} tone={isMine ? 'ember' : 'ice'} />
    </div>
  );
}

function TimerRow({ timer }: { timer: Timer }) {
  return (
    <li className="timer">
      <Icon name={timer.icon} />
      <b>{timer.what}</b>
      <span className="timer-left">{timer.until ? <Countdown until={timer.until} /> : timer.note}</span>
      {timer.until && timer.startMs !== null && (
        <TimerBar startMs={timer.startMs} until={timer.until} isMine={timer.isMine} />
      )}
    </li>
  );
}

function UnderWay({ me }: { me: Me }) {
  const season = useSeason().data;
  const timers = useMemo(() => timersOf(me, season), [me, season]);
  return (
    <Panel title={t.underWay} aside={<span className="cap">{timers.length}</span>}>
      {timers.length === 0 && <p className="muted">{t.underWayEmpty}</p>}
      <ul>
        {timers.map((timer) => (
          <TimerRow key={timer.key} timer={timer} />
        ))}
      </ul>
    </Panel>
  );
}

function Counsel({ me, views }: { me: Me; views: readonly TerritoryView[] | null }) {
  const season = useSeason().data;
  const minute = Math.floor(useServerNow() / COUNSEL_MS);
  const suggestions = useMemo(
    () => (season && views && me.entered ? counselFor(me, views, season, minute * COUNSEL_MS) : []),
    [me, views, season, minute],
  );
  return (
    <Panel title={t.counsel}>
      {suggestions.length === 0 && <p className="muted">{t.counselEmpty}</p>}
      <ul className="grid gap-2.5">
        {suggestions.map(({ key, icon, subject, sentence, href }) => (
          <li key={key}>
            <Link href={href} className="counsel">
              <Icon name={icon} />
              <span>
                <b>{subject}</b>
                {sentence}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** For players without a tribe: why they want one. */
function NoTribe() {
  return (
    <Panel title={t.tribe}>
      <p className="muted mb-3">{t.tribeNone}</p>
      <Link href="/tribe" className="btn w-full">
        {t.tribeFind}
      </Link>
    </Panel>
  );
}

/** What runs, what to do next, and the tribe; for visitors a word about watching. */
export function LeftColumn({ views }: { views: readonly TerritoryView[] | null }) {
  const me = useMe().data;
  const season = useSeason().data;
  return (
    <div className="left" data-covers-map="">
      {me ? (
        <>
          <UnderWay me={me} />
          {season && showsFirstSteps(me, season) ? (
            <FirstSteps me={me} season={season} />
          ) : (
            <Counsel me={me} views={views} />
          )}
          {me.tribeId === null ? <NoTribe /> : <CouncilPanel key={me.tribeId} tribeId={me.tribeId} />}
        </>
      ) : (
        <Panel title={navText.map}>
          <p className="muted">{t.spectator}</p>
        </Panel>
      )}
      <Legend />
    </div>
  );
}
