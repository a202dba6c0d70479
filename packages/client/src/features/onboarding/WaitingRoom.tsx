import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { DAY_MS, HOUR_MS } from '@cryptotribes/rules/core/time';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { Link } from 'wouter';
import { screen } from '../../app/pages.ts';
import { welcomeText } from '../../text/en/welcome.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';

const t = welcomeText.waiting;

/** The numbers of the season's own ruleset that the rules name. */
function numbersOf({ rulesetId }: Season) {
  const { territory, raids, season } = rulesetById(rulesetId);
  return {
    truceHours: territory.truceGameMs / HOUR_MS,
    shieldHours: raids.newVillageShieldGameMs / HOUR_MS,
    days: season.durationGameMs / DAY_MS,
  };
}

/** Before the start: how long still, the tribe, the rules, and being told. */
export function WaitingRoom({ season, me }: { season: Season; me: Me }) {
  const { tribe } = me;
  return (
    <div className="waiting">
      <section className="waiting-clock">
        <p className="muted">{t.lead(season.name)}</p>
        <b>
          <Countdown until={season.timeline.seasonStart} long done={t.starting} />
        </b>
        <p className="faint">{t.meanwhile}</p>
        <Link href="/territories" className="btn">
          {welcomeText.ready.map}
        </Link>
      </section>
      <Panel title={t.tribeTitle}>
        {tribe ? (
          <Link href="/tribe" className="row">
            <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={46} />
            <b className="disp text-[24px]">{tribe.name}</b>
          </Link>
        ) : (
          <p className="muted">{t.tribeNone}</p>
        )}
        <Link href="/tribe" className={`btn mt-4 ${tribe ? '' : 'prime'}`}>
          {tribe ? t.tribeOpen : t.tribeFind}
        </Link>
      </Panel>
      {screen('me/MePage') && (
        <Panel title={t.noticesTitle}>
          <p className="muted mb-4">{t.notices}</p>
          <Link href="/me" className="btn">
            {t.noticesLink}
          </Link>
        </Panel>
      )}
      <Panel title={t.rulesTitle} className="waiting-rules">
        <dl>
          {t.rules(numbersOf(season)).map(([name, sentence]) => (
            <div key={name}>
              <dt className="disp">{name}</dt>
              <dd className="muted">{sentence}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
