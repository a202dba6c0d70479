import { createStore } from '../net/createStore.ts';
import { serverClock } from '../net/serverClock.ts';

export interface Toast {
  id: number;
  text: string;
  /** good: a result; bad: something to look at, announced at once. */
  tone: 'info' | 'good' | 'bad';
  /** How many of the same kind were folded into this one. */
  count: number;
}

/** What a toast said, for the bell. */
export interface Notice {
  id: number;
  text: string;
  /** ISO time. */
  at: string;
  isRead: boolean;
}

const SHOWN_MS = 6000;
const MOST = 3;
const NOTICES_KEPT = 30;

export const toastStore = createStore<readonly Toast[]>([]);
/** Newest first. */
export const noticeStore = createStore<readonly Notice[]>([]);
let nextId = 1;

/** Takes the number off the bell. */
export function markNoticesRead(): void {
  noticeStore.set(noticeStore.get().map((notice) => ({ ...notice, isRead: true })));
}

/** Takes a toast away. */
export function dismissToast(id: number): void {
  toastStore.set(toastStore.get().filter((toast) => toast.id !== id));
}

/** Shows a short message for six seconds, at most three at once; an equal one that still stands is counted up instead. */
export function showToast(text: string, tone: Toast['tone'] = 'info'): void {
  const shown = toastStore.get();
  const same = shown.find((toast) => toast.text === text);
  if (same) {
    toastStore.set(shown.map((toast) => (toast === same ? { ...toast, count: toast.count + 1 } : toast)));
    return;
  }
  const toast: Toast = { id: nextId++, text, tone, count: 1 };
  toastStore.set([...shown, toast].slice(-MOST));
  const notice: Notice = { id: toast.id, text, at: new Date(serverClock.nowMs()).toISOString(), isRead: false };
  noticeStore.set([notice, ...noticeStore.get()].slice(0, NOTICES_KEPT));
  setTimeout(() => dismissToast(toast.id), SHOWN_MS);
}
