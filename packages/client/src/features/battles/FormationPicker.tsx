import { FORMATIONS, type Formation } from '@cryptotribes/rules/core/units';
import type { KeyboardEvent } from 'react';
import { namesText } from '../../text/en/names.ts';
import { Icon } from '../../ui/Icon.tsx';
import { FORMATION_ICONS } from '../../ui/unitIcons.ts';

interface FormationPickerProps {
  label: string;
  value: Formation;
  /** Lines below the name of each formation. */
  notes: (formation: Formation) => readonly string[];
  disabled?: boolean;
  isNarrow?: boolean;
  onChange: (formation: Formation) => void;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Three formations as a radio group: one tab stop, arrows choose. */
export function FormationPicker({ label, value, notes, disabled, isNarrow, onChange }: FormationPickerProps) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = STEPS[event.key];
    if (step === undefined || disabled) return;
    event.preventDefault();
    const next = FORMATIONS[(FORMATIONS.indexOf(value) + step + FORMATIONS.length) % FORMATIONS.length];
    if (next === undefined) return;
    onChange(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-formation="${next}"]`)?.focus();
  }
  return (
    <div className={`forms ${isNarrow ? 'narrow' : ''}`} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {FORMATIONS.map((formation) => (
        <button
          key={formation}
          type="button"
          role="radio"
          className="form"
          data-formation={formation}
          aria-checked={formation === value}
          tabIndex={formation === value ? 0 : -1}
          disabled={disabled}
          onClick={() => onChange(formation)}
        >
          <Icon name={FORMATION_ICONS[formation]} />
          <b>{namesText.formations[formation]}</b>
          {notes(formation).map((line) => (
            <small key={line}>{line}</small>
          ))}
        </button>
      ))}
    </div>
  );
}
