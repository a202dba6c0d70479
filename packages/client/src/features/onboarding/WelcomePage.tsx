/** The way from the first visit to the own village, one step and one button at a time. */
import { useEffect, useRef, useState } from 'react';
import { useTitle } from '../../app/useTitle.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { welcomeText as t } from '../../text/en/welcome.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ConnectFlow, type ConnectStep } from '../wallet/ConnectFlow.tsx';
import { EntryStep } from './EntryStep.tsx';
import { NameStep } from './NameStep.tsx';
import { VillageStands } from './VillageStands.tsx';
import { WaitingRoom } from './WaitingRoom.tsx';
import './onboarding.css';

const STEPS = ['connect', 'sign', 'name', 'entry', 'ready'] as const;
type WelcomeStep = (typeof STEPS)[number];

/** The steps as a list: which are behind, and which one is on. */
function Stepper({ at, isBefore }: { at: WelcomeStep; isBefore: boolean }) {
  const current = STEPS.indexOf(at);
  return (
    <ol className="stepper" aria-label={t.stepsLabel}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          data-testid={`onboarding-step-${index + 1}`}
          aria-current={index === current ? 'step' : undefined}
          className={index < current ? 'done' : ''}
        >
          <span className="stepper-no">{index < current ? <LineIcon name="check" /> : index + 1}</span>
          {step === 'ready' && isBefore ? t.readyBefore : t.steps[step]}
          {index < current && <span className="sr-only">, {t.done}</span>}
        </li>
      ))}
    </ol>
  );
}

export default function WelcomePage() {
  useTitle(t.title);
  const { data: me, isLoading } = useMe();
  const season = useSeason().data;
  const [flow, setFlow] = useState<ConnectStep['at']>('choose');
  const [isNameless, setIsNameless] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const isBefore = season?.status === 'registration';
  const signing: WelcomeStep = flow === 'sign' || flow === 'enter' ? 'sign' : 'connect';
  const needsName = me && me.username === null && !isNameless;
  const at: WelcomeStep = !me ? signing : needsName ? 'name' : me.entered ? 'ready' : 'entry';
  const title = at === 'ready' && isBefore ? t.waiting.title : t[at].title;

  // A new step is announced by moving to its heading; the first one is where the reader came in.
  const seen = useRef(at);
  useEffect(() => {
    if (seen.current === at) return;
    seen.current = at;
    heading.current?.focus();
  }, [at]);

  return (
    <main id="main" className="page welcome" data-testid="welcome">
      <div className="snowfall" aria-hidden="true" />
      <h1>{t.title}</h1>
      <Stepper at={at} isBefore={isBefore} />
      <section className={`welcome-step ${at === 'ready' ? 'wide' : 'panel'}`} aria-labelledby="welcome-step">
        <p className="cap">{t.stepOf(STEPS.indexOf(at) + 1, STEPS.length)}</p>
        <h2 id="welcome-step" ref={heading} tabIndex={-1} className="disp">
          {title}
        </h2>
        {isLoading ? (
          <Skeleton lines={4} />
        ) : !me ? (
          <>
            <p className="muted">{t[signing].lead}</p>
            <ConnectFlow onDone={() => setFlow('choose')} onStep={setFlow} />
          </>
        ) : at === 'name' ? (
          <>
            <p className="muted">{t.name.lead}</p>
            <NameStep onSkip={() => setIsNameless(true)} />
          </>
        ) : at === 'entry' ? (
          <EntryStep season={season} />
        ) : season && isBefore ? (
          <WaitingRoom season={season} me={me} />
        ) : (
          <VillageStands me={me} />
        )}
      </section>
    </main>
  );
}
