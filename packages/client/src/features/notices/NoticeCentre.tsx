/** Keeps the notices of a player: asks for them once, counts the unread ones for bell and title, and hears their key. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { noticesOpenStore, unreadStore } from '../../app/noticeStores.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { forgetPrivate } from '../../net/forgetPrivate.ts';
import { useMe } from '../../net/hooks.ts';
import { queryClient } from '../../net/queryClient.ts';
import { queryKeys } from '../../net/queryKeys.ts';
import { useSettings } from '../../net/settings.ts';
import { keepPushInStep } from '../me/pushDevice.ts';
import { whileNoting } from './claim.ts';
import { fetchNotices, type NoticeCache, shownNotices } from './noticeCache.ts';

export function useNotices() {
  const me = useMe().data;
  const settings = useSettings().data;
  const query = useQuery<NoticeCache>({
    queryKey: queryKeys.notices,
    queryFn: async () => {
      const { lastSeq: _, ...cache } = await whileNoting(me?.id ?? '', fetchNotices);
      return cache;
    },
    enabled: Boolean(me),
    staleTime: 5 * 60_000,
  });
  const shown = query.data && settings ? shownNotices(query.data, settings.notices, me?.id ?? null) : null;
  return { query, shown, readSeq: query.data?.readSeq ?? 0 };
}

export default function NoticeCentre() {
  const { shown, readSeq } = useNotices();
  const unread = shown?.filter(({ seq }) => seq > readSeq).length ?? 0;
  useEffect(() => unreadStore.set(unread), [unread]);
  useEffect(
    () => () => {
      unreadStore.set(0);
      noticesOpenStore.set(false);
      // Signed out, maybe by another tab.
      if (!queryClient.getQueryData(queryKeys.me)) forgetPrivate();
    },
    [],
  );
  useEffect(() => {
    // Messages to this device are a help, never a hindrance: whatever fails here is tried again at the next start.
    keepPushInStep().catch(() => undefined);
  }, []);
  useShortcut('notices.open', () => noticesOpenStore.set(!noticesOpenStore.get()));
  return null;
}
