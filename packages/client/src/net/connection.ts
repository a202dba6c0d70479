import { createStore } from './createStore.ts';

export interface Connection {
  /** online: news arrive; connecting: not yet, or requests only; offline: the server is not reached, orders are paused. */
  state: 'connecting' | 'online' | 'offline';
  /** Server time of the last change of state, in ms. */
  sinceMs: number;
}

export const connectionStore = createStore<Connection>({ state: 'connecting', sinceMs: 0 });

export function setConnection(state: Connection['state'], nowMs: number): void {
  if (connectionStore.get().state !== state) connectionStore.set({ state, sinceMs: nowMs });
}
