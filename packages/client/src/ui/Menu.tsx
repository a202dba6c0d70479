import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './iconNames.ts';
import './menu.css';
import { LineIcon, type LineIconName } from './LineIcon.tsx';

export interface MenuItem {
  key: string;
  label: string;
  icon?: IconName;
  /** Why it cannot be chosen at the moment; shown beneath the label. */
  reason?: string | null;
  isDanger?: boolean;
  run: () => void;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  icon?: LineIconName;
  className?: string;
}

const isUsable = (item: MenuItem) => !item.reason;

/** A button that opens a list of things to do. Arrow keys walk it, Escape closes it and gives the focus back. */
export function Menu({ label, items, icon = 'dots', className = '' }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();
  useEffect(() => {
    if (!isOpen) return;
    const list = box.current?.querySelector<HTMLElement>('[role="menu"]');
    list?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    list?.scrollIntoView({ block: 'nearest' });
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setIsOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
      button.current?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = Number.isFinite(step) ? (at + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
    all[next]?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches where the focus goes.
    <div
      ref={box}
      className={`menu-box ${className}`}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="ib"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <LineIcon name={icon} />
      </button>
      {isOpen && (
        <div id={menuId} role="menu" aria-label={label} className="panel menu-list" onKeyDown={onKeyDown} tabIndex={-1}>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              className={item.isDanger ? 'danger' : undefined}
              aria-disabled={isUsable(item) ? undefined : true}
              onClick={() => {
                if (!isUsable(item)) return;
                setIsOpen(false);
                // A dialog that opens now gives the focus back here.
                button.current?.focus();
                item.run();
              }}
            >
              {item.icon && <Icon name={item.icon} />}
              <span>
                {item.label}
                {item.reason && <small>{item.reason}</small>}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
