import type { Season } from '@cryptotribes/protocol/features/seasons';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { aboutText as t } from '../../text/en/about.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Panel } from '../../ui/Panel.tsx';
import { PrizeTable } from '../season/PrizeTable.tsx';

/** The numbers of the season's own ruleset that the rules in short name. */
function numbersOf({ rulesetId }: Season) {
  const { tiers, territory } = rulesetById(rulesetId);
  return {
    center: tiers.center.vpPerHour,
    ring: tiers.ring.vpPerHour,
    edge: tiers.edge.vpPerHour,
    truceHours: territory.truceGameMs / HOUR_MS,
  };
}

const STEP_ICONS: readonly IconName[] = ['viking-longhouse', 'knight-banner', 'tower-flag'];

/** Below the fold: three steps, prizes, cost, fairness, rules. Loaded after the rest. */
export default function MoreAbout({ season }: { season: Season }) {
  return (
    <div className="land-more">
      <section className="wide" aria-labelledby="land-steps">
        <h2 id="land-steps" className="disp land-title">
          {t.stepsTitle}
        </h2>
        <ol className="steps">
          {t.steps.map(([name, sentence], index) => (
            <li key={name} className="panel">
              <span className="step-figure">
                <Icon name={STEP_ICONS[index] ?? 'village'} />
              </span>
              <div>
                <h3>{name}</h3>
                <p className="muted">{sentence}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
      <Panel title={t.prizesTitle}>
        {season.free ? <p className="muted">{t.prizesFree}</p> : <PrizeTable season={season} />}
      </Panel>
      <Panel title={t.rulesTitle}>
        <ul className="muted land-rules">
          {t.rules(numbersOf(season)).map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Panel>
      <Panel title={t.fairTitle}>
        <p className="muted mb-3">{t.fair}</p>
        <code className="hash">{season.commitment}</code>
      </Panel>
      <Panel title={t.feesTitle}>
        <p className="muted">{season.free ? t.feesFree : t.feesPaid}</p>
      </Panel>
    </div>
  );
}
