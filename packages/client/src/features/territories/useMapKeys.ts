import { useEffect, useRef } from 'react';

/** What the map's single keys do (UI.md 6.5); the arrows, Enter and Space belong to the land that has the focus. */
export interface MapKeyActions {
  find: () => void;
  list: () => void;
  zoomIn: () => void;
  zoomOut: () => void;
  zoomReset: () => void;
  /** Through the lands of the own tribe, from the focused or chosen one. */
  ownLand: (step: 1 | -1) => void;
  /** Reads out the focused or chosen land. */
  readOut: () => void;
  /** The main order against the focused land. */
  march: () => void;
}

const KEYS: Record<string, (actions: MapKeyActions) => void> = {
  '/': ({ find }) => find(),
  l: ({ list }) => list(),
  '+': ({ zoomIn }) => zoomIn(),
  '=': ({ zoomIn }) => zoomIn(),
  '-': ({ zoomOut }) => zoomOut(),
  '0': ({ zoomReset }) => zoomReset(),
  '[': ({ ownLand }) => ownLand(-1),
  ']': ({ ownLand }) => ownLand(1),
  i: ({ readOut }) => readOut(),
  a: ({ march }) => march(),
};

/** Where a single key means what was typed, not an order. */
const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null;

/**
 * Single keys of the map. Except for `/`, which says itself what it does, they act only while the focus is on the map, in the drawer or
 * nowhere: elsewhere a stray key must do nothing.
 */
export function useMapKeys(actions: MapKeyActions, isEnabled: boolean): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!isEnabled) return;
    const onKey = (event: KeyboardEvent) => {
      // A layout may need Alt for the brackets; with Ctrl or Meta a key is the browser's.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act || (event.altKey && !'[]'.includes(event.key))) return;
      const target = event.target instanceof Element ? event.target : null;
      const isNear = target === document.body || target?.closest('.map-frame, .drawer, .map-list') != null;
      if (!isNear && event.key !== '/') return;
      event.preventDefault();
      act(latest.current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isEnabled]);
}
