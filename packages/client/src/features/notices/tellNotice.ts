/** Tells a piece of news that just came: into the list, and as a card or a sound as the player chose. */
import type { News } from '@cryptotribes/protocol/features/events';
import { serverClock } from '../../net/serverClock.ts';
import { newsText } from '../../text/en/news.ts';
import { formatNumber } from '../../ui/format.ts';
import { showCard } from '../../ui/toastStore.ts';
import { claim } from './claim.ts';
import { addNotice, noticeSettings } from './noticeCache.ts';
import { type Notice, toNotice } from './noticeModel.ts';
import { playTone } from './tone.ts';

/** What was missed for longer, asleep or without a connection, is in the list alone. */
const STALE_MS = 2 * 60_000;

function many({ event }: Notice): (n: number) => string {
  const lines: Partial<Record<string, (n: string) => string>> = newsText.many;
  return (n) => (lines[event] ?? newsText.many.other)(formatNumber(n));
}

export async function tellNotice(news: News, myId: string | null): Promise<void> {
  const notice = news.stream === 'me' || news.type.startsWith('season_') ? toNotice(news, myId) : null;
  if (!notice) return;
  if (news.stream === 'me') addNotice(news);
  const { toast, sound } = (await noticeSettings())[notice.event];
  const isSticky = notice.loudness === 'act';
  if (!toast && !sound) return;
  if (serverClock.nowMs() - Date.parse(news.at) > STALE_MS) return;
  if (!(await claim({ stream: news.stream, userId: myId ?? '', seq: news.seq }))) return;
  if (sound) playTone(isSticky ? 'act' : 'result');
  if (!toast) return;
  const { text, tone, link, event } = notice;
  showCard({ text, tone, link, isSticky, kind: event, many: many(notice) });
}
