import type { UnitType } from '@cryptotribes/rules/core/units';
import type { CSSProperties } from 'react';
import { marchText as words } from '../../text/en/march.ts';
import { namesText } from '../../text/en/names.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { UNIT_FIGURES } from '../../ui/unitIcons.ts';

interface UnitStepperProps {
  unit: UnitType;
  value: number;
  /** How many there are to choose from. */
  most: number;
  mostText: string;
  note?: string;
  disabled: boolean;
  onChange: (value: number) => void;
}

/** One unit type: drawing, slider, and a number field with steps. A number above the most stays visible until the field is left. */
export function UnitStepper({ unit, value, most, mostText, note, disabled, onChange }: UnitStepperProps) {
  const name = namesText.units[unit];
  const isTooMany = value > most;
  const label = namesText.noun(name);
  const read = (entered: string) => Math.min(10_000, Number.parseInt(entered.replace(/\D/g, ''), 10) || 0);
  return (
    <div className="march-unit">
      <span className="fig">
        <Icon name={UNIT_FIGURES[unit]} />
      </span>
      <div className="march-unit-name">
        <b>{name}</b>
        <small className={isTooMany ? 'text-blood' : ''}>
          {isTooMany ? words.tooMany(formatNumber(most)) : mostText}
        </small>
      </div>
      <input
        type="range"
        className="march-range desk"
        min={0}
        max={most}
        value={Math.min(value, most)}
        disabled={disabled || most === 0}
        style={{ '--v': `${most === 0 ? 0 : (Math.min(value, most) / most) * 100}%` } as CSSProperties}
        aria-label={words.slider(name)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <div className={`step ${isTooMany ? 'bad' : ''}`}>
        <button
          type="button"
          aria-label={words.fewer(label)}
          disabled={disabled || value <= 0}
          onClick={() => onChange(Math.max(0, Math.min(value, most) - 1))}
        >
          −
        </button>
        <input
          type="text"
          name={unit}
          inputMode="numeric"
          autoComplete="off"
          aria-label={words.toSend(name)}
          aria-invalid={isTooMany}
          value={String(value)}
          disabled={disabled}
          onChange={(event) => onChange(read(event.target.value))}
          onFocus={(event) => event.target.select()}
          onBlur={() => isTooMany && onChange(most)}
        />
        <button
          type="button"
          aria-label={words.more(label)}
          disabled={disabled || value >= most}
          onClick={() => onChange(Math.min(most, value + 1))}
        >
          +
        </button>
      </div>
      {note && <small className="march-note desk">{note}</small>}
    </div>
  );
}
