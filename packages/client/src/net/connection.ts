import { createStore } from './createStore.ts';

export interface Connection {
  /** connecting: before the first contact; online: news arrive; offline: no news, orders are paused. */
  state: 'connecting' | 'online' | 'offline';
  /** Server time of the last change of state, in ms. */
  sinceMs: number;
}

export const connectionStore = createStore<Connection>({ state: 'connecting', sinceMs: 0 });

export function setConnection(state: Connection['state'], nowMs: number): void {
  if (connectionStore.get().state !== state) connectionStore.set({ state, sinceMs: nowMs });
}
