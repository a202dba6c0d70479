import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { TerritoryView } from '../../board/view.ts';
import { mapText } from '../../text/en/map.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { findLand } from './findLand.ts';

const t = mapText;

interface FindLandProps {
  views: readonly TerritoryView[];
  onSelect: (territoryId: number, byKey: boolean) => void;
  onClose: () => void;
}

/** Type a name, choose with the arrows: the quickest way to one of fifty lands. */
export function FindLand({ views, onSelect, onClose }: FindLandProps) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = findLand(views, text);
  const current = found[Math.min(active, found.length - 1)];

  useEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    field.current?.focus();
    return () => {
      // The drawer takes the focus when a land was chosen; else it goes back to where it was.
      if (document.activeElement === document.body) before?.focus();
    };
  }, []);

  function choose(view: TerritoryView, byKey: boolean): void {
    onClose();
    onSelect(view.territoryId, byKey);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && current) choose(current, true);
    else if (step && found.length > 0)
      setActive((Math.min(active, found.length - 1) + step + found.length) % found.length);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section className="panel find-land" aria-label={t.find} data-testid="find-land">
      <div className="row">
        <input
          ref={field}
          type="search"
          className="field"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.territoryId}` : undefined}
          aria-label={t.find}
          placeholder={t.findHint}
          autoComplete="off"
          maxLength={40}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="ib" aria-label={t.findClose} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </div>
      <p className="sr-only" role="status">
        {text.trim() === '' ? '' : t.findCount(found.length)}
      </p>
      {text.trim() !== '' && found.length === 0 && <p className="muted find-none">{t.findNone}</p>}
      <div id={listId} role="listbox" aria-label={t.find}>
        {found.map((view) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field.
          // biome-ignore lint/a11y/useFocusableInteractive: see above.
          <div
            key={view.territoryId}
            id={`${listId}-${view.territoryId}`}
            role="option"
            aria-selected={view === current}
            className="find-option"
            onClick={() => choose(view, false)}
          >
            {view.owner ? (
              <Shield tribeId={view.owner.tribeId} ordinal={view.owner.ordinal} width={20} />
            ) : (
              <Icon name="campfire" className="faint" />
            )}
            <b>{view.name}</b>
            <span className="faint">{view.owner?.tag ?? t.wild}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
