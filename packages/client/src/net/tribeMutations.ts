/** Orders about tribes and entering the season. None shows before the server agreed. */
import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import type { RouteBody } from '@cryptotribes/protocol/routes';
import { useMutation } from '@tanstack/react-query';
import { api } from './api.ts';
import { departureStore } from './departure.ts';
import { refetchSoon } from './live.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';

/** Membership changes who we are to everything: our record, the map, the lists. */
async function membershipChanged(): Promise<void> {
  for (const key of [
    queryKeys.tribes,
    queryKeys.anyTribe,
    queryKeys.invites,
    queryKeys.anyTerritory,
    queryKeys.boards,
  ]) {
    refetchSoon(key);
  }
  await queryClient.invalidateQueries({ queryKey: queryKeys.me });
}

export function useCreateTribe() {
  return useMutation({
    mutationFn: (body: RouteBody<'tribes.create'>) => api.call('tribes.create', { body }),
    onSuccess: membershipChanged,
  });
}

export function useRequestJoin() {
  return useMutation({
    mutationFn: (tribeId: string) => api.call('tribes.request', { params: { tribeId } }),
    onSuccess: (answer) => {
      refetchSoon(queryKeys.tribe(answer.tribeId));
      refetchSoon(queryKeys.tribes);
    },
  });
}

export function useLeaveTribe() {
  return useMutation({
    mutationFn: (tribeId: string) => api.call('tribes.leave', { params: { tribeId } }),
    onSuccess: (_answer, tribeId) => {
      // The news of it may come after our own record has forgotten the tribe.
      const tribeName = queryClient.getQueryData<Tribe>(queryKeys.tribe(tribeId))?.name;
      if (tribeName) departureStore.set({ tribeName, reason: 'left' });
      return membershipChanged();
    },
  });
}

export function useAcceptInvite() {
  return useMutation({
    mutationFn: (inviteId: string) => api.call('tribes.acceptInvite', { params: { inviteId } }),
    onSuccess: membershipChanged,
  });
}

export function useDeclineInvite() {
  return useMutation({
    mutationFn: (inviteId: string) => api.call('tribes.declineInvite', { params: { inviteId } }),
    onSettled: () => refetchSoon(queryKeys.invites),
  });
}

interface RequestAnswer {
  tribeId: string;
  userId: string;
  accept: boolean;
}

/** A leader's answer to a request to join. */
export function useAnswerRequest() {
  return useMutation({
    mutationFn: async ({ tribeId, userId, accept }: RequestAnswer): Promise<void> => {
      await api.call(accept ? 'tribes.acceptRequest' : 'tribes.declineRequest', { params: { tribeId, userId } });
    },
    onSettled: (_answer, _error, { tribeId }) => {
      refetchSoon(queryKeys.tribe(tribeId));
      refetchSoon(queryKeys.tribes);
    },
  });
}

export function useInvitePlayer() {
  return useMutation({
    mutationFn: ({ tribeId, ...body }: { tribeId: string } & RouteBody<'tribes.invite'>) =>
      api.call('tribes.invite', { params: { tribeId }, body }),
    onSettled: (_answer, _error, { tribeId }) => refetchSoon(queryKeys.tribe(tribeId)),
  });
}

/** Enters a free season. Safe to call again. */
export function useJoinSeason() {
  return useMutation({
    mutationFn: (seasonId: string) => api.call('seasons.join', { params: { seasonId } }),
    onSuccess: async () => {
      refetchSoon(queryKeys.season);
      await queryClient.invalidateQueries({ queryKey: queryKeys.me });
    },
  });
}
