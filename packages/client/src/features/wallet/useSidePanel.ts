import { type RefObject, useEffect, useRef } from 'react';

/**
 * Manners of a panel that does not lock the page: the focus moves in when it opens and back when it closes, and Escape
 * closes it while the focus is inside.
 */
export function useSidePanel<T extends HTMLElement>(onClose: () => void): RefObject<T | null> {
  const panel = useRef<T>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const element = panel.current;
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    element?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      const active = document.activeElement;
      // Only give the focus back if it would be lost with the panel: the reader may have moved on.
      if (active === null || active === document.body || element?.contains(active)) before?.focus();
    };
  }, []);
  return panel;
}
