import { createStore } from '../../net/createStore.ts';

/** Whether the list of shortcuts is open. */
export const helpStore = createStore(false);
