/** Orders. Those in the own village show at once and roll back when refused; orders that send units never do. */

import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import type { Army, BuildingType, Formation, UnitType } from '@cryptotribes/rules/core/units';
import { useMutation } from '@tanstack/react-query';
import { errorText } from '../app/errorText.ts';
import { showToast } from '../ui/toastStore.ts';
import { api } from './api.ts';
import { markFirstStep } from './checklist.ts';
import { refetchSoon } from './live.ts';
import { afterCancel, afterTraining, afterUpgrade, type Moment } from './optimistic.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { serverClock } from './serverClock.ts';

const own = () => queryClient.getQueryData<Me | null>(queryKeys.me) ?? null;

function patchOwn(change: (me: Me) => Me | null): void {
  queryClient.setQueryData<Me | null>(queryKeys.me, (me) => (me ? (change(me) ?? me) : me));
}

/** Writes the expected record and gives back the old one for the case that the order is refused. */
async function expect(change: (me: Me, moment: Moment) => Me | null): Promise<{ before: Me | null }> {
  await queryClient.cancelQueries({ queryKey: queryKeys.me });
  const before = own();
  const season = queryClient.getQueryData<Season>(queryKeys.season);
  if (season) {
    const moment = { rulesetId: season.rulesetId, speed: season.speed, nowMs: serverClock.nowMs() };
    patchOwn((me) => change(me, moment));
  }
  return { before };
}

function rollBack(error: unknown, context: { before: Me | null } | undefined): void {
  if (context?.before) queryClient.setQueryData(queryKeys.me, context.before);
  showToast(errorText(error), 'bad');
}

const askAgain = () => refetchSoon(queryKeys.me);

export function useUpgrade() {
  return useMutation({
    mutationFn: (buildingType: BuildingType) => api.call('buildings.upgrade', { body: { buildingType } }),
    onMutate: (buildingType) => expect((me, moment) => afterUpgrade(me, buildingType, moment)),
    onError: (error, _type, context) => rollBack(error, context),
    onSuccess: (answer) =>
      patchOwn((me) => {
        const { upgradeStartTime, upgradeEndTime } = answer;
        const state = { ...me.buildings[answer.buildingType], upgrading: true, upgradeStartTime, upgradeEndTime };
        return { ...me, gold: answer.remainingGold, buildings: { ...me.buildings, [answer.buildingType]: state } };
      }),
    onSettled: askAgain,
  });
}

export function useTrain() {
  return useMutation({
    mutationFn: (body: { unitType: UnitType; quantity: number }) => api.call('training.start', { body }),
    onMutate: ({ unitType, quantity }) => expect((me, moment) => afterTraining(me, unitType, quantity, moment)),
    onError: (error, _order, context) => rollBack(error, context),
    onSuccess: (answer) => patchOwn((me) => ({ ...me, gold: answer.remainingGold })),
    onSettled: askAgain,
  });
}

export function useCancelTraining() {
  return useMutation({
    mutationFn: (queueId: string) => api.call('training.cancel', { params: { queueId } }),
    onMutate: (queueId) => expect((me, moment) => afterCancel(me, queueId, moment)),
    onError: (error, _id, context) => rollBack(error, context),
    onSuccess: (answer) => patchOwn((me) => ({ ...me, gold: answer.remainingGold })),
    onSettled: askAgain,
  });
}

/** Name and home formation. The formation shows at once; a name only when it was accepted. */
export function useUpdateMe() {
  return useMutation({
    mutationFn: (body: RouteBody<'users.update'>) => api.call('users.update', { body }),
    onMutate: ({ homeFormation }) => expect((me) => (homeFormation ? { ...me, homeFormation } : null)),
    onError: (error, body, context) => {
      if (body.homeFormation) rollBack(error, context);
    },
    onSuccess: (answer, body) => {
      patchOwn((me) => ({ ...me, ...answer }));
      if (body.homeFormation) markFirstStep('guard');
    },
  });
}

export interface AttackOrderInput {
  /** Id of the season's territory row. */
  territoryRowId: string;
  territoryNo: number;
  army: Army;
  formation: Formation;
  clientSeed: string;
  /** The same for every try of the same order, so that it is taken once. */
  idempotencyKey: string;
}

export function useAttack() {
  return useMutation<RouteData<'battles.attackTerritory'>, Error, AttackOrderInput>({
    mutationFn: ({ territoryRowId, army, formation, clientSeed, idempotencyKey }) =>
      api.call('battles.attackTerritory', {
        body: { territoryId: territoryRowId, army, formation, clientSeed },
        idempotencyKey,
      }),
    onSuccess: (answer, { territoryNo, army }) => {
      const orderedAt = new Date(serverClock.nowMs()).toISOString();
      const { battleId, position } = answer;
      patchOwn((me) => ({
        ...me,
        army: answer.remainingArmy,
        marches: [
          ...me.marches.filter((march) => march.battleId !== battleId),
          {
            battleId,
            target: 'territory',
            territoryId: territoryNo,
            campLevel: null,
            villageUserId: null,
            army,
            orderedAt,
            position,
          },
        ],
      }));
    },
    onSettled: (_answer, _error, { territoryNo }) => {
      askAgain();
      refetchSoon(queryKeys.territory(territoryNo));
      refetchSoon(queryKeys.battles);
    },
  });
}

interface GarrisonInput {
  territoryRowId: string;
  territoryNo: number;
  units: Army;
}

function afterGarrisonOrder(territoryNo: number): void {
  askAgain();
  refetchSoon(queryKeys.territory(territoryNo));
  refetchSoon(queryKeys.territories);
}

export function useGarrison() {
  return useMutation({
    mutationFn: ({ territoryRowId, units, formation }: GarrisonInput & { formation: Formation }) =>
      api.call('territories.garrison', { params: { territoryId: territoryRowId }, body: { units, formation } }),
    onSuccess: (answer) => patchOwn((me) => ({ ...me, army: answer.remainingArmy })),
    onSettled: (_answer, _error, { territoryNo }) => afterGarrisonOrder(territoryNo),
  });
}

export function useWithdraw() {
  return useMutation({
    mutationFn: ({ territoryRowId, units }: GarrisonInput) =>
      api.call('territories.withdraw', { params: { territoryId: territoryRowId }, body: { units } }),
    onSettled: (_answer, _error, { territoryNo }) => afterGarrisonOrder(territoryNo),
  });
}

/** Marks a report as opened; a lost answer costs nothing but a dot that stays. */
export function useReadBattle() {
  return useMutation({
    mutationFn: (battleId: string) => api.call('battles.read', { params: { battleId } }),
    onSuccess: () => refetchSoon(queryKeys.battles),
  });
}

export function useReadAllBattles() {
  return useMutation({
    mutationFn: () => api.call('battles.readAll'),
    onSuccess: () => refetchSoon(queryKeys.battles),
    onError: (error) => showToast(errorText(error), 'bad'),
  });
}
