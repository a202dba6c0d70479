/**
 * How the table looks on this device: kept here, so that it holds before signing in and from the first paint on, and written onto the
 * root element, where the styles read it. Signed in, the server keeps the same for all devices (features/me/settings.ts).
 */
import { createStore } from '../net/createStore.ts';

export interface Table {
  /** Nothing moves, whatever the device says. */
  calm: boolean;
  snow: boolean;
  /** Patterns on land and letters on shields. */
  colourHelp: boolean;
  /** Shortcuts of a single key. */
  shortcuts: boolean;
  /** Percent, 90 to 125. */
  textSize: number;
  clock: 'local' | 'utc';
}

/** The same as the server's; a test compares them. */
export const DEFAULT_TABLE: Table = {
  calm: false,
  snow: true,
  colourHelp: false,
  shortcuts: true,
  textSize: 100,
  clock: 'local',
};

const KEY = 'ct_table';

/** What was stored, as far as it can be used. */
export function parseTable(stored: string | null): Table {
  try {
    const found = JSON.parse(stored ?? '{}') as Partial<Table>;
    const table = { ...DEFAULT_TABLE };
    for (const name of ['calm', 'snow', 'colourHelp', 'shortcuts'] as const) {
      if (typeof found[name] === 'boolean') table[name] = found[name];
    }
    if (Number.isInteger(found.textSize)) table.textSize = Math.min(125, Math.max(90, Number(found.textSize)));
    if (found.clock === 'utc') table.clock = 'utc';
    return table;
  } catch {
    return DEFAULT_TABLE;
  }
}

function readTable(): Table {
  try {
    return parseTable(localStorage.getItem(KEY));
  } catch {
    // Storage can be closed to the page, and tests have none.
    return DEFAULT_TABLE;
  }
}

export const tableStore = createStore<Table>(readTable());

function apply(table: Table): void {
  const root = document.documentElement;
  root.toggleAttribute('data-calm', table.calm);
  root.toggleAttribute('data-no-snow', !table.snow);
  root.style.setProperty('--text-size', String(table.textSize / 100));
}

/** Shows and remembers a choice. */
export function setTable(patch: Partial<Table>): void {
  const table = { ...tableStore.get(), ...patch };
  tableStore.set(table);
  try {
    localStorage.setItem(KEY, JSON.stringify(table));
  } catch {
    // It holds until the page is closed.
  }
}

/** True when nothing should move: by the device or by the player's choice. */
export const isCalm = (): boolean => tableStore.get().calm || matchMedia('(prefers-reduced-motion: reduce)').matches;

if (globalThis.document) {
  apply(tableStore.get());
  tableStore.subscribe(() => apply(tableStore.get()));
  // Another tab chose.
  addEventListener('storage', (event) => {
    if (event.key === KEY) tableStore.set(parseTable(event.newValue));
  });
}
