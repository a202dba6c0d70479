import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { ariaKeys } from '../../app/shortcuts.ts';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { reminderStore, toggleReminder } from '../../net/reminders.ts';
import { drawerText } from '../../text/en/drawer.ts';
import { navText } from '../../text/en/nav.ts';
import { shellText } from '../../text/en/shell.ts';
import { formatCountdown, formatLongCountdown, formatNumber, formatOdds, formatRank } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useStore } from '../../ui/useStore.ts';
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

/** Place of our first order in the line against a territory, from 1; null without one. */
function positionAt(me: Me | null, territoryId: number): number | null {
  const positions = (me?.marches ?? []).filter((march) => march.territoryId === territoryId).map((m) => m.position);
  return positions.length === 0 ? null : Math.min(...positions);
}

/** Why nothing can be ordered: before the season, after it, or not at all. */
function closedWhy(season: Season | undefined, nowMs: number): string {
  if (!season) return t.closedWhy;
  const startMs = Date.parse(season.timeline.seasonStart);
  if (season.status === 'registration' && nowMs < startMs) return t.closedBefore(formatLongCountdown(startMs - nowMs));
  const isOver = season.status === 'ended' || season.status === 'paid_out' || season.status === 'active';
  return isOver ? t.closedAfter : t.closedWhy;
}

/** A word at the end of the truce, while the game is open. */
function RemindButton({ view }: { view: TerritoryView }) {
  const untilMs = view.truceUntilMs ?? 0;
  const isSet = useStore(reminderStore).some(
    (known) => known.territoryId === view.territoryId && known.atMs === untilMs,
  );
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={isSet}
      title={t.remindWhy}
      data-testid="remind"
      onClick={() => toggleReminder({ territoryId: view.territoryId, atMs: untilMs })}
    >
      <Icon name="ringing-bell" />
      {isSet ? t.reminded : t.remind}
    </button>
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
  const myPosition = positionAt(me, territoryId);
  return (
    <div className="foot">
      {myPosition !== null && note(myPosition > 1 ? t.queued(formatRank(myPosition)) : t.queuedNext)}
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
      {action === 'closed' && note(closedWhy(season, nowMs))}
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
          <div className="row">
            <button type="button" className="btn" disabled>
              {t.truce(formatCountdown((view.truceUntilMs ?? 0) - nowMs))}
            </button>
            <RemindButton view={view} />
          </div>
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
