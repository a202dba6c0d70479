import { createStore } from '../net/createStore.ts';

/** Notices that were not read yet: on the bell and in the title of the tab. Kept by features/notices. */
export const unreadStore = createStore(0);

/** Whether the list behind the bell is open. */
export const noticesOpenStore = createStore(false);
