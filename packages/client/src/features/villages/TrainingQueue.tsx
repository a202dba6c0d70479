import type { Me, TrainingBatch } from '@cryptotribes/protocol/features/villages';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { cancelRefund } from '@cryptotribes/rules/villages/training';
import { useEffect, useState } from 'react';
import { useServerNow } from '../../net/hooks.ts';
import { PENDING } from '../../net/optimistic.ts';
import { namesText } from '../../text/en/names.ts';
import { villageText as words } from '../../text/en/village.ts';
import { Bar } from '../../ui/Bar.tsx';
import { formatCountdown, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { shareDone } from './villageModel.ts';

/** How long the question "half back?" stands. */
const ASK_MS = 4000;

interface BatchProps {
  batch: TrainingBatch;
  rules: Ruleset;
  paused: string | null;
  onCancel: (queueId: string) => void;
}

function Batch({ batch, rules, paused, onCancel }: BatchProps) {
  const nowMs = useServerNow();
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => setAsking(false), ASK_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  const what = `${formatNumber(batch.quantity)} ${namesText.noun(namesText.units[batch.unitType])}`;
  const leftMs = Date.parse(batch.endTime) - nowMs;
  // The first one trains already, whatever the clocks of this second say.
  const hasStarted = batch.queuePosition <= 1 || Date.parse(batch.startTime) <= nowMs;
  const refund = formatNumber(cancelRefund(batch.costPaid, rules));
  const canCancel = paused === null && !batch.queueId.startsWith(PENDING) && leftMs > 0;
  return (
    <li className="q" data-testid="queue-item">
      <span className="fig">
        <Icon name={UNIT_GLYPHS[batch.unitType]} />
      </span>
      <div className="flex-1 min-w-0">
        <div className="row sp">
          <b>{what}</b>
          <time role="timer">{leftMs > 0 ? formatCountdown(leftMs) : words.finishing}</time>
        </div>
        {hasStarted ? (
          <Bar share={shareDone(batch.startTime, batch.endTime, nowMs)} tone="ember" />
        ) : (
          <small className="faint">{words.startsAfter(batch.queuePosition - 1)}</small>
        )}
        {isAsking && (
          <div className="row sp q-ask">
            <button type="button" className="btn s" onClick={() => onCancel(batch.queueId)}>
              {words.halfBack(refund)}
            </button>
            <button type="button" className="btn s ghost" onClick={() => setAsking(false)}>
              {words.keep}
            </button>
          </div>
        )}
      </div>
      <button
        type="button"
        className="ib"
        aria-label={words.cancelBatch(what)}
        disabled={!canCancel}
        onClick={() => setAsking(true)}
      >
        <LineIcon name="close" />
      </button>
    </li>
  );
}

interface TrainingQueueProps {
  me: Me;
  rules: Ruleset;
  paused: string | null;
  onCancel: (queueId: string) => void;
}

/** Batches in their order: the first with its progress, the others with when they start. */
export function TrainingQueue({ me, rules, paused, onCancel }: TrainingQueueProps) {
  const { trainingQueue } = me;
  return (
    <Panel
      title={words.queue}
      aside={<span className="cap">{words.queueOf(trainingQueue.length, rules.village.trainingQueueMax)}</span>}
    >
      {trainingQueue.length === 0 ? (
        <p className="faint">{words.queueEmpty}</p>
      ) : (
        <ul>
          {trainingQueue.map((batch) => (
            <Batch key={batch.queueId} batch={batch} rules={rules} paused={paused} onCancel={onCancel} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
