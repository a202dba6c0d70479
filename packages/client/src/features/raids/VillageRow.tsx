import type { RaidVillage } from '@cryptotribes/protocol/features/raids';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { isEmptyArmy, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { memo, useMemo } from 'react';
import { namesText } from '../../text/en/names.ts';
import { raidsText } from '../../text/en/raids.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { FORMATION_ICONS, UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { oddsTone } from '../battles/numbers.ts';
import { RaidButton } from './RaidButton.tsx';
import { raidOdds } from './raidModel.ts';

const t = raidsText.villages;

interface VillageRowProps {
  village: RaidVillage;
  me: Me;
  rulesetId: string;
  onRaid: (userId: string) => void;
}

/** One village: whose it is, who stands at home, what could be carried off at most, and the odds. */
export const VillageRow = memo(function VillageRow({ village, me, rulesetId, onRaid }: VillageRowProps) {
  const { tribe, army } = village;
  const name = village.username ?? t.nameless;
  const foe = useMemo(() => ({ kind: 'village', village }) as const, [village]);
  const odds = useMemo(() => raidOdds(foe, me, rulesetId), [foe, me, rulesetId]);
  return (
    <li className="raid-village" data-testid="raid-village" data-user-id={village.userId}>
      <span className="raid-village-arms">
        {tribe ? <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={38} /> : <Icon name="village" />}
      </span>
      <span className="raid-village-name">
        <b>{name}</b>
        <small className="faint">{tribe ? `${tribe.name} [${tribe.tag}]` : t.noTribe}</small>
      </span>
      <span className="raid-village-home">
        <span className="cap">{t.home}</span>
        <span className="raid-army">
          <span title={namesText.formations[village.formation]}>
            <Icon name={FORMATION_ICONS[village.formation]} className="faint" />
            <span className="sr-only">{namesText.formations[village.formation]}</span>
          </span>
          {isEmptyArmy(army) && <span className="muted">{t.nobody}</span>}
          {UNIT_TYPES.filter((unit) => army[unit] > 0).map((unit) => (
            <span key={unit}>
              <Icon name={UNIT_GLYPHS[unit]} />
              <span className="sr-only">{namesText.units[unit]}</span> {formatNumber(army[unit])}
            </span>
          ))}
        </span>
      </span>
      <span className="raid-village-most">
        <span className="cap">{t.most}</span>
        <b className="text-gold">
          <Icon name="two-coins" /> {formatNumber(village.lootAtMost)}
        </b>
      </span>
      <span className="raid-village-odds">
        <span className="cap">{t.odds}</span>
        <b className={odds ? oddsTone(odds.winning, odds.of) : 'faint'}>
          {odds ? formatOdds(odds.winning, odds.of) : '–'}
        </b>
      </span>
      <RaidButton foe={foe} me={me} name={name} isPrime={false} onRaid={() => onRaid(village.userId)} />
    </li>
  );
});
