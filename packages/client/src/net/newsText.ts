/** What a piece of news says as a short message; null for news that only change figures. */

import type { News } from '@cryptotribes/protocol/features/events';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { namesText } from '../text/en/names.ts';
import { newsText as t } from '../text/en/news.ts';
import { formatInstant, formatNumber, formatUsdt } from '../ui/format.ts';

export interface Message {
  text: string;
  tone: 'info' | 'good' | 'bad';
}

const good = (text: string): Message => ({ text, tone: 'good' });
const bad = (text: string): Message => ({ text, tone: 'bad' });
const info = (text: string): Message => ({ text, tone: 'info' });

type BattleNews = Extract<News, { type: 'battle_completed' }>['data'];

/** Raids bring gold, never land. Whoever lost gold reads it from the news of their own (`raided`). */
function raidMessage(data: BattleNews): Message | null {
  const foe = data.opponent;
  if (data.outcome !== 'completed') return info(t.raidVoid(foe));
  const gold = formatNumber(data.goldLooted);
  if (data.role === 'attacker') return data.winner === 'you' ? good(t.raidWon(foe, gold)) : bad(t.raidLost(foe));
  return data.winner === 'you' ? good(t.raidRepelled(foe)) : null;
}

function battleMessage(data: BattleNews): Message | null {
  if (data.target !== 'territory') return raidMessage(data);
  const place = data.territoryName ?? '';
  if (data.outcome === 'reinforced') return info(t.reinforced(place));
  if (data.outcome === 'void') return info(t.orderVoid(place));
  const vp = data.vpGained > 0 ? t.vp(formatNumber(data.vpGained)) : '';
  if (data.role === 'attacker') return data.winner === 'you' ? good(t.won(place) + vp) : bad(t.lost(place) + vp);
  if (data.winner === 'you') return good(t.held(place, data.opponent) + vp);
  // The whole tribe is told of a lost land (`territory_lost`): once is enough.
  return data.territoryTransferred ? null : bad(t.fell(place, data.opponent) + vp);
}

/** Public events of the whole season stay in the saga strip; these are the ones addressed to us. `myId` null = not known yet. */
export function newsMessage(news: News, myId: string | null = null): Message | null {
  switch (news.type) {
    case 'battle_completed':
      return battleMessage(news.data);
    case 'territory_lost': {
      const { territoryName, by } = news.data;
      return bad(by ? t.landLostTo(territoryName, by.name) : t.landLost(territoryName));
    }
    case 'raided':
      return bad(t.raided(news.data.raider.username ?? t.someone, formatNumber(news.data.goldLost)));
    case 'attack_incoming':
      return bad(t.marchOn(news.data.attacker.name, news.data.territoryName));
    case 'building_upgraded':
      return good(t.raised(namesText.buildings[news.data.buildingType], news.data.level));
    case 'training_completed':
      return good(t.trained(formatNumber(news.data.quantity), namesText.units[news.data.unitType]));
    case 'units_returned':
      return info(t.returned(formatNumber(totalUnits(news.data.units))));
    case 'units_recalled':
      return info(t.recalled(formatNumber(totalUnits(news.data.units)), news.data.territoryName));
    case 'season_started':
      return info(t.seasonStarted(news.data.name));
    case 'season_ending_soon':
      return bad(t.seasonEndingSoon(formatInstant(news.data.endsAt)));
    case 'season_ended':
      return info(t.seasonEnded);
    case 'season_cancelled':
      return bad(t.seasonCancelled);
    case 'payment_updated':
      return paymentMessage(news.data);
    case 'payout_updated':
      return payoutMessage(news.data);
    default:
      return tribeMessage(news, myId);
  }
}

type PaymentNews = Extract<News, { type: 'payment_updated' }>['data'];
const GOOD_PAYMENTS: readonly string[] = ['settled', 'refunded'];
const BAD_PAYMENTS: readonly string[] = ['failed', 'disputed', 'charged_back'];

/** Null for steps that whoever pays sees on the page of the fee anyway. */
function paymentMessage({ status, reason }: PaymentNews): Message | null {
  if (status === 'pending' && reason === 'seen') return info(t.payment.seen);
  if (status === 'creating' || status === 'pending' || status === 'expired') return null;
  const text = t.payment[status];
  return GOOD_PAYMENTS.includes(status) ? good(text) : BAD_PAYMENTS.includes(status) ? bad(text) : info(text);
}

type PayoutNews = Extract<News, { type: 'payout_updated' }>['data'];
const BAD_PAYOUTS: readonly string[] = ['held', 'failed', 'swept', 'forfeited'];

/** Null while nothing is asked of the winner and nothing went wrong. */
function payoutMessage({ status, amountMicro }: PayoutNews): Message | null {
  if (status === 'review' || status === 'planned') return null;
  const text = t.payout[status](formatUsdt(amountMicro / 1e6));
  return BAD_PAYOUTS.includes(status) ? bad(text) : status === 'sent' || status === 'due' ? info(text) : good(text);
}

function tribeMessage(news: News, myId: string | null): Message | null {
  switch (news.type) {
    case 'tribe_invite':
      return info(t.invite(news.data.tribeName));
    case 'tribe_request':
      return info(t.request(news.data.username ?? t.someone));
    case 'tribe_member_joined':
      return news.data.userId === myId ? good(t.youJoined) : info(t.joined(news.data.username ?? t.someone));
    case 'tribe_member_left':
      if (news.data.userId !== myId) return info(t.left(news.data.username ?? t.someone));
      return news.data.reason === 'dismissed' ? bad(t.youWereDismissed) : info(t.youLeft);
    case 'tribe_role_changed': {
      const role = t.roles[news.data.role];
      return info(news.data.userId === myId ? t.yourRole(role) : t.role(news.data.username ?? t.someone, role));
    }
    case 'tribe_message':
      return news.data.userId === myId ? null : info(t.message(news.data.username ?? t.someone, news.data.text));
    case 'tribe_battle': {
      if (news.data.member === myId) return null;
      const { username, territoryName, won } = news.data;
      const name = username ?? t.someone;
      return won ? info(t.memberWon(name, territoryName)) : info(t.memberLost(name, territoryName));
    }
    default:
      return null;
  }
}
