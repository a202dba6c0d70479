import { createStore } from '../../net/createStore.ts';

/** Whether the profile panel is open: from the top bar on desks, from "More" on phones. */
export const profileStore = createStore(false);
