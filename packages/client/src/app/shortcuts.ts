/**
 * Every shortcut of the game, once (design: keyboard): the same rows give the list behind `?`, the hints on buttons and the handlers.
 *
 * - `useShortcut('map.list', open)` handles a key anywhere in the page while the component is there; the latest one wins, and one that
 *   answers `false` passes the key on. Nothing happens while somebody types, except for keys with Ctrl or Alt and for Escape.
 * - `isShortcut(event, 'map.march')` asks inside an element's own onKeyDown.
 * - `shortcutKeys('dialog.confirm')` and `ariaKeys(…)` write the hint.
 *
 * A key is a character as the layout gives it (`/`, `?`, `[`), a name (`Escape`, `ArrowUp`), either of them behind `Alt+` or
 * `Control+`, or two characters one after the other (`g t`). The sentence of each row is in text/en/shortcuts.ts.
 */
import { useEffect, useRef } from 'react';
import { tableStore } from '../ui/tableStore.ts';

export interface ShortcutRow {
  /** Any of them does it; the first one is the hint. */
  readonly keys: readonly string[];
  readonly where: 'everywhere' | 'map' | 'dialog';
}

const row = (where: ShortcutRow['where'], ...keys: string[]): ShortcutRow => ({ where, keys });

export const SHORTCUTS = {
  'help.open': row('everywhere', '?'),
  'go.territories': row('everywhere', 'g t'),
  'go.village': row('everywhere', 'g v'),
  'go.raids': row('everywhere', 'g r'),
  'go.battles': row('everywhere', 'g b'),
  'go.ranks': row('everywhere', 'g l'),
  'go.tribe': row('everywhere', 'g c'),
  'land.find': row('everywhere', '/'),
  'council.open': row('everywhere', 'c'),
  'notices.open': row('everywhere', 'n'),
  close: row('everywhere', 'Escape'),

  'map.walk': row('map', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'),
  'map.previousOwn': row('map', '['),
  'map.nextOwn': row('map', ']'),
  'map.open': row('map', 'Enter'),
  'map.march': row('map', 'a'),
  'map.zoomIn': row('map', '+'),
  'map.zoomOut': row('map', '-'),
  'map.zoomAll': row('map', '0'),
  'map.list': row('map', 'l'),
  'map.readOut': row('map', 'i'),

  'dialog.offensive': row('dialog', '1'),
  'dialog.balanced': row('dialog', '2'),
  'dialog.defensive': row('dialog', '3'),
  'dialog.all': row('dialog', 'Alt+a'),
  'dialog.half': row('dialog', 'Alt+h'),
  'dialog.fewest': row('dialog', 'Alt+f'),
  'dialog.confirm': row('dialog', 'Control+Enter'),
} as const satisfies Record<string, ShortcutRow>;

export type ShortcutId = keyof typeof SHORTCUTS;
type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'> & {
  getModifierState?: (name: string) => boolean;
};

const IN_DIALOGS: readonly ShortcutId[] = ['help.open', 'close'];
/** How long the second key of a pair may take. */
const PAIR_MS = 1500;
const isCharacter = (key: string) => key.length === 1;

/** One key, without pairs: does the press mean it? */
function matches(key: string, press: KeyPress): boolean {
  const plain = key.replace(/^(Alt|Control)\+/, '');
  if (key.startsWith('Alt+')) {
    // With Alt some systems write another character: then the place of the key counts.
    const isSame = press.key.toLowerCase() === plain || press.code === `Key${plain.toUpperCase()}`;
    return press.altKey && !press.ctrlKey && !press.metaKey && isSame;
  }
  if (key.startsWith('Control+')) return (press.ctrlKey || press.metaKey) && !press.altKey && press.key === plain;
  // AltGr, with which some layouts write brackets, looks like Ctrl and Alt together.
  const isAltGr = press.getModifierState?.('AltGraph') ?? false;
  if (!isAltGr && (press.ctrlKey || press.altKey || press.metaKey)) return false;
  return isCharacter(plain) ? press.key.toLowerCase() === plain : press.key === plain;
}

const rowOf = (id: ShortcutId): ShortcutRow => SHORTCUTS[id];
/** Keys that the switch in the settings turns off: single characters and pairs of them (WCAG 2.1.4). */
const isSingle = (key: string) => isCharacter(key) || key.includes(' ');

