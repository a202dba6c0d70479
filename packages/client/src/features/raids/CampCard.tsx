import type { RaidCamp } from '@cryptotribes/protocol/features/raids';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { namesText } from '../../text/en/names.ts';
import { raidsText as t } from '../../text/en/raids.ts';
import { Bar } from '../../ui/Bar.tsx';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { FORMATION_ICONS, TERRAIN_ICONS, UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { oddsTone } from '../battles/numbers.ts';
import { campState } from './CampPath.tsx';
import { RaidButton } from './RaidButton.tsx';
import { raidOdds } from './raidModel.ts';

const TONES = { beaten: 'up', next: 'warm', locked: '' } as const;

interface CampCardProps {
  camp: RaidCamp;
  me: Me;
  rulesetId: string;
  onRaid: () => void;
}

/** One camp: who sits there, what it brings, the odds, and the way in. */
export function CampCard({ camp, me, rulesetId, onRaid }: CampCardProps) {
  const state = campState(camp);
  const foe = useMemo(() => ({ kind: 'camp', camp }) as const, [camp]);
  const odds = useMemo(() => raidOdds(foe, me, rulesetId), [foe, me, rulesetId]);
  const most = Math.max(1, ...UNIT_TYPES.map((unit) => camp.army[unit]));
  return (
    <section className="panel camp-card" aria-labelledby="camp-title" data-testid="camp-card">
      <div className="camp-head">
        <span className={`camp-figure ${state}`}>
          <Icon name={state === 'locked' ? 'padlock' : 'forest-camp'} />
        </span>
        <div className="min-w-0">
          <h2 id="camp-title" className="disp">
            {t.camp(camp.level)}
          </h2>
          <div className="row mt-1.5 flex-wrap">
            <Tag tone={TONES[state]}>{t.states[state]}</Tag>
            <Tag>
              <Icon name={FORMATION_ICONS[camp.formation]} />
              {namesText.formations[camp.formation]}
            </Tag>
            <Tag>
              <Icon name={TERRAIN_ICONS[camp.terrain]} />
              {t.ground}
            </Tag>
          </div>
        </div>
      </div>
      <dl className="camp-facts">
        <div>
          <dt>{t.loot}</dt>
          <dd className="text-gold">
            <Icon name="two-coins" /> {formatNumber(camp.loot)}
          </dd>
        </div>
        <div>
          <dt>{t.chance}</dt>
          <dd className={odds ? oddsTone(odds.winning, odds.of) : 'faint'} data-testid="camp-odds">
            {odds ? formatOdds(odds.winning, odds.of) : '–'}
          </dd>
        </div>
      </dl>
      <h3 className="cap">{t.defenders}</h3>
      <ul className="mt-1">
        {UNIT_TYPES.filter((unit) => camp.army[unit] > 0).map((unit) => (
          <li key={unit} className="raid-unit">
            <Icon name={UNIT_GLYPHS[unit]} />
            <span>{namesText.units[unit]}</span>
            <Bar share={camp.army[unit] / most} tone="frost" />
            <b>{formatNumber(camp.army[unit])}</b>
          </li>
        ))}
      </ul>
      <p className="muted camp-note">
        {state === 'locked' ? t.lockedWhy(camp.level - 1) : state === 'beaten' ? t.beatenNote : t.camps.note}
      </p>
      <div className="camp-foot">
        <p className="mob row sp">
          <b>{t.campShort(camp.level)}</b>
          <span className="text-gold">
            <Icon name="two-coins" /> {formatNumber(camp.loot)}
          </span>
          {odds && (
            <span className={oddsTone(odds.winning, odds.of)}>
              {formatOdds(odds.winning, odds.of)} {t.toWin}
            </span>
          )}
        </p>
        {!odds && (
          <p className="row sp">
            <span className="muted">{t.nobodyHome}</span>
            <Link href="/village" className="btn s">
              {t.train}
            </Link>
          </p>
        )}
        <RaidButton foe={foe} me={me} name={t.camp(camp.level)} isPrime onRaid={onRaid} />
      </div>
    </section>
  );
}
