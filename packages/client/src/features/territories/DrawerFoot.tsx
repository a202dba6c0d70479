import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { ariaKeys } from '../../app/shortcuts.ts';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { drawerText } from '../../text/en/drawer.ts';
import { navText } from '../../text/en/nav.ts';
import { shellText } from '../../text/en/shell.ts';
import { formatCountdown, formatNumber, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { openAttack, openGarrison } from '../battles/attackStore.ts';
import { connectStore } from '../wallet/connectStore.ts';
import { bestOdds, defenceOf } from './bestOdds.ts';
import { primaryAction } from './primaryAction.ts';

const t = drawerText;

interface DrawerFootProps {
  view: TerritoryView;
  detail: TerritoryDetail | undefined;
}

/** The odds with everybody at home, by the same function as in the dialog and on the server. */
function OddsLine({ detail }: { detail: TerritoryDetail | undefined }) {
  const me = useMe().data;
  const rulesetId = useSeason().data?.rulesetId;
  const odds = useMemo(
    () => (me && detail && rulesetId ? bestOdds(rulesetId, me, defenceOf(detail)) : null),
    [me, detail, rulesetId],
  );
  if (!me || !odds) return null;
  const isLikely = odds.winning * 2 >= odds.of;
  return (
    <p className="row sp mb-2 text-[13px]" data-testid="odds">
      <span className="muted">{t.oddsAll(formatNumber(totalUnits(me.army)))}</span>
      <b className={isLikely ? 'text-pine' : 'text-blood'}>
        {formatOdds(odds.winning, odds.of)} {t.toWin}
      </b>
    </p>
  );
}

/** The main action of the drawer: one button, and the reason where it can't be pressed. */
export function DrawerFoot({ view, detail }: DrawerFootProps) {
  const me = useMe().data ?? null;
  const season = useSeason().data;
  const nowMs = useServerNow();
  const action = primaryAction(view, me, season, nowMs);
  const note = (sentence: string) => <p className="muted mb-2 text-[13px]">{sentence}</p>;
  const { territoryId } = view;
  return (
    <div className="foot">
      {view.myOrders > 0 && note(t.queued)}
      {action === 'connect' && (
        <>
          {note(t.connectWhy)}
          <button type="button" className="btn prime" onClick={() => connectStore.open()}>
            {shellText.connect}
          </button>
        </>
      )}
      {action === 'enter' && (
        <>
          {note(t.enterWhy)}
          <Link href="/season" className="btn prime">
            {navText.season}
          </Link>
        </>
      )}
      {action === 'closed' && note(t.closedWhy)}
      {action === 'findTribe' && (
        <>
          {note(t.findTribeWhy)}
          <Link href="/tribe" className="btn prime">
            {t.findTribe}
          </Link>
        </>
      )}
      {action === 'garrison' && (
        <button type="button" className="btn prime" onClick={() => openGarrison(territoryId)}>
          <Icon name="bordered-shield" />
          {t.reinforce}
        </button>
      )}
      {action === 'truce' && (
        <>
          {note(t.truceWhy)}
          <button type="button" className="btn" disabled>
            {t.truce(formatCountdown((view.truceUntilMs ?? 0) - nowMs))}
          </button>
        </>
      )}
      {action === 'nobodyHome' && (
        <>
          {note(t.nobodyHome)}
          <Link href="/village" className="btn prime">
            {t.train}
          </Link>
        </>
      )}
      {action === 'march' && (
        <>
          <OddsLine detail={detail} />
          <button
            type="button"
            className="btn prime"
            aria-keyshortcuts={ariaKeys('map.march')}
            onClick={() => openAttack(territoryId)}
          >
            <Icon name="crossed-swords" />
            {t.attack}
          </button>
        </>
      )}
    </div>
  );
}
