import { createStore } from '../../net/createStore.ts';

/** Whether the sign-in panel is open. The panel itself is loaded only when it is needed. */
const openStore = createStore(false);

export const connectStore = {
  open: (): void => openStore.set(true),
  close: (): void => openStore.set(false),
  isOpen: (): boolean => openStore.get(),
  get: openStore.get,
  set: openStore.set,
  subscribe: openStore.subscribe,
};
