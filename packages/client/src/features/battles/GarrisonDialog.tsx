/** Moving units into a garrison of the own tribe, or home from it. The same steppers as a march, without any chance. */

import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import {
  type Army,
  emptyArmy,
  type Formation,
  isEmptyArmy,
  totalUnits,
  UNIT_TYPES,
} from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { hasFreeGarrison, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { useState } from 'react';
import { errorText } from '../../app/errorText.ts';
import { useConnectionState, useMe, useSeason, useTerritory } from '../../net/hooks.ts';
import { useGarrison, useWithdraw } from '../../net/mutations.ts';
import { garrisonText as words } from '../../text/en/garrison.ts';
import { marchText } from '../../text/en/march.ts';
import { formatFactor, formatNumber, formatSpan } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useStore } from '../../ui/useStore.ts';
import { attackStore, closeMarchDialog } from './attackStore.ts';
import { FormationPicker } from './FormationPicker.tsx';
import { MarchFrame } from './MarchFrame.tsx';
import { HolderShield, TerritoryTags } from './MarchHead.tsx';
import { capToHome, halfOf, holdersOf, ownTerritories } from './marchModel.ts';
import { UnitStepper } from './UnitStepper.tsx';
import './march.css';

interface GarrisonProps {
  me: Me;
  season: Season;
  territory: TerritoryDetail;
}

type Mode = 'in' | 'out';

function Garrison({ me, season, territory }: GarrisonProps) {
  const rules = rulesetById(season.rulesetId);
  const inside = territory.myUnits ?? emptyArmy();
  const [mode, setMode] = useState<Mode>(isEmptyArmy(me.army) && !isEmptyArmy(inside) ? 'out' : 'in');
  const [chosen, setChosen] = useState<Army>(emptyArmy);
  const holders = holdersOf(territory);
  const [formation, setFormation] = useState<Formation>(holders.formation);
  const garrison = useGarrison();
  const withdraw = useWithdraw();
  const isOffline = useConnectionState().state === 'offline';

  const source = mode === 'in' ? me.army : inside;
  const units = capToHome(chosen, source);
  const count = totalUnits(units);
  const taken = placesUsed(holders.units, rules);
  const free = Math.max(0, territory.capacity - taken);
  const moved = placesUsed(units, rules);
  const after = mode === 'in' ? taken + moved : taken - moved;
  const isBusy = garrison.isPending || withdraw.isPending;
  const error = mode === 'in' ? garrison.error : withdraw.error;

  function refusal(): string | null {
    const { reasons } = marchText;
    if (isOffline) return reasons.offline;
    if (season.status !== 'active') return reasons.closed;
    if (me.tribe === null) return reasons.noTribe;
    if (mode === 'in' && territory.owner?.tribeId !== me.tribe.id) return words.notYours;
    if (count === 0) return reasons.none;
    if (mode === 'out') return null;
    const own = ownTerritories(me);
    if (!hasFreeGarrison(rules, territory.territoryId, own)) return reasons.limit(new Set(own).size);
    return moved > free ? words.full(formatNumber(free)) : null;
  }
  const reason = refusal();

  function confirm(): void {
    if (reason !== null || isBusy) return;
    const target = { territoryRowId: territory.id, territoryNo: territory.territoryId, units };
    const done = (sentence: string) => () => {
      showToast(sentence, 'good');
      closeMarchDialog();
    };
    const n = formatNumber(count);
    if (mode === 'in') garrison.mutate({ ...target, formation }, { onSuccess: done(words.movedIn(n, territory.name)) });
    else withdraw.mutate(target, { onSuccess: done(words.sentHome(n, territory.name)) });
  }
  function change(next: Mode): void {
    setMode(next);
    setChosen(emptyArmy());
  }

  return (
    <MarchFrame
      title={words.title(territory.name)}
      shield={<HolderShield territory={territory} width={46} />}
      tags={<TerritoryTags territory={territory} rulesetId={season.rulesetId} />}
      testId="garrison-dialog"
      onClose={closeMarchDialog}
    >
      <div className="march-cols">
        <div className="march-pane">
          <div className="row sp march-chips">
            <div className="march-modes" role="group" aria-label={words.modes}>
              <button type="button" aria-pressed={mode === 'in'} onClick={() => change('in')}>
                {words.reinforce}
              </button>
              <button type="button" aria-pressed={mode === 'out'} onClick={() => change('out')}>
                {words.recall}
              </button>
            </div>
            <div className="chips">
              <button type="button" className="btn s ghost" onClick={() => setChosen({ ...source })}>
                {marchText.all}
              </button>
              <button type="button" className="btn s ghost" onClick={() => setChosen(halfOf(source))}>
                {marchText.half}
              </button>
            </div>
          </div>
          {UNIT_TYPES.map((unit) => (
            <UnitStepper
              key={unit}
              unit={unit}
              value={chosen[unit]}
              most={source[unit]}
              mostText={(mode === 'in' ? marchText.home : words.inside)(formatNumber(source[unit]))}
              disabled={isBusy}
              onChange={(value) => setChosen({ ...chosen, [unit]: value })}
            />
          ))}
        </div>
        <div className="march-pane reckoning">
          <GarrisonFacts me={me} season={season} territory={territory} mode={mode} units={units} placesAfter={after} />
          {mode === 'in' && (
            <>
              <h2 className="cap march-formation">{marchText.formation}</h2>
              <FormationPicker
                label={marchText.formation}
                value={formation}
                notes={(each) => [words.power(formatFactor(rules.formations[each].defendingBp))]}
                disabled={isBusy}
                isNarrow
                onChange={setFormation}
              />
              <p className="faint march-small">{words.formationWhy}</p>
            </>
          )}
        </div>
      </div>
      {error && (
        <p role="alert" className="march-problem">
          {errorText(error)}
        </p>
      )}
      <div className="march-foot">
        <span className="flex-1 desk" />
        <button type="button" className="btn desk" onClick={closeMarchDialog}>
          {marchText.cancel}
        </button>
        <button type="button" className="btn prime" disabled={reason !== null || isBusy} onClick={confirm}>
          {isBusy ? marchText.sending : (reason ?? (mode === 'in' ? words.confirmIn : words.confirmOut))}
        </button>
      </div>
    </MarchFrame>
  );
}

