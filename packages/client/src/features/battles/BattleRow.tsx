import type { BattleListItem } from '@cryptotribes/protocol/features/battles';
import { type Army, totalUnits } from '@cryptotribes/rules/core/units';
import { Link } from 'wouter';
import { battleText as words } from '../../text/en/battle.ts';
import { beaconText } from '../../text/en/beacon.ts';
import { Since } from '../../ui/Countdown.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Shield } from '../../ui/Shield.tsx';
import { deedOf, placeName } from './battleFilters.ts';

const RESULT_ICON: Record<BattleListItem['result'], IconName> = {
  victory: 'laurels',
  defeat: 'broken-shield',
  pending: 'hourglass',
  reinforced: 'bordered-shield',
  void: 'snowflake-2',
};

/** One battle in the list: how it went, where, against whom, what it cost and what it brought. */
export function BattleRow({ item, isTribe }: { item: BattleListItem; isTribe: boolean }) {
  const { opponentTribe: foe } = item;
  const losses = (army: Army) => `−${formatNumber(totalUnits(army))}`;
  return (
    <li>
      <Link
        href={`/battles/${item.battleId}`}
        className={`battle-row ${item.unread ? 'unread' : ''}`}
        data-battle-id={item.battleId}
        data-result={item.result}
      >
        <span className={`battle-result ${item.result}`}>
          <Icon name={RESULT_ICON[item.result]} />
          {words.results[item.result]}
          {item.unread && <i className="battle-dot" role="img" aria-label={words.unread} />}
        </span>
        <span className="battle-place">
          <b className="disp">{placeName(item)}</b>
          <small className="faint">
            {item.beacon ? beaconText.short(String(item.beacon.round)) : deedOf(item, isTribe)}
          </small>
        </span>
        <span className="row battle-foe">
          {foe ? (
            <Shield tribeId={foe.tribeId} ordinal={foe.ordinal} width={22} />
          ) : (
            <Icon name={item.campLevel === null ? 'campfire' : 'forest-camp'} className="faint" />
          )}
          {item.opponent}
        </span>
        <span className="battle-losses">
          {item.myLosses && item.theirLosses && (
            <>
              <span className="text-blood">{losses(item.myLosses)}</span> / {losses(item.theirLosses)}
            </>
          )}
        </span>
        <span className="battle-vp">
          {item.vpGained > 0 && <span className="text-laurel">{words.vpPlus(formatNumber(item.vpGained))}</span>}
          {item.goldLooted > 0 && (
            <span className={item.role === 'attacker' ? 'text-gold' : 'text-blood'}>
              {item.role === 'attacker' ? '+' : '−'}
              {words.loot(formatNumber(item.goldLooted))}
            </span>
          )}
        </span>
        <span className="faint battle-when">
          <Since instant={item.createdAt} />
        </span>
      </Link>
    </li>
  );
}
