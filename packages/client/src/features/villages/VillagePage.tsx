/** The own village: the scene, buildings, training, and how the home army defends. */

import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { BUILDING_TYPES, type BuildingType, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useConnectionState, useMe, useSeason, useServerNow } from '../../net/hooks.ts';
import { useCancelTraining, useTrain, useUpdateMe, useUpgrade } from '../../net/mutations.ts';
import { marchText } from '../../text/en/march.ts';
import { namesText } from '../../text/en/names.ts';
import { navText } from '../../text/en/nav.ts';
import { shellText } from '../../text/en/shell.ts';
import { villageText as words } from '../../text/en/village.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { formatCountdown, formatFactor, formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { FormationPicker } from '../battles/FormationPicker.tsx';
import { connectStore } from '../wallet/connectStore.ts';
import { BuildingCard } from './BuildingCard.tsx';
import { VillageScene } from './scene/VillageScene.tsx';
import { TrainingQueue } from './TrainingQueue.tsx';
import { UnitCard } from './UnitCard.tsx';
import { safeGold } from './villageModel.ts';
import '../battles/march.css';
import './village.css';

function Plate({ me, type }: { me: Me; type: BuildingType }) {
  const nowMs = useServerNow();
  const { level, upgradeEndTime } = me.buildings[type];
  const name = namesText.buildings[type];
  function focusCard(): void {
    const card = document.getElementById(`card-${type}`);
    card?.scrollIntoView({ block: 'center' });
    card?.focus();
  }
  return (
    <button type="button" className={`plate ${type}`} title={words.plate} onClick={focusCard}>
      <b>{name}</b>
      <span className="lv">{level}</span>
      {upgradeEndTime && <small>{formatCountdown(Date.parse(upgradeEndTime) - nowMs)}</small>}
    </button>
  );
}

/** How long nobody may raid the village. */
function ShieldNote({ until }: { until: string | null }) {
  const nowMs = useServerNow();
  const leftMs = until === null ? 0 : Date.parse(until) - nowMs;
  return leftMs > 0 ? <p className="scene-shield">{words.shield(formatCountdown(leftMs))}</p> : null;
}

/** Units on their way home, soonest first; nothing while there are none. */
function ComingHome({ me }: { me: Me }) {
  if (me.returning.length === 0) return null;
  const groups = [...me.returning].sort((a, b) => a.arrivesAt.localeCompare(b.arrivesAt));
  const total = groups.reduce((sum, group) => sum + totalUnits(group.units), 0);
  return (
    <Panel title={words.comingHome} aside={<span className="cap">{formatNumber(total)}</span>}>
      <ul data-testid="coming-home">
        {groups.map((group) => {
          const place = group.fromTerritoryId === null ? null : TERRITORIES[group.fromTerritoryId - 1]?.name;
          const n = words.comingHost(formatNumber(totalUnits(group.units)));
          return (
            <li key={`${group.arrivesAt} ${group.fromTerritoryId}`} className="row sp py-1">
              <span>{place ? words.comingFrom(n, place) : n}</span>
              <b>
                <Countdown until={group.arrivesAt} done={words.finishing} />
              </b>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Village({ me, season }: { me: Me; season: Season }) {
  const rules = rulesetById(season.rulesetId);
  const { speed } = season;
  const upgrade = useUpgrade();
  const train = useTrain();
  const cancel = useCancelTraining();
  const update = useUpdateMe();
  const isOffline = useConnectionState().state === 'offline';
  const paused = isOffline ? marchText.reasons.offline : season.status === 'active' ? null : marchText.reasons.closed;
  const { tribe } = me;
  const arms = useMemo(() => (tribe ? heraldry(tribe.id, tribe.ordinal) : null), [tribe]);
  const workshop = me.buildings.workshop.level;
  const { workshopDamagePerLevelBp, workshopTimePerLevelBp } = rules.village;
  const bonus = (bp: number) => `${(bp * (workshop - 1)) / 100} %`;
  return (
    <main id="main" className="village" data-testid="village">
      <div className="village-col">
        <section className="panel scene-box" aria-label={words.title}>
          <VillageScene buildings={me.buildings} arms={arms} />
          <h1 className="disp scene-title">{words.title}</h1>
          <ShieldNote until={me.shieldUntil} />
          {BUILDING_TYPES.map((type) => (
            <Plate key={type} me={me} type={type} />
          ))}
        </section>
        <Panel
          title={words.yard}
          aside={
            <span className="cap">
              <span className="text-frost-1">{formatNumber(me.armyTotal)}</span>
              {words.ofCap(formatNumber(me.armyCap))}
              <span className="desk">
                {words.yardAside(workshop, bonus(workshopDamagePerLevelBp), bonus(workshopTimePerLevelBp))}
              </span>
            </span>
          }
        >
          <div className="train">
            {UNIT_TYPES.map((unit) => (
              <UnitCard
                key={unit}
                me={me}
                unit={unit}
                rules={rules}
                speed={speed}
                paused={paused}
                onTrain={(unitType, quantity) => train.mutate({ unitType, quantity })}
              />
            ))}
          </div>
        </Panel>
      </div>
      <div className="village-col">
        <Panel
          title={words.buildings}
          aside={
            <span className="cap">
              {words.goldPerHour(formatNumber(me.income.base), formatNumber(me.income.territories))}
            </span>
          }
        >
          {BUILDING_TYPES.map((type) => (
            <BuildingCard
              key={type}
              me={me}
              type={type}
              rules={rules}
              speed={speed}
              paused={paused}
              onUpgrade={(building) => upgrade.mutate(building)}
            />
          ))}
        </Panel>
        <TrainingQueue me={me} rules={rules} paused={paused} onCancel={(queueId) => cancel.mutate(queueId)} />
        <ComingHome me={me} />
        <Panel title={words.guard} aside={<span className="cap">{words.guardAside}</span>} className="flex-1">
          <FormationPicker
            label={words.guardLabel}
            value={me.homeFormation}
            notes={(formation) => [formatFactor(rules.formations[formation].defendingBp)]}
            isNarrow
            onChange={(homeFormation) => update.mutate({ homeFormation })}
          />
          <p className="faint village-safe">
            {words.safe(formatNumber(totalUnits(me.army)), formatNumber(safeGold(rules, me)), formatNumber(me.gold))}
          </p>
        </Panel>
      </div>
    </main>
  );
}

export default function VillagePage() {
  useTitle(navText.village);
  const me = useMe();
  const season = useSeason();
  if (me.data?.entered && season.data) return <Village me={me.data} season={season.data} />;
  const error = me.error ?? season.error;
  return (
    <main id="main" className="page" data-testid="village">
      <h1 className="disp text-[34px]">{words.title}</h1>
      {error ? (
        <p role="alert">{`${words.failed} ${errorText(error)}`}</p>
      ) : me.data === null ? (
        <Empty
          icon="village"
          sentence={words.signIn}
          action={
            <button type="button" className="btn prime" onClick={() => connectStore.open()}>
              {shellText.connect}
            </button>
          }
        />
      ) : me.data ? (
        <Empty
          icon="village"
          sentence={words.enter}
          action={
            <Link href="/season" className="btn">
              {words.seasonLink}
            </Link>
          }
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </main>
  );
}
