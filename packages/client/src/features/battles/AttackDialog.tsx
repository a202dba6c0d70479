/** The march dialog: who goes, what will happen, and the verdict in the same place. Loaded with the first signed-in page. */

import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { SAFE_WINNING } from '@cryptotribes/rules/battles/fewest';
import { FORMATIONS, type Formation, totalUnits } from '@cryptotribes/rules/core/units';
import { DEFAULT_RULESET_ID } from '@cryptotribes/rules/rulesets/registry';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { isShortcut, type ShortcutId } from '../../app/shortcuts.ts';
import { useConnectionState, useMe, useSeason, useServerNow, useTerritory } from '../../net/hooks.ts';
import { battleText } from '../../text/en/battle.ts';
import { marchText as words } from '../../text/en/march.ts';
import { formatCountdown, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useStore } from '../../ui/useStore.ts';
import { connectStore } from '../wallet/connectStore.ts';
import {
  attackStore,
  closeMarchDialog,
  draftStore,
  keepDraft,
  openAttack,
  openGarrison,
  takeDraft,
} from './attackStore.ts';
import { HostPane } from './HostPane.tsx';
import { lastHost } from './lastHost.ts';
import { MarchFrame } from './MarchFrame.tsx';
import { HolderShield, TerritoryTags } from './MarchHead.tsx';
import {
  capToHome,
  fewestHost,
  type Host,
  halfOf,
  holdersOf,
  openingHost,
  ownTerritories,
  type Refusal,
  reckon,
  refusalOf,
} from './marchModel.ts';
import { formatSeed, oddsTone } from './numbers.ts';
import { OrderProgress } from './OrderProgress.tsx';
import { ReckoningPane } from './ReckoningPane.tsx';
import { useGarrisonChange } from './useGarrisonChange.ts';
import { useMarchOrder } from './useMarchOrder.ts';
import './march.css';

interface MarchProps {
  me: Me;
  season: Season | undefined;
  territory: TerritoryDetail;
  /** When the territory's numbers were read, in ms of this machine. */
  readAtMs: number;
  /** The session ended while the dialog was open. */
  isSignedOut: boolean;
}

function reasonText(refusal: Refusal, { me, territory }: Pick<MarchProps, 'me' | 'territory'>, nowMs: number): string {
  const { reasons } = words;
  if (refusal === 'truce') return reasons.truce(formatCountdown(Date.parse(territory.truceUntil ?? '') - nowMs));
  if (refusal === 'limit') return reasons.limit(new Set(ownTerritories(me)).size);
  return reasons[refusal];
}

const CHIPS = ['all', 'half', 'fewest'] as const;

