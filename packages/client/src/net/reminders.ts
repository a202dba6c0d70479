/** What the player wants to be told at a moment: ends of truces. Kept in this browser, told by whichever tab is open then. */
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { drawerText } from '../text/en/drawer.ts';
import { showToast } from '../ui/toastStore.ts';
import { createStore } from './createStore.ts';
import { onTick } from './ticker.ts';

export interface Reminder {
  territoryId: number;
  /** Server time in ms. */
  atMs: number;
}

const STORED = 'ct_reminders';
const MOST = 20;

const isReminder = (value: unknown): value is Reminder => {
  const { territoryId, atMs } = (value ?? {}) as Partial<Reminder>;
  return Number.isInteger(territoryId) && territoryId! >= 1 && territoryId! <= 50 && Number.isFinite(atMs);
};

/** Reads what is stored; anything else than reminders is left out. */
export function parseReminders(stored: string | null): Reminder[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list) ? list.filter(isReminder).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function read(): Reminder[] {
  try {
    return parseReminders(localStorage.getItem(STORED));
  } catch {
    return [];
  }
}

export const reminderStore = createStore<readonly Reminder[]>(globalThis.document ? read() : []);

function keep(list: readonly Reminder[]): void {
  reminderStore.set(list);
  try {
    localStorage.setItem(STORED, JSON.stringify(list));
  } catch {
    // Without storage it holds until the tab is closed.
  }
}

const isSame = (a: Reminder, b: Reminder) => a.territoryId === b.territoryId && a.atMs === b.atMs;

/** Sets a reminder, or takes it away again. */
export function toggleReminder(reminder: Reminder): void {
  const others = read().filter((known) => !isSame(known, reminder));
  const isNew = !reminderStore.get().some((known) => isSame(known, reminder));
  keep(isNew ? [...others, reminder].slice(-MOST) : others);
}

/** Which are due, and which are not yet. */
export function splitDue(list: readonly Reminder[], nowMs: number): { due: Reminder[]; later: Reminder[] } {
  return { due: list.filter(({ atMs }) => atMs <= nowMs), later: list.filter(({ atMs }) => atMs > nowMs) };
}

/** Tells every reminder at its time. With several tabs the first one takes it out of the store before it tells. */
export function watchReminders(): void {
  onTick((nowMs) => {
    if (splitDue(reminderStore.get(), nowMs).due.length === 0) return;
    const { due, later } = splitDue(read(), nowMs);
    keep(later);
    for (const { territoryId } of due) showToast(drawerText.truceOver(TERRITORIES[territoryId - 1]!.name), 'info');
  });
}
