/** What news of the own tribe change in the cache: seats, roles, messages, and the end of a membership at once. */
import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import type { EventData, News, PresenceMessage } from '@cryptotribes/protocol/features/events';
import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { QueryClient } from '@tanstack/react-query';
import type { Refetch } from './applyNews.ts';
import { addMessage, type CouncilPages } from './councilCache.ts';
import { departureStore } from './departure.ts';
import { queryKeys } from './queryKeys.ts';

export function applyTribeNews(cache: QueryClient, news: News, refetch: Refetch): void {
  switch (news.type) {
    case 'tribe_member_left':
      takeDeparture(cache, news.data);
      refetch(queryKeys.garrisons(news.data.tribeId));
      refetchMembership(news.data.tribeId, refetch);
      break;
    case 'tribe_member_joined':
    case 'tribe_role_changed':
      refetchMembership(news.data.tribeId, refetch);
      break;
    case 'tribe_request':
      refetch(queryKeys.tribe(news.data.tribeId));
      break;
    case 'tribe_invite':
      refetch(queryKeys.invites);
      break;
    case 'tribe_message':
      takeMessage(cache, news.data, news.at, refetch);
      break;
    case 'territory_updated':
      if (news.data.owner && cache.getQueryData(queryKeys.garrisons(news.data.owner.tribeId)) !== undefined) {
        refetch(queryKeys.garrisons(news.data.owner.tribeId));
      }
      break;
    case 'territory_captured':
    case 'territory_lost':
      refetch(queryKeys.anyGarrisons);
      refetch(queryKeys.anyTribe);
      break;
    default:
  }
}

function refetchMembership(tribeId: string, refetch: Refetch): void {
  refetch(queryKeys.tribe(tribeId));
  refetch(queryKeys.tribeLog(tribeId));
  refetch(queryKeys.tribes);
}

/** Whoever is no longer a member has nothing of the tribe left on the screen from this moment on. */
function takeDeparture(cache: QueryClient, left: EventData<'tribe_member_left'>): void {
  const me = cache.getQueryData<Me | null>(queryKeys.me);
  if (me?.id !== left.userId) return;
  const page = cache.getQueryData<Tribe>(queryKeys.tribe(left.tribeId));
  const tribeName = me.tribe?.id === left.tribeId ? me.tribe.name : page?.name;
  if (tribeName) departureStore.set({ tribeName, reason: left.reason });
  cache.removeQueries({ queryKey: queryKeys.chat(left.tribeId) });
  cache.removeQueries({ queryKey: queryKeys.garrisons(left.tribeId) });
  cache.removeQueries({ queryKey: queryKeys.tribeLog(left.tribeId) });
}

function takeMessage(cache: QueryClient, told: EventData<'tribe_message'>, at: string, refetch: Refetch): void {
  const { tribeId, ...rest } = told;
  const myId = cache.getQueryData<Me | null>(queryKeys.me)?.id ?? null;
  const message: TribeMessage = { ...rest, createdAt: at, reports: null, reportedByMe: false };
  const key = queryKeys.chat(tribeId);
  const pages = cache.getQueryData<CouncilPages>(key);
  if (pages) {
    const next = addMessage(pages, message, myId);
    if (next) cache.setQueryData(key, next);
    // An answer on its way may have been written before this message.
    if (!next || cache.isFetching({ queryKey: key, exact: true }) > 0) refetch(key);
  }
  if (message.userId === myId) return;
  cache.setQueryData<Tribe>(queryKeys.tribe(tribeId), (tribe) =>
    tribe && tribe.unreadMessages !== null ? { ...tribe, unreadMessages: tribe.unreadMessages + 1 } : tribe,
  );
}

/** The tribe after one of its members came or went; the same object when it has no such member. */
export function withPresence(tribe: Tribe, { userId, online, at }: PresenceMessage): Tribe {
  const change = (member: TribeMember): TribeMember =>
    member.userId === userId ? { ...member, online, lastSeen: at } : member;
  const { chieftain, captains, warriors } = tribe.members;
  const all = [...(chieftain ? [chieftain] : []), ...captains, ...warriors];
  if (!all.some((member) => member.userId === userId)) return tribe;
  return {
    ...tribe,
    members: {
      chieftain: chieftain && change(chieftain),
      captains: captains.map(change),
      warriors: warriors.map(change),
    },
  };
}

/** Takes a message about presence into the own tribe's page, if that is in the cache. */
export function takePresence(cache: QueryClient, message: PresenceMessage): void {
  const tribeId = cache.getQueryData<Me | null>(queryKeys.me)?.tribeId;
  if (!tribeId) return;
  cache.setQueryData<Tribe>(queryKeys.tribe(tribeId), (tribe) => tribe && withPresence(tribe, message));
}
