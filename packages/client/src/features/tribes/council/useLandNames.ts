import { type KeyboardEvent, type RefObject, useState } from 'react';
import { type Begun, begunAt, landChip, landsLike } from './chips.ts';
import { draftStore } from './councilDraft.ts';

interface LandNames {
  list: readonly string[];
  active: number;
  /** To be called when text or caret have changed. */
  look: () => void;
  close: () => void;
  /** Puts the land in place of what was typed. */
  take: (name: string) => void;
  /** True when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

const NOTHING: readonly string[] = [];

/** Offers lands while a name is typed behind a slash. */
export function useLandNames(field: RefObject<HTMLTextAreaElement | null>): LandNames {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [active, setActive] = useState(0);
  const list = begun ? landsLike(begun.start) : NOTHING;

  function look(): void {
    const element = field.current;
    if (!element) return;
    const found = begunAt(element.value, element.selectionStart);
    if (found?.start !== begun?.start) setActive(0);
    setBegun(found);
  }

  function take(name: string): void {
    const element = field.current;
    if (!element || !begun) return;
    const chip = `${landChip(name)} `;
    const { value } = element;
    const rest = value.slice(begun.from + 1 + begun.start.length).replace(/^ /, '');
    const caret = begun.from + chip.length;
    draftStore.set(value.slice(0, begun.from) + chip + rest);
    setBegun(null);
    // The caret moves once the new text stands in the field.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(caret, caret);
    });
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    if (list.length === 0) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setActive((active + (event.key === 'ArrowDown' ? 1 : list.length - 1)) % list.length);
    } else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
      take(list[Math.min(active, list.length - 1)]!);
    } else if (event.key === 'Escape') {
      setBegun(null);
    } else return false;
    event.preventDefault();
    return true;
  }

  return { list, active, look, close: () => setBegun(null), take, onKeyDown };
}
