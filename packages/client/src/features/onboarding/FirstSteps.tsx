import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import { hideFirstSteps, keepFirstSteps } from '../../net/checklist.ts';
import { stepsText as t } from '../../text/en/steps.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Countdown } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { firstSteps, type Step } from './stepList.ts';
import './onboarding.css';

function StepRow({ step, isNext }: { step: Step; isNext: boolean }) {
  return (
    <li
      data-testid={`checklist-${step.key}`}
      data-done={step.isDone}
      className={`first-step ${step.isDone ? 'done' : ''}`}
    >
      <Link href={step.href}>
        <span className="first-mark">{step.isDone ? <LineIcon name="check" /> : <Icon name={step.icon} />}</span>
        <span className="min-w-0">
          <b>{step.name}</b>
          {step.isDone && <span className="sr-only">, {t.done}</span>}
          {!step.isDone && (isNext || step.until) && (
            <small>{step.until ? <Countdown until={step.until} /> : step.note}</small>
          )}
        </span>
      </Link>
    </li>
  );
}

/** The first ten minutes: seven steps, each marked by what really happened. Never in the way: a panel that can be put away. */
export function FirstSteps({ me, season }: { me: Me; season: Season }) {
  const steps = useMemo(() => firstSteps(me, season), [me, season]);
  const done = steps.filter((step) => step.isDone);
  const next = steps.find((step) => !step.isDone && !step.until);
  const { id, checklist } = me;
  useEffect(() => {
    if (checklist) keepFirstSteps(id, checklist.done);
  }, [id, checklist]);
  return (
    <section className="panel first-steps" aria-label={t.title}>
      <header>
        <h2>{t.title}</h2>
        <span className="row">
          <span className="cap">{t.progress(done.length, steps.length)}</span>
          <button type="button" className="first-hide" aria-label={t.hide} title={t.hide} onClick={hideFirstSteps}>
            <LineIcon name="close" />
          </button>
        </span>
      </header>
      <div className="body">
        <Bar share={done.length / steps.length} tone="ember" />
        <ol>
          {steps.map((step) => (
            <StepRow key={step.key} step={step} isNext={step === next} />
          ))}
        </ol>
      </div>
    </section>
  );
}
