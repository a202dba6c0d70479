/** What a player of a chaos run orders next: something of everything that changes the game, little enough that the gold lasts. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { RouteName } from '@cryptotribes/protocol/routes';
import { BUILDING_TYPES, completeArmy, FORMATIONS } from '@cryptotribes/rules/core/units';
import type { Dice } from '../play/dice.ts';

export interface Land {
  readonly id: string;
  readonly no: number;
}

export interface Order {
  readonly route: RouteName;
  /** What its rows will say. */
  readonly wanted: unknown;
  readonly send: (api: ApiClient, idempotencyKey: string) => Promise<unknown>;
}

/** `sign` makes a text that nobody else writes. */
export function chooseOrder(dice: Dice, me: Me, land: readonly Land[], sign: () => string): Order {
  const formation = dice.pick(FORMATIONS) ?? 'balanced';
  const tribeId = me.tribe?.id ?? null;
  const what = dice.below(100);
  if (what < 24 && me.gold >= 10) return train(1 + dice.below(3));
  if (what < 30 && me.trainingQueue.length > 0) return cancel(me.trainingQueue.at(-1)?.queueId ?? '');
  if (what < 45 && me.army.militia >= 5) return raid(Math.min(1 + me.campsBeaten, 3), formation);
  if (what < 60 && me.army.militia >= 2) return attack(dice, land, formation, me.army.militia >= 38 ? 36 : 2);
  const held = dice.pick(me.garrisons);
  const place = land.find(({ no }) => no === held?.territoryId);
  if (what < 68 && place && me.army.militia >= 1) return garrison(place.id, formation);
  if (what < 74 && place && (held?.units.militia ?? 0) >= 2) return withdraw(place.id);
  if (what < 80 && me.gold >= 150) return upgrade(dice);
  if (what < 88 && tribeId !== null) return write(tribeId, sign());
  return {
    route: 'users.update',
    wanted: { homeFormation: formation },
    send: (api, idempotencyKey) => api.call('users.update', { body: { homeFormation: formation }, idempotencyKey }),
  };
}

type Formation = (typeof FORMATIONS)[number];

/** The first order of all: enough units to take land. */
export const levy = (): Order => train(45);

const train = (quantity: number): Order => ({
  route: 'training.start',
  wanted: { quantity },
  send: (api, idempotencyKey) =>
    api.call('training.start', { body: { unitType: 'militia', quantity }, idempotencyKey }),
});
const cancel = (queueId: string): Order => ({
  route: 'training.cancel',
  wanted: { queueId },
  send: (api, idempotencyKey) => api.call('training.cancel', { params: { queueId }, idempotencyKey }),
});
const raid = (level: number, formation: Formation): Order => ({
  route: 'battles.raidCamp',
  wanted: { level },
  send: (api, idempotencyKey) =>
    api.call('battles.raidCamp', { body: { level, army: completeArmy({ militia: 5 }), formation }, idempotencyKey }),
});
/** A few places of the edge only, so that several tribes fight over the same ones. */
const attack = (dice: Dice, land: readonly Land[], formation: Formation, militia: number): Order => {
  const target = dice.pick(land.filter(({ no }) => no > 40));
  const army = completeArmy({ militia });
  return {
    route: 'battles.attackTerritory',
    wanted: { territoryNo: target?.no },
    send: (api, idempotencyKey) =>
      api.call('battles.attackTerritory', { body: { territoryId: target?.id ?? '', army, formation }, idempotencyKey }),
  };
};
const garrison = (territoryId: string, formation: Formation): Order => ({
  route: 'territories.garrison',
  wanted: null,
  send: (api, idempotencyKey) => {
    const body = { units: completeArmy({ militia: 1 }), formation };
    return api.call('territories.garrison', { params: { territoryId }, body, idempotencyKey });
  },
});
const withdraw = (territoryId: string): Order => ({
  route: 'territories.withdraw',
  wanted: null,
  send: (api, idempotencyKey) => {
    const body = { units: completeArmy({ militia: 1 }) };
    return api.call('territories.withdraw', { params: { territoryId }, body, idempotencyKey });
  },
});
const upgrade = (dice: Dice): Order => {
  const buildingType = dice.pick(BUILDING_TYPES) ?? 'barracks';
  return {
    route: 'buildings.upgrade',
    wanted: { buildingType },
    send: (api, idempotencyKey) => api.call('buildings.upgrade', { body: { buildingType }, idempotencyKey }),
  };
};
const write = (tribeId: string, text: string): Order => ({
  route: 'tribes.postMessage',
  wanted: { text },
  send: (api, idempotencyKey) =>
    api.call('tribes.postMessage', { params: { tribeId }, body: { text }, idempotencyKey }),
});
