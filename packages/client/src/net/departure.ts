import { createStore } from './createStore.ts';

/** The tribe that was left last in this visit, for a word about it on the page of tribes; null = none. */
export const departureStore = createStore<{ tribeName: string; reason: 'left' | 'dismissed' } | null>(null);
