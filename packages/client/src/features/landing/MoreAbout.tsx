import type { Season } from '@cryptotribes/protocol/features/seasons';
import { landingText } from '../../text/en/landing.ts';
import { Panel } from '../../ui/Panel.tsx';
import { PrizeTable } from '../season/PrizeTable.tsx';

/** Below the fold: three steps, prizes, cost, fairness, rules. */
export function MoreAbout({ season }: { season: Season }) {
  const t = landingText;
  return (
    <div className="land-more">
      <Panel title={t.stepsTitle} className="wide">
        <ol className="steps">
          {t.steps.map(([name, sentence]) => (
            <li key={name}>
              <h3>{name}</h3>
              <p className="muted">{sentence}</p>
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title={t.prizesTitle}>
        {season.free ? <p className="muted">{t.prizesFree}</p> : <PrizeTable season={season} />}
      </Panel>
      <Panel title={t.feesTitle}>
        <p className="muted">{season.free ? t.feesFree : t.feesPaid}</p>
      </Panel>
      <Panel title={t.fairTitle}>
        <p className="muted mb-3">{t.fair}</p>
        <code className="hash">{season.commitment}</code>
      </Panel>
      <Panel title={t.rulesTitle}>
        <ul className="muted grid gap-2">
          {t.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
