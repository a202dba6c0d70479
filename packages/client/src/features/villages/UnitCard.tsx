import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import type { UnitType } from '@cryptotribes/rules/core/units';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { batchCost, batchGameMs } from '@cryptotribes/rules/villages/training';
import { type FormEvent, useState } from 'react';
import { namesText } from '../../text/en/names.ts';
import { villageText as words } from '../../text/en/village.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { UNIT_FIGURES } from '../../ui/unitIcons.ts';
import { enoughGoldInMs, formatTime, largestBatch, trainingRefusal } from './villageModel.ts';

const STEP = 5;

interface UnitCardProps {
  me: Me;
  unit: UnitType;
  rules: Ruleset;
  speed: number;
  paused: string | null;
  onTrain: (unit: UnitType, quantity: number) => void;
}

/** One unit type in the training yard: its worth, its price with the own workshop, and how many to train. */
export function UnitCard({ me, unit, rules, speed, paused, onTrain }: UnitCardProps) {
  const [entered, setEntered] = useState<number | null>(null);
  const most = largestBatch(rules, me, unit);
  const quantity = entered ?? Math.min(10, most);
  const name = namesText.units[unit];
  const { hp, damage, costGold } = rules.units[unit];
  const workshop = me.buildings.workshop.level;
  const timeOf = (n: number) => formatTime(gameToRealMs(batchGameMs(rules, unit, n, workshop), speed));
  const cost = batchCost(rules, unit, Math.max(1, quantity));
  const refusal = trainingRefusal(rules, me, unit, Math.max(1, quantity), speed);
  const waitMs = enoughGoldInMs(me, cost, speed);
  const isShort = refusal !== null && waitMs !== 0 && refusal === words.train;
  const label = isShort
    ? waitMs === null
      ? words.enoughNever
      : words.enoughIn(formatTime(waitMs))
    : (refusal ?? words.train);
  const canTrain = refusal === null && paused === null && quantity > 0;
  const set = (n: number) => setEntered(Math.max(0, Math.min(rules.village.trainingBatchMax, n)));

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canTrain) onTrain(unit, quantity);
  }

  return (
    <form className="ucard" onSubmit={submit} aria-label={name}>
      <span className="fig" aria-hidden="true">
        <Icon name={UNIT_FIGURES[unit]} />
      </span>
      <div className="row sp">
        <h3 className="disp">{name}</h3>
        <b className="have" title={words.home(formatNumber(me.army[unit]))}>
          {formatNumber(me.army[unit])}
        </b>
      </div>
      <p className="muted st">
        <span>{words.health(hp)}</span>
        <span>{words.damage(damage)}</span>
      </p>
      <p className="faint st">{words.beats[unit]}</p>
      <p className="st muted" title={words.each(costGold, timeOf(1))}>
        <span>
          <Icon name="two-coins" className="text-gold" /> {formatNumber(cost)}
        </span>
        <span>
          <Icon name="hourglass" /> {timeOf(Math.max(1, quantity))}
        </span>
      </p>
      <div className="ucard-foot">
        <div className="step">
          <button type="button" aria-label={words.fewer(namesText.noun(name))} onClick={() => set(quantity - STEP)}>
            −
          </button>
          <input
            type="text"
            name={`train-${unit}`}
            inputMode="numeric"
            autoComplete="off"
            aria-label={words.toTrain(name)}
            value={String(quantity)}
            onChange={(event) => set(Number.parseInt(event.target.value.replace(/\D/g, ''), 10) || 0)}
            onFocus={(event) => event.target.select()}
          />
          <button
            type="button"
            aria-label={words.more(namesText.noun(name))}
            onClick={() => set(Math.max(quantity, Math.min(quantity + STEP, most)))}
          >
            +
          </button>
        </div>
        <button
          type="submit"
          className="btn s"
          disabled={!canTrain}
          title={paused ?? undefined}
          data-testid={`train-${unit}`}
          aria-label={canTrain ? words.trainLabel(name) : undefined}
        >
          {label}
        </button>
      </div>
    </form>
  );
}
