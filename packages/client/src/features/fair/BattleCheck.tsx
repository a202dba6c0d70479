/** "Check this battle": every step computed on this device, with its inputs. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { api } from '../../net/api.ts';
import { fairText } from '../../text/en/fair.ts';
import { Tag } from '../../ui/Tag.tsx';
import { type CheckedRound, type CheckedStep, checkReport } from './battleCheck.ts';
import './fair.css';

const t = fairText.battle;
type State =
  | { kind: 'idle' | 'busy' | 'sealed' }
  | { kind: 'failed'; why: string }
  | { kind: 'done'; steps: CheckedStep[] };

/** The part that checks signatures is large: it is fetched when there is one to check. Null in seasons without a beacon. */
async function checkRound({ seasonId, fairness }: BattleReport): Promise<CheckedRound | null> {
  const round = fairness.beacon;
  const [{ beacon }, { isRoundSigned }] = await Promise.all([
    api.call('seasons.commitment', { params: { seasonId } }),
    round === null ? NO_SIGNATURES : import('@cryptotribes/rules/beacon/signatures'),
  ]);
  if (beacon === null) return null;
  const { publicKey, genesis, periodMs } = beacon;
  const isSigned = round?.signature
    ? isRoundSigned(publicKey, { round: round.round, signature: round.signature })
    : false;
  return { chain: { publicKey, genesisMs: Date.parse(genesis), periodMs }, isSigned };
}
const NO_SIGNATURES = { isRoundSigned: () => false };

async function check(report: BattleReport): Promise<State> {
  try {
    const { secret } = await api.call('seasons.reveal', { params: { seasonId: report.seasonId } });
    return { kind: 'done', steps: checkReport(report, secret, await checkRound(report)) ?? [] };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'SEASON_NOT_OVER') return { kind: 'sealed' };
    return { kind: 'failed', why: `${t.failed} ${errorText(error)}` };
  }
}

function Step({ step }: { step: CheckedStep }) {
  return (
    <li>
      <div className="row sp gap-3">
        <span>{t.steps[step.name]}</span>
        <Tag tone={step.matches ? 'up' : 'down'}>{step.matches ? t.matches : t.differs}</Tag>
      </div>
      <details>
        <summary className="faint">{t.inputs}</summary>
        <pre>{step.input}</pre>
      </details>
      <div>
        <span className="faint">{t.output}: </span>
        <code className="fair-hash">{step.computed}</code>
      </div>
      {step.recorded !== null && step.recorded !== step.computed && (
        <div>
          <span className="faint">{t.recorded}: </span>
          <code className="fair-hash">{step.recorded}</code>
        </div>
      )}
    </li>
  );
}

export default function BattleCheck({ report }: { report: BattleReport }) {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const isFine = state.kind === 'done' && state.steps.every(({ matches }) => matches);
  return (
    <section className="panel fair-battle" aria-labelledby="fair-battle">
      <header>
        <h2 id="fair-battle">{t.title}</h2>
        <button
          type="button"
          className="btn s"
          data-testid="fair-check"
          disabled={state.kind === 'busy'}
          onClick={() => {
            setState({ kind: 'busy' });
            void check(report).then(setState);
          }}
        >
          {state.kind === 'busy' ? t.busy : t.start}
        </button>
      </header>
      <div className="body">
        <div role="status" aria-live="polite">
          {state.kind === 'idle' && <p className="muted">{t.why}</p>}
          {state.kind === 'sealed' && <p className="muted">{t.sealed}</p>}
          {state.kind === 'failed' && <p className="text-blood">{state.why}</p>}
          {state.kind === 'done' && (
            <p className={isFine ? 'text-laurel' : 'text-blood'} data-testid="fair-result">
              {isFine ? t.ok : t.bad}
            </p>
          )}
        </div>
        {state.kind === 'done' && (
          <ol className="fair-steps">
            {state.steps.map((step) => (
              <Step key={step.name} step={step} />
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}
