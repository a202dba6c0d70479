import type { EventData, News } from '@cryptotribes/protocol/features/events';
import { createStore } from './createStore.ts';

/** One line of the public event feed. */
export interface SagaEntry {
  seq: number;
  /** ISO time. */
  at: string;
  kind: EventData<'saga'>['kind'];
  text: string;
}

const KEPT = 40;

/** Newest first; null until the feed was asked for. */
export const sagaStore = createStore<readonly SagaEntry[] | null>(null);

/** Adds the saga lines among the news, in any order and without doubles. */
export function addToSaga(news: readonly News[]): void {
  const known = sagaStore.get() ?? [];
  const seen = new Set(known.map((entry) => entry.seq));
  const fresh: SagaEntry[] = [];
  for (const item of news) {
    if (item.type !== 'saga' || seen.has(item.seq)) continue;
    seen.add(item.seq);
    fresh.push({ seq: item.seq, at: item.at, kind: item.data.kind, text: item.data.text });
  }
  if (fresh.length === 0 && sagaStore.get() !== null) return;
  sagaStore.set([...fresh, ...known].sort((a, b) => b.seq - a.seq).slice(0, KEPT));
}
