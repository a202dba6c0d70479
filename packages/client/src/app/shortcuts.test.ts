import { afterEach, describe, expect, it } from 'vitest';
import { shortcutsText } from '../text/en/shortcuts.ts';
import { setTable } from '../ui/tableStore.ts';
import { ariaKeys, isShortcut, SHORTCUTS, type ShortcutId, shortcutKeys } from './shortcuts.ts';

const press = (key: string, held: Partial<Parameters<typeof isShortcut>[0]> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

const shortcutKey = (id: ShortcutId): string => SHORTCUTS[id].keys[0] ?? '';

afterEach(() => setTable({ shortcuts: true }));

describe('the table of shortcuts', () => {
  it('has a sentence for every row and no sentence without a row', () => {
    expect(Object.keys(shortcutsText.does)).toEqual(Object.keys(SHORTCUTS));
  });

  it('gives no key two meanings in one place', () => {
    const seen = new Map<string, string>();
    for (const [id, { keys, where }] of Object.entries(SHORTCUTS)) {
      for (const key of keys) {
        // What works everywhere must not mean something else in a place, either.
        for (const place of where === 'everywhere' ? ['everywhere', 'map', 'dialog'] : [where]) {
          expect(seen.get(`${place} ${key}`), `${key} in ${place}`).toBeUndefined();
          seen.set(`${place} ${key}`, id);
        }
      }
    }
  });

  it('starts no pair with a key that does something by itself', () => {
    const all: string[] = Object.values(SHORTCUTS).flatMap(({ keys }) => [...keys]);
    const firsts = all.filter((key) => key.includes(' ')).map((key) => key[0]);
    expect(firsts.filter((first) => all.includes(first ?? ''))).toEqual([]);
  });
});

describe('a press', () => {
  it('means a character in either case, and never together with Ctrl, Alt or Cmd', () => {
    expect(isShortcut(press('a'), 'map.march')).toBe(true);
    expect(isShortcut(press('A'), 'map.march')).toBe(true);
    expect(isShortcut(press('a', { ctrlKey: true }), 'map.march')).toBe(false);
    expect(isShortcut(press('a', { metaKey: true }), 'map.march')).toBe(false);
    expect(isShortcut(press('a', { altKey: true }), 'map.march')).toBe(false);
  });

  it('means brackets also where they are written with AltGr', () => {
    const altGr = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };
    expect(isShortcut(press('[', altGr), 'map.previousOwn')).toBe(true);
  });

  it('means Alt with a letter also where Alt writes another character', () => {
    expect(isShortcut(press('å', { altKey: true, code: 'KeyA' }), 'dialog.all')).toBe(true);
    expect(isShortcut(press('a', { code: 'KeyA' }), 'dialog.all')).toBe(false);
  });

  it('confirms with Ctrl or Cmd and Enter, not with Enter alone', () => {
    expect(isShortcut(press('Enter', { ctrlKey: true }), 'dialog.confirm')).toBe(true);
    expect(isShortcut(press('Enter', { metaKey: true }), 'dialog.confirm')).toBe(true);
    expect(isShortcut(press('Enter'), 'dialog.confirm')).toBe(false);
  });

  it('means nothing while single keys are switched off, but keys with Ctrl or Alt and named ones still work', () => {
    setTable({ shortcuts: false });
    const working = (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => isShortcut(press(shortcutKey(id)), id));
    expect(working).toEqual(['close', 'map.walk', 'map.open']);
    expect(isShortcut(press('Enter', { ctrlKey: true }), 'dialog.confirm')).toBe(true);
  });
});

describe('the hint', () => {
  it('writes keys as they stand on the keyboard', () => {
    expect(shortcutKeys('go.territories')).toEqual([['G', 'T']]);
    expect(shortcutKeys('dialog.confirm')).toEqual([['Ctrl', 'Enter']]);
    expect(shortcutKeys('map.zoomIn')).toEqual([['+']]);
    expect(shortcutKeys('map.walk')).toEqual([['↑'], ['→'], ['↓'], ['←']]);
  });

  it('is told to screen readers only for keys that work', () => {
    expect(ariaKeys('notices.open')).toBe('N');
    expect(ariaKeys('dialog.all')).toBe('Alt+a');
    setTable({ shortcuts: false });
    expect(ariaKeys('notices.open')).toBeUndefined();
    expect(ariaKeys('dialog.confirm')).toBe('Control+Enter');
  });
});
