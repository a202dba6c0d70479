/** The notices in the cache, newest first, and what changes them. Several tabs keep in step over a channel. */

import { NOTICE_DEFAULTS } from '@cryptotribes/protocol/core/notices';
import type { News } from '@cryptotribes/protocol/features/events';
import type { Settings } from '@cryptotribes/protocol/features/settings';
import { api } from '../../net/api.ts';
import { queryClient } from '../../net/queryClient.ts';
import { queryKeys } from '../../net/queryKeys.ts';
import { mayBeSignedIn } from '../../net/session.ts';
import { fetchSettings } from '../../net/settings.ts';
import { type Notice, toNotice } from './noticeModel.ts';

export interface NoticeCache {
  /** Only news that can be notices. */
  news: readonly News[];
  readSeq: number;
  hasMore: boolean;
}

const PAGE = '50';

export const cachedNotices = () => queryClient.getQueryData<NoticeCache>(queryKeys.notices);
/** What the player chose, once it is known; the defaults when it cannot be asked for. */
export const noticeSettings = (): Promise<Settings['notices']> =>
  queryClient.ensureQueryData({ queryKey: queryKeys.settings, queryFn: fetchSettings }).then(
    ({ notices }) => notices,
    () => NOTICE_DEFAULTS,
  );

export async function fetchNotices(): Promise<NoticeCache & { lastSeq: number }> {
  if (!mayBeSignedIn()) throw new Error('nobody is signed in');
  const page = await api.call('events.notices', { query: { limit: PAGE } });
  return { news: page.notices as News[], readSeq: page.readSeq, hasMore: page.hasMore, lastSeq: page.lastSeq };
}

function patch(change: (cache: NoticeCache) => NoticeCache): void {
  queryClient.setQueryData<NoticeCache>(queryKeys.notices, (cache) => cache && change(cache));
}

/** One that just came. */
export function addNotice(item: News): void {
  patch((cache) =>
    cache.news.some(({ seq }) => seq === item.seq) ? cache : { ...cache, news: [item, ...cache.news] },
  );
}

/** The page before the oldest one. */
export async function fetchOlder(): Promise<void> {
  const oldest = cachedNotices()?.news.at(-1);
  if (!oldest) return;
  const page = await api.call('events.notices', { query: { limit: PAGE, before: String(oldest.seq) } });
  patch((cache) => ({ ...cache, news: [...cache.news, ...(page.notices as News[])], hasMore: page.hasMore }));
}

/** What of them the list shows. */
export function shownNotices(cache: NoticeCache, settings: Settings['notices'], myId: string | null): Notice[] {
  return cache.news.flatMap((item) => {
    const notice = toNotice(item, myId);
    return notice && (settings[notice.event].bell || notice.loudness === 'act') ? [notice] : [];
  });
}

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('ct_notices');
channel?.addEventListener('message', (event: MessageEvent<{ readSeq: number }>) => setRead(event.data.readSeq));

function setRead(readSeq: number): void {
  patch((cache) => ({ ...cache, readSeq: Math.max(cache.readSeq, readSeq) }));
}

/** Everything up to the newest is read: here, in the other tabs, and on the server. */
export function markAllRead(): void {
  const cache = cachedNotices();
  const upTo = cache?.news[0]?.seq ?? 0;
  if (!cache || upTo <= cache.readSeq) return;
  setRead(upTo);
  channel?.postMessage({ readSeq: upTo });
  // What was not noted is unread again at the next visit: no harm, and nothing to bother anybody with.
  api.call('events.read', { body: { upTo } }).catch(() => undefined);
}
