/** A piece of news as a notice: what it says, how loud it is, and where it leads. Pure. */

import {
  NOTICE_CLASSES,
  NOTICE_DEFAULTS,
  type NoticeClass,
  type NoticeEvent,
} from '@cryptotribes/protocol/core/notices';
import type { News } from '@cryptotribes/protocol/features/events';
import { type Message, newsMessage } from '../../net/newsText.ts';
import { noticeListText as t } from '../../text/en/noticeList.ts';

export interface Notice extends Message {
  seq: number;
  event: NoticeEvent;
  /** ISO time. */
  at: string;
  loudness: NoticeClass;
  link: { path: string; label: string };
}

const isNoticeEvent = (type: string): type is NoticeEvent => Object.hasOwn(NOTICE_DEFAULTS, type);

function linkOf(news: News): Notice['link'] {
  switch (news.type) {
    case 'attack_incoming':
    case 'territory_lost':
    case 'units_recalled':
      return { path: `/territories/${news.data.territoryId}`, label: t.ways.land };
    case 'battle_completed':
    case 'raided':
    case 'tribe_battle':
      return { path: `/battles/${news.data.battleId}`, label: t.ways.report };
    case 'training_completed':
    case 'building_upgraded':
    case 'units_returned':
      return { path: '/village', label: t.ways.village };
    case 'season_started':
    case 'season_ending_soon':
    case 'season_ended':
    case 'season_cancelled':
      return { path: '/season', label: t.ways.season };
    case 'payment_updated':
      return { path: '/enter', label: t.ways.fee };
    case 'payout_updated':
      return { path: '/season', label: t.ways.prize };
    default:
      return { path: '/tribe', label: t.ways.tribe };
  }
}

/** Null for news that are no notice, or that another notice says already. `myId` null = not known yet. */
export function toNotice(news: News, myId: string | null): Notice | null {
  if (!isNoticeEvent(news.type)) return null;
  const message = newsMessage(news, myId);
  if (!message) return null;
  // Being removed from the tribe concerns nobody more than oneself.
  const isOwnDismissal =
    news.type === 'tribe_member_left' && news.data.userId === myId && news.data.reason === 'dismissed';
  const loudness = isOwnDismissal ? 'act' : NOTICE_CLASSES[news.type];
  return { ...message, seq: news.seq, event: news.type, at: news.at, loudness, link: linkOf(news) };
}
