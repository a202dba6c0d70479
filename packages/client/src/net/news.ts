/** What the page needs once news arrive: the socket client, the cache patches and the messages. One chunk, loaded after the first paint. */
import type { News } from '@cryptotribes/protocol/features/events';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { tellNotice } from '../features/notices/tellNotice.ts';
import { applyNews, type Refetch } from './applyNews.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { addToSaga } from './saga.ts';

export { createNewsClient } from '@cryptotribes/protocol/client/newsClient';
export { watchReminders } from './reminders.ts';
export { takePresence } from './tribeNews.ts';

/** One piece of news, in its order: into the cache, into the saga, and as a message when it is addressed to us. */
export function takeNews(item: News, refetch: Refetch): void {
  applyNews(queryClient, item, refetch);
  addToSaga([item]);
  const me = queryClient.getQueryData<Me>(queryKeys.me);
  tellNotice(item, me?.id ?? null);
}