/** Whether a press means this shortcut, as the settings allow it. Pairs are not asked here: they need two presses. */
export function isShortcut(press: KeyPress, id: ShortcutId): boolean {
  const allowed = rowOf(id).keys.filter((key) => !key.includes(' ') && (tableStore.get().shortcuts || !isSingle(key)));
  return allowed.some((key) => matches(key, press));
}

type Handler = (event: KeyboardEvent) => unknown;
const handlers = new Map<ShortcutId, Handler[]>();
let firstOfPair = '';
let pairUntilMs = 0;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type);
}

/** The shortcuts that a press means; takes note of the first key of a pair. */
function meant(event: KeyboardEvent): ShortcutId[] {
  // Behind a dialog that locks the page nothing may happen.
  const isLocked = document.querySelector('dialog:modal') !== null;
  const ids = [...handlers.keys()].filter((id) => !isLocked || rowOf(id).where === 'dialog' || IN_DIALOGS.includes(id));
  const mayType = isTyping(event.target);
  if (!mayType && tableStore.get().shortcuts && isCharacter(event.key) && matches(event.key.toLowerCase(), event)) {
    const pressed = event.key.toLowerCase();
    const pair = event.timeStamp <= pairUntilMs ? `${firstOfPair} ${pressed}` : '';
    const paired = ids.filter((id) => rowOf(id).keys.includes(pair));
    pairUntilMs = 0;
    if (paired.length > 0) return paired;
    if (ids.some((id) => rowOf(id).keys.some((key) => key.startsWith(`${pressed} `)))) {
      firstOfPair = pressed;
      pairUntilMs = event.timeStamp + PAIR_MS;
      return [];
    }
  }
  const isForFields = event.ctrlKey || event.altKey || event.metaKey || event.key === 'Escape';
  return mayType && !isForFields ? [] : ids.filter((id) => isShortcut(event, id));
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  for (const id of meant(event)) {
    for (const handle of (handlers.get(id) ?? []).toReversed()) {
      if (handle(event) === false) continue;
      event.preventDefault();
      return;
    }
  }
}

/** Adds a handler; gives back what takes it away. A fallback is asked after all others, whenever it came. */
export function addShortcut(id: ShortcutId, handle: Handler, isFallback = false): () => void {
  if (handlers.size === 0) document.addEventListener('keydown', onKey);
  const others = handlers.get(id) ?? [];
  handlers.set(id, isFallback ? [handle, ...others] : [...others, handle]);
  return () => {
    const rest = (handlers.get(id) ?? []).filter((other) => other !== handle);
    if (rest.length > 0) handlers.set(id, rest);
    else handlers.delete(id);
    if (handlers.size === 0) document.removeEventListener('keydown', onKey);
  };
}

/** Handles a shortcut while the component is in the page and `isOn`. */
export function useShortcut(id: ShortcutId, handle: Handler, isOn = true, isFallback = false): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(
    () => (isOn ? addShortcut(id, (event) => latest.current(event), isFallback) : undefined),
    [id, isOn, isFallback],
  );
}

const WRITTEN: Record<string, string> = {
  Escape: 'Esc',
  Control: 'Ctrl',
  ArrowUp: '↑',
  ArrowRight: '→',
  ArrowDown: '↓',
  ArrowLeft: '←',
};

/** The keys as they are written on a keyboard, part by part: [['G', 'T']], [['Ctrl', 'Enter']], [['↑'], ['→'], …]. */
export function shortcutKeys(id: ShortcutId): string[][] {
  return rowOf(id).keys.map((key) =>
    (key === '+' ? [key] : key.split(/[ +]/)).map((part) =>
      isCharacter(part) ? part.toUpperCase() : (WRITTEN[part] ?? part),
    ),
  );
}

/** For aria-keyshortcuts; undefined for pairs, which it cannot say, and for keys that are switched off. */
export function ariaKeys(id: ShortcutId): string | undefined {
  const [key = ''] = rowOf(id).keys;
  if (key.includes(' ') || (isSingle(key) && !tableStore.get().shortcuts)) return undefined;
  return isCharacter(key) ? key.toUpperCase() : key;
}
