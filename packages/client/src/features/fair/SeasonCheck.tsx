/** Choosing a season or a file, computing it again, and the verdict in one sentence. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Verdict } from '@cryptotribes/rules/verify/verifySeason';
import { useState } from 'react';
import { fairText as t } from '../../text/en/fair.ts';
import { Bar } from '../../ui/Bar.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useVerifier, type VerifierState } from './useVerifier.ts';

const SHOWN = 20;

function VerdictView({ verdict }: { verdict: Verdict }) {
  const { ok, problems, problemCount, beacon } = verdict;
  return (
    <div className={`fair-verdict ${ok ? 'good' : 'bad'}`} data-testid="fair-verdict">
      <Icon name={ok ? 'laurels' : 'broken-shield'} />
      <div>
        <p className="fair-sentence">
          {ok
            ? t.ok(verdict.battles, formatNumber(verdict.battles), formatNumber(verdict.hours))
            : t.bad(problemCount, formatNumber(problemCount))}
        </p>
        {!ok && <p className="muted">{t.badHelp}</p>}
        {ok && beacon && (
          <p className="muted" data-testid="fair-beacon">
            {(beacon.isQuicknet ? t.beacon : t.foreignBeacon)(beacon.rounds, formatNumber(beacon.rounds))}
            {beacon.ordersVoid > 0 && ` ${t.beaconVoid(beacon.ordersVoid, formatNumber(beacon.ordersVoid))}`}
          </p>
        )}
        {!ok && (
          <ol className="fair-problems">
            {problems.slice(0, SHOWN).map(({ line, about, what }) => (
              <li key={`${line} ${about} ${what}`} lang="en">
                <b>{line === null ? t.whole : t.line(formatNumber(line))}</b> {about}: {what}
              </li>
            ))}
          </ol>
        )}
        {problemCount > SHOWN && <p className="muted">{t.more(formatNumber(problemCount - SHOWN))}</p>}
        <p className="faint mt-2 text-[12px]">{t.fingerprint}</p>
        <code className="fair-hash">{verdict.fingerprint}</code>
      </div>
    </div>
  );
}

function Outcome({ state }: { state: VerifierState }) {
  if (state.kind === 'verdict') return <VerdictView verdict={state.verdict} />;
  if (state.kind === 'failed') {
    return (
      <p className="text-blood">
        {t.failed} <span className="faint">{state.what}</span>
      </p>
    );
  }
  if (state.kind === 'starting') return <p className="muted">{t.starting}</p>;
  if (state.kind === 'progress')
    return <p className="muted">{t.running(state.of, formatNumber(state.battles), formatNumber(state.of))}</p>;
  return null;
}

export function SeasonCheck({ seasons }: { seasons: readonly Season[] }) {
  const wanted = new URLSearchParams(window.location.search).get('season');
  const [chosen, setChosen] = useState(wanted ?? '');
  const season = seasons.find(({ seasonId }) => seasonId === chosen) ?? seasons[0];
  const { state, start, stop } = useVerifier();
  const isBusy = state.kind === 'starting' || state.kind === 'progress';
  const path = season ? `/v1/seasons/${season.seasonId}/export` : null;
  return (
    <Panel title={t.check} className="fair-check">
      {season && path ? (
        <div className="fair-choice">
          <label>
            <span className="cap">{t.choose}</span>
            <select
              className="field"
              value={season.seasonId}
              disabled={isBusy}
              onChange={({ target }) => setChosen(target.value)}
            >
              {seasons.map(({ seasonId, name }) => (
                <option key={seasonId} value={seasonId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {isBusy ? (
            <button type="button" className="btn" onClick={stop}>
              {t.stop}
            </button>
          ) : (
            <button type="button" className="btn prime" data-testid="fair-start" onClick={() => start({ url: path })}>
              {state.kind === 'idle' ? t.check : t.again}
            </button>
          )}
        </div>
      ) : (
        <p className="muted" data-testid="fair-none">
          {t.none}
        </p>
      )}
      <div role="status" aria-live="polite" className="fair-outcome">
        <Outcome state={state} />
      </div>
      {isBusy && <Bar share={state.kind === 'progress' && state.of > 0 ? state.battles / state.of : 0} tone="ember" />}
      <label className="fair-file">
        <span>{t.file}</span>
        <input
          type="file"
          accept=".ndjson,.gz,application/x-ndjson,application/gzip"
          disabled={isBusy}
          data-testid="fair-file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) start({ file });
          }}
        />
      </label>
      {path && (
        <div className="fair-twin">
          <p className="cap">{t.twin}</p>
          <code className="fair-hash">
            npx ct verify {window.location.origin}
            {path}
          </code>
          <a className="btn s ghost" href={path} download>
            {t.download}
          </a>
        </div>
      )}
    </Panel>
  );
}