function March(props: MarchProps) {
  const { me, season, territory, readAtMs, isSignedOut } = props;
  const rulesetId = season?.rulesetId ?? DEFAULT_RULESET_ID;
  const workshop = me.buildings.workshop.level;
  const last = useMemo(lastHost, []);
  const [host, setHost] = useState<Host>(
    () => takeDraft(territory.territoryId) ?? openingHost(last, territory, me.army, workshop, rulesetId),
  );
  const nowMs = useServerNow();
  const isOffline = useConnectionState().state === 'offline';
  const order = useMarchOrder();
  // What is counted and sent never exceeds what is at home, even while a field shows more.
  const sent = useMemo<Host>(() => ({ ...host, army: capToHome(host.army, me.army) }), [host, me.army]);
  const reckoning = useMemo(() => reckon(territory, sent, workshop, rulesetId), [territory, sent, workshop, rulesetId]);
  const { winning, of } = reckoning?.preview ?? { winning: 0, of: 2001 };
  const change = useGarrisonChange(territory, winning, of);
  const refusal = refusalOf({ me, season, territory, army: sent.army, isOffline, nowMs });
  const canSend = refusal === null && !change.isDisarmed && !order.isSending && !isSignedOut;
  const ahead = territory.pendingOrders.count;
  const isAll = refusal !== 'none' && totalUnits(sent.army) === totalUnits(me.army);

  function choose(which: 'all' | 'half' | 'last' | 'fewest'): void {
    if (which === 'last' && last) setHost({ army: capToHome(last.army, me.army), formation: last.formation });
    if (which === 'all') setHost({ ...host, army: { ...me.army } });
    if (which === 'half') setHost({ ...host, army: halfOf(me.army) });
    if (which === 'fewest') {
      setHost({ ...host, army: fewestHost(territory, me.army, host.formation, workshop, rulesetId).army });
    }
  }
  const setFormation = (formation: Formation) => setHost({ ...host, formation });
  // What the land looks like changes with the battle; the waiting order keeps the odds it was sent with.
  const [sentFlipBp, setSentFlipBp] = useState<number | null>(null);
  const confirm = () => {
    if (!canSend) return;
    setSentFlipBp(reckoning?.preview.flipBp ?? null);
    order.send(territory, sent);
  };

  function signInAgain(): void {
    keepDraft({ territoryNo: territory.territoryId, army: host.army, formation: host.formation });
    connectStore.open();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>): void {
    if (order.accepted || order.isSending) return;
    const isMeant = (id: ShortcutId) => isShortcut(event.nativeEvent, id);
    const isField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    const chip = CHIPS.find((each) => isMeant(`dialog.${each}`));
    const formation = isField ? undefined : FORMATIONS.find((each) => isMeant(`dialog.${each}`));
    if (isMeant('dialog.confirm')) confirm();
    else if (chip) choose(chip);
    else if (formation) setFormation(formation);
    else return;
    event.preventDefault();
  }

  const orderNote = order.accepted ? null : (
    <span className="desk">
      <Tag tone="warm">
        <Icon name="hourglass" />
        {ahead === 0 ? words.queueEmpty : words.queue(ahead)}
      </Tag>
    </span>
  );
  return (
    <MarchFrame
      title={words.title(territory.name)}
      shield={<HolderShield territory={territory} width={46} />}
      tags={<TerritoryTags territory={territory} rulesetId={rulesetId} />}
      aside={orderNote}
      testId="march-dialog"
      onClose={closeMarchDialog}
      onKeyDown={onKeyDown}
    >
      {order.accepted ? (
        <OrderProgress
          order={order.accepted}
          outcome={({ results, defender }) =>
            results?.territoryTransferred
              ? battleText.takenYou(territory.name)
              : battleText.heldBy(territory.name, defender.tribeName ?? battleText.wild)
          }
          notFought={({ status }) => (status === 'reinforced' ? words.reinforced : words.void)}
          flipBp={sentFlipBp}
          onClose={closeMarchDialog}
        />
      ) : (
        <>
          <div className="march-cols">
            {change.sentence && (
              <p role="status" className="march-changed">
                {change.sentence}
              </p>
            )}
            <HostPane
              terrain={territory.terrain}
              enemy={holdersOf(territory).units}
              host={host}
              home={me.army}
              rulesetId={rulesetId}
              disabled={order.isSending}
              hasLastTime={last !== null}
              allOdds={isAll && winning < SAFE_WINNING ? formatOdds(winning, of) : null}
              onChoose={choose}
              onArmy={(army) => setHost({ ...host, army })}
              onFormation={setFormation}
            />
            <ReckoningPane
              territory={territory}
              reckoning={reckoning}
              sent={totalUnits(sent.army)}
              rulesetId={rulesetId}
              speed={season?.speed ?? 1}
              readAtMs={readAtMs}
            />
          </div>
          {isSignedOut ? (
            <p role="alert" className="march-problem">
              {words.sessionOver}
            </p>
          ) : (
            order.problem && (
              <p role="alert" className="march-problem">
                {order.problem}
              </p>
            )
          )}
          <div className="march-foot">
            <span className="desk row faint march-small" title={words.seedWhy}>
              {words.seed} <code>{formatSeed(order.seed)}</code>
              <button
                type="button"
                className="btn s ghost"
                aria-label={words.newSeed}
                disabled={order.isSending}
                onClick={order.drawSeed}
              >
                <Icon name="rolling-dices" />
              </button>
            </span>
            <span className="mob march-foot-odds">
              <b className={oddsTone(winning, of)}>{formatOdds(winning, of)}</b>
              <span className="faint">{words.toWin}</span>
            </span>
            <span className="flex-1 desk" />
            {refusal === 'own' && (
              <button type="button" className="btn" onClick={() => openGarrison(territory.territoryId)}>
                {words.garrisonInstead}
              </button>
            )}
            <button type="button" className="btn desk" onClick={closeMarchDialog}>
              {words.cancel}
            </button>
            {isSignedOut && (
              <button type="button" className="btn prime" onClick={signInAgain}>
                {words.signIn}
              </button>
            )}
            <button
              type="button"
              className={isSignedOut ? 'hidden' : 'btn prime'}
              disabled={!canSend}
              onClick={confirm}
            >
              {order.isSending ? (
                words.sending
              ) : refusal ? (
                reasonText(refusal, props, nowMs)
              ) : (
                <>
                  <Icon name="crossed-swords" />
                  {words.confirm}
                </>
              )}
            </button>
          </div>
        </>
      )}
    </MarchFrame>
  );
}

function MarchLoader({ territoryNo }: { territoryNo: number }) {
  const present = useMe().data;
  const season = useSeason().data;
  const { data: territory, error, dataUpdatedAt } = useTerritory(territoryNo);
  // When the session ends, what was chosen stays on the screen.
  const lastMe = useRef<Me | null>(null);
  if (present) lastMe.current = present;
  const me = present ?? lastMe.current;
  if (me && territory && season) {
    return (
      <March me={me} season={season} territory={territory} readAtMs={dataUpdatedAt} isSignedOut={present === null} />
    );
  }
  return (
    <MarchFrame title={words.loading} shield={null} tags={null} testId="march-dialog" onClose={closeMarchDialog}>
      <div className="march-pane">{error ? <p role="alert">{errorText(error)}</p> : <Skeleton lines={8} />}</div>
    </MarchFrame>
  );
}

/** The march dialog while one is wanted. */
export default function AttackDialog() {
  const wanted = useStore(attackStore);
  const draft = useStore(draftStore);
  const isSignedIn = Boolean(useMe().data);
  useEffect(() => {
    if (isSignedIn && draft) openAttack(draft.territoryNo);
  }, [isSignedIn, draft]);
  return wanted?.kind === 'attack' ? <MarchLoader key={wanted.territoryNo} territoryNo={wanted.territoryNo} /> : null;
}
