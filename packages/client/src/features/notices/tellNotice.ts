/** Tells a piece of news that just came: into the list, and as a card or a sound as the player chose. */
import type { News } from '@cryptotribes/protocol/features/events';
import { serverClock } from '../../net/serverClock.ts';
import { newsText } from '../../text/en/news.ts';
import { formatNumber } from '../../ui/format.ts';
import { showCard } from '../../ui/toastStore.ts';
import { isCouncilSeen } from '../tribes/council/isCouncilSeen.ts';
import { claim, visibleTabsFirst } from './claim.ts';
import { addNotice, noticeSettings } from './noticeCache.ts';
import { type Notice, toNotice } from './noticeModel.ts';
import { playTone } from './tone.ts';
import { createTurns } from './turns.ts';

/** What was missed for longer, asleep or without a connection, is in the list alone. */
const STALE_MS = 2 * 60_000;

function many({ event }: Notice): (n: number) => string {
  const lines: Partial<Record<string, (n: string) => string>> = newsText.many;
  return (n) => (lines[event] ?? newsText.many.other)(formatNumber(n));
}

/** News that overtook an earlier one, while both wait for the settings, would make that one count as told. */
const inTurn = createTurns();

export function tellNotice(news: News, myId: string | null): void {
  const notice = news.stream === 'me' || news.type.startsWith('season_') ? toNotice(news, myId) : null;
  if (!notice) return;
  if (news.stream === 'me') addNotice(news);
  const ours = visibleTabsFirst();
  void inTurn(async () => {
    await ours;
    await tell(news, notice, myId);
  });
}

/** The page of the fee and the card of the prize say it themselves; a notice would lie over their buttons. */
const isMoneySeen = ({ event, link }: Notice): boolean =>
  (event === 'payment_updated' || event === 'payout_updated') &&
  document.visibilityState === 'visible' &&
  location.pathname === link.path;

async function tell(news: News, notice: Notice, myId: string | null): Promise<void> {
  const { toast, sound } = (await noticeSettings())[notice.event];
  const isSticky = notice.loudness === 'act';
  if (!toast && !sound) return;
  if (serverClock.nowMs() - Date.parse(news.at) > STALE_MS) return;
  if (!(await claim({ stream: news.stream, userId: myId ?? '', seq: news.seq }))) return;
  if ((news.type === 'tribe_message' && isCouncilSeen()) || isMoneySeen(notice)) return;
  if (sound) playTone(isSticky ? 'act' : 'result');
  if (!toast) return;
  const { text, tone, link, event } = notice;
  showCard({ text, tone, link, isSticky, kind: event, many: many(notice) });
}
