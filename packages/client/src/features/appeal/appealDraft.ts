import { createStore } from '../../net/createStore.ts';

/** What was typed so far; a wallet that has to be shown again must not cost it. */
export const appealDraft = createStore('');