interface FactsProps extends GarrisonProps {
  mode: Mode;
  units: Army;
  placesAfter: number;
}

/** Room, lords, and what a share of this garrison brings. */
function GarrisonFacts({ me, season, territory, mode, units, placesAfter }: FactsProps) {
  const rules = rulesetById(season.rulesetId);
  const capacity = formatNumber(territory.capacity);
  const holders = holdersOf(territory).units;
  const lords = territory.contributors.filter(({ userId, units: theirs }) => userId !== null && !isEmptyArmy(theirs));
  const isInside = lords.some(({ userId }) => userId === me.id);
  const lordsAfter = lords.length + (mode === 'in' && !isInside ? 1 : 0);
  const goldPerHour = (territory.goldGeneration * rules.village.territoryGoldShareBp) / 10_000;
  const rows: [string, string][] = [
    [words.placesNow, words.placesOf(formatNumber(placesUsed(holders, rules)), capacity)],
    [words.placesAfter, words.placesOf(formatNumber(placesAfter), capacity)],
    [words.lords, formatNumber(lords.length)],
  ];
  if (mode === 'in' && lordsAfter > 0) {
    rows.push([words.vpShare, words.vpPerHour(String(Math.round(territory.vpGeneration / lordsAfter)))]);
    rows.push([words.income, words.goldPerHour(String(goldPerHour))]);
  }
  const leavesNobody = mode === 'out' && totalUnits(units) === totalUnits(holders);
  return (
    <>
      <dl className="march-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {mode === 'out' && (
        <p className="muted">{words.arrives(formatSpan(gameToRealMs(rules.territory.recallGameMs, season.speed)))}</p>
      )}
      {leavesNobody && !isEmptyArmy(units) && <p className="march-remark">{words.leaveNone}</p>}
    </>
  );
}

function GarrisonLoader({ territoryNo }: { territoryNo: number }) {
  const me = useMe().data;
  const season = useSeason().data;
  const { data: territory, error } = useTerritory(territoryNo);
  if (me && season && territory) return <Garrison me={me} season={season} territory={territory} />;
  return (
    <MarchFrame title={marchText.loading} shield={null} tags={null} testId="garrison-dialog" onClose={closeMarchDialog}>
      <div className="march-pane">{error ? <p role="alert">{errorText(error)}</p> : <Skeleton lines={8} />}</div>
    </MarchFrame>
  );
}

/** The garrison dialog while one is wanted. */
export default function GarrisonDialog() {
  const wanted = useStore(attackStore);
  return wanted?.kind === 'garrison' ? (
    <GarrisonLoader key={wanted.territoryNo} territoryNo={wanted.territoryNo} />
  ) : null;
}
