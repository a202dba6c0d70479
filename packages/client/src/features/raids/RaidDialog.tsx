/** The raid dialog: who goes, what it will come to, and the verdict in the same place. */
import type { Me } from '@cryptotribes/protocol/features/villages';
import { SAFE_WINNING } from '@cryptotribes/rules/battles/fewest';
import { FORMATIONS, totalUnits } from '@cryptotribes/rules/core/units';
import { DEFAULT_RULESET_ID } from '@cryptotribes/rules/rulesets/registry';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useConnectionState, useSeason, useServerNow } from '../../net/hooks.ts';
import { refetchSoon } from '../../net/live.ts';
import { queryKeys } from '../../net/queryKeys.ts';
import { useRaid } from '../../net/raids.ts';
import { marchText as words } from '../../text/en/march.ts';
import { namesText } from '../../text/en/names.ts';
import { raidsText } from '../../text/en/raids.ts';
import { formatCountdown, formatNumber, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { FORMATION_ICONS, TERRAIN_ICONS } from '../../ui/unitIcons.ts';
import { HostPane } from '../battles/HostPane.tsx';
import { lastHost } from '../battles/lastHost.ts';
import { MarchFrame } from '../battles/MarchFrame.tsx';
import { capToHome, type Host, halfOf } from '../battles/marchModel.ts';
import { oddsTone } from '../battles/numbers.ts';
import { OrderProgress } from '../battles/OrderProgress.tsx';
import { useSentOrder } from '../battles/useSentOrder.ts';
import { Charges } from './Charges.tsx';
import { refusalText } from './RaidButton.tsx';
import { RaidReckoning } from './RaidReckoning.tsx';
import {
  type Foe,
  fewestRaiders,
  formationOf,
  groundOf,
  openingRaid,
  raidRefusal,
  reckonRaid,
  unitsOf,
} from './raidModel.ts';
import { useFoeChange } from './useFoeChange.ts';

const t = raidsText.dialog;
/** Armies at home change without news to others: looked at again while somebody decides. */
const LOOK_AGAIN_MS = 10_000;

const nameOf = (foe: Foe): string =>
  foe.kind === 'camp' ? raidsText.camp(foe.camp.level) : (foe.village.username ?? raidsText.villages.nameless);

function FoeShield({ foe }: { foe: Foe }) {
  const tribe = foe.kind === 'village' ? foe.village.tribe : null;
  if (tribe) return <Shield tribeId={tribe.tribeId} ordinal={tribe.ordinal} width={46} name={tribe.name} />;
  return (
    <span className="march-wild">
      <Icon name={foe.kind === 'camp' ? 'campfire' : 'village'} />
    </span>
  );
}

interface RaidDialogProps {
  foe: Foe;
  me: Me;
  /** The raid would end the shield of a new village: asked before it is sent. */
  endsShield: boolean;
  onClose: () => void;
}

export function RaidDialog({ foe, me, endsShield, onClose }: RaidDialogProps) {
  const season = useSeason().data;
  const rulesetId = season?.rulesetId ?? DEFAULT_RULESET_ID;
  const workshopLevel = me.buildings.workshop.level;
  const last = useMemo(lastHost, []);
  const [host, setHost] = useState<Host>(() =>
    openingRaid(last, foe, { army: me.army, formation: 'balanced', workshopLevel }, rulesetId),
  );
  const [isAsking, setIsAsking] = useState(false);
  const [sentFlipBp, setSentFlipBp] = useState<number | null>(null);
  const nowMs = useServerNow();
  const isOffline = useConnectionState().state === 'offline';
  const order = useSentOrder<{ level: number } | { userId: string }>(useRaid());
  const sent = useMemo<Host>(() => ({ ...host, army: capToHome(host.army, me.army) }), [host, me.army]);
  const reckoning = useMemo(
    () => reckonRaid(foe, { ...sent, workshopLevel }, rulesetId),
    [foe, sent, workshopLevel, rulesetId],
  );
  const change = useFoeChange(JSON.stringify([unitsOf(foe), formationOf(foe)]));
  const { winning, of } = reckoning?.preview ?? { winning: 0, of: 2001 };
  const refusal = raidRefusal({ foe, me, season, army: sent.army, isOffline, nowMs });
  const canSend = refusal === null && !change.isDisarmed && !order.isSending;
  const isAll = refusal !== 'none' && totalUnits(sent.army) === totalUnits(me.army);
  const isWaiting = order.accepted === null;

  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => refetchSoon(queryKeys.raids), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);

  function choose(which: 'all' | 'half' | 'last' | 'fewest'): void {
    if (which === 'last' && last) setHost({ army: capToHome(last.army, me.army), formation: last.formation });
    if (which === 'all') setHost({ ...host, army: { ...me.army } });
    if (which === 'half') setHost({ ...host, army: halfOf(me.army) });
    if (which === 'fewest') {
      setHost({ ...host, army: fewestRaiders(foe, { ...host, army: me.army, workshopLevel }, rulesetId) });
    }
  }

  function confirm(hasAgreed: boolean): void {
    if (!canSend) return;
    const mustAsk = foe.kind === 'village' && endsShield && !hasAgreed;
    setIsAsking(mustAsk);
    if (mustAsk) return;
    setSentFlipBp(reckoning?.preview.flipBp ?? null);
    order.send(foe.kind === 'camp' ? { level: foe.camp.level } : { userId: foe.village.userId }, sent);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>): void {
    if (order.accepted || order.isSending) return;
    const chip = event.altKey ? ({ a: 'all', h: 'half', f: 'fewest' } as const)[event.key.toLowerCase()] : undefined;
    const isField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    const formation = isField || event.altKey || event.ctrlKey ? undefined : FORMATIONS[Number(event.key) - 1];
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) confirm(isAsking);
    else if (chip) choose(chip);
    else if (formation) setHost({ ...host, formation });
    else return;
    event.preventDefault();
  }

  const ground = groundOf(foe, rulesetId);
  const defence = formationOf(foe);
  return (
    <MarchFrame
      title={t.title(nameOf(foe))}
      shield={<FoeShield foe={foe} />}
      tags={
        <>
          <Tag>
            <Icon name={TERRAIN_ICONS[ground]} />
            {raidsText.ground}
          </Tag>
          <Tag>
            <Icon name={FORMATION_ICONS[defence]} />
            {namesText.formations[defence]}
          </Tag>
        </>
      }
      aside={
        isWaiting && (
          <span className="desk">
            <Charges charges={me.raidCharges} />
          </span>
        )
      }
      testId="raid-dialog"
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      {order.accepted ? (
        <OrderProgress
          order={order.accepted}
          outcome={({ results }) =>
            results?.winner === 'attacker' ? t.won(formatNumber(results.goldLooted), nameOf(foe)) : t.lost(nameOf(foe))
          }
          notFought={() => t.void}
          flipBp={sentFlipBp}
          onClose={onClose}
        />
      ) : (
        <>
          <div className="march-cols">
            {change.hasChanged && (
              <p role="status" className="march-changed">
                {t.changed}
              </p>
            )}
            <HostPane
              terrain={ground}
              enemy={unitsOf(foe)}
              host={host}
              home={me.army}
              rulesetId={rulesetId}
              disabled={order.isSending}
              hasLastTime={last !== null}
              allOdds={isAll && winning < SAFE_WINNING ? formatOdds(winning, of) : null}
              onChoose={choose}
              onArmy={(army) => setHost({ ...host, army })}
              onFormation={(formation) => setHost({ ...host, formation })}
            />
            <RaidReckoning foe={foe} reckoning={reckoning} sent={totalUnits(sent.army)} />
          </div>
          {order.problem && (
            <p role="alert" className="march-problem">
              {order.problem}
            </p>
          )}
          {isAsking ? (
            <div
              className="march-foot raid-ask"
              role="alertdialog"
              aria-labelledby="raid-ask"
              aria-describedby="raid-ask-why"
            >
              <div className="flex-1 min-w-[220px]">
                <b id="raid-ask" className="text-blood">
                  {t.ask}
                </b>
                <p id="raid-ask-why" className="muted text-[13px]">
                  {t.askWhy(formatCountdown(Date.parse(me.shieldUntil ?? '') - nowMs))}
                </p>
              </div>
              {/* biome-ignore lint/a11y/noAutofocus: the question takes the place of the button that was pressed. */}
              <button type="button" className="btn" autoFocus onClick={() => setIsAsking(false)}>
                {t.askNo}
              </button>
              <button type="button" className="btn danger" disabled={!canSend} onClick={() => confirm(true)}>
                {t.askYes}
              </button>
            </div>
          ) : (
            <div className="march-foot">
              <span className="mob march-foot-odds">
                <b className={oddsTone(winning, of)}>{formatOdds(winning, of)}</b>
                <span className="faint">{words.toWin}</span>
              </span>
              <span className="flex-1 desk" />
              <button type="button" className="btn desk" onClick={onClose}>
                {words.cancel}
              </button>
              <button type="button" className="btn prime" disabled={!canSend} onClick={() => confirm(false)}>
                {order.isSending ? (
                  words.sending
                ) : refusal ? (
                  refusalText(refusal, foe, me, nowMs)
                ) : (
                  <>
                    <Icon name="crossed-swords" />
                    {t.confirm}
                  </>
                )}
              </button>
            </div>
          )}
        </>
      )}
    </MarchFrame>
  );
}
