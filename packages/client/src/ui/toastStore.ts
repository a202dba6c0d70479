import { createStore } from '../net/createStore.ts';

export interface Toast {
  id: number;
  text: string;
  /** good: a result; bad: something to look at, announced at once. */
  tone: 'info' | 'good' | 'bad';
  /** How many equal ones, or ones of the same kind, were folded into this one. */
  count: number;
  /** Stays until it is put away. */
  isSticky: boolean;
  /** Where it leads on. */
  link: { path: string; label: string } | null;
  /** What it offers to do; the card goes with it. */
  action: { label: string; run: () => void } | null;
  /** News of one kind within ten seconds become one card; null = never. */
  kind: string | null;
  shownAtMs: number;
}

const SHOWN_MS = 6000;
const FOLD_MS = 10_000;
const MOST = 3;
const MOST_STICKY = 2;

export const toastStore = createStore<readonly Toast[]>([]);
let nextId = 1;

/** Takes a toast away. */
export function dismissToast(id: number): void {
  toastStore.set(toastStore.get().filter((toast) => toast.id !== id));
}

/** Takes it away after its time; a page that nobody sees keeps it until somebody does. */
function dismissLater(id: number): void {
  setTimeout(() => {
    if (document.hidden) document.addEventListener('visibilitychange', () => dismissLater(id), { once: true });
    else dismissToast(id);
  }, SHOWN_MS);
}

/** The cards once `toast` has come: at most three that pass and two that stay. What is pushed out is still in the list behind the bell. */
export function withToast(shown: readonly Toast[], toast: Toast): readonly Toast[] {
  const cards = [...shown.filter(({ id }) => id !== toast.id), toast];
  const sticky = cards.filter(({ isSticky }) => isSticky).slice(-MOST_STICKY);
  const passing = cards.filter(({ isSticky }) => !isSticky).slice(-MOST);
  return cards.filter((card) => sticky.includes(card) || passing.includes(card));
}

function show(toast: Toast): void {
  toastStore.set(withToast(toastStore.get(), toast));
  if (!toast.isSticky) dismissLater(toast.id);
}

/** Shows a short message for six seconds, at most three at once; an equal one that still stands is counted up instead. */
export function showToast(text: string, tone: Toast['tone'] = 'info'): void {
  const shown = toastStore.get();
  const same = shown.find((toast) => toast.text === text && toast.kind === null);
  if (same) {
    toastStore.set(shown.map((toast) => (toast === same ? { ...toast, count: toast.count + 1 } : toast)));
    return;
  }
  const shownAtMs = performance.now();
  show({ id: nextId++, text, tone, count: 1, isSticky: false, link: null, action: null, kind: null, shownAtMs });
}

export interface Card extends Pick<Toast, 'text' | 'tone' | 'isSticky' | 'link'> {
  kind: string;
  action?: Toast['action'];
  /** What several of the kind say together: 4 → "4 buildings raised". */
  many: (n: number) => string;
}

/** Shows a piece of news. One that passes is folded into another of its kind that came within ten seconds. */
export function showCard({ many, action = null, ...rest }: Card): void {
  const card = { ...rest, action };
  const nowMs = performance.now();
  const same = toastStore
    .get()
    .find((toast) => toast.kind === card.kind && !toast.isSticky && nowMs - toast.shownAtMs < FOLD_MS);
  if (!same || card.isSticky) {
    show({ ...card, id: nextId++, count: 1, shownAtMs: nowMs });
    return;
  }
  dismissToast(same.id);
  const count = same.count + 1;
  const link = same.link?.path === card.link?.path ? card.link : null;
  show({ ...card, text: many(count), link, id: nextId++, count, shownAtMs: same.shownAtMs });
}
