/** From a decision to requests. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { BotRandom } from './botRandom.ts';
import type { Fleet } from './fleet.ts';
import { planAttack } from './planAttack.ts';
import type { Action } from './temperaments/temperament.ts';
import type { BotView } from './view.ts';

export interface Actor {
  readonly api: ApiClient;
  readonly fleet: Fleet;
  readonly random: BotRandom;
}

/** Even when their peace is over, ground where people stand is attacked only in this share of cases. */
const DISTURB_CHANCE = 0.3;

/** Sends the order. True if one was sent; an attack may be called off after a look at the garrison. Throws what the calls throw. */
export async function carryOut(actor: Actor, action: Action, view: BotView, tribeId: string | null): Promise<boolean> {
  const { api } = actor;
  switch (action.kind) {
    case 'train':
      await api.call('training.start', { body: { unitType: action.unit, quantity: action.quantity } });
      return true;
    case 'upgrade':
      await api.call('buildings.upgrade', { body: { buildingType: action.building } });
      return true;
    case 'garrison':
      await api.call('territories.garrison', {
        params: { territoryId: action.territoryId },
        body: { units: action.units, formation: action.formation },
      });
      return true;
    case 'withdraw':
      await api.call('territories.withdraw', {
        params: { territoryId: action.territoryId },
        body: { units: action.units },
      });
      return true;
    case 'attack':
      return await attack(actor, action, view, tribeId);
  }
}

async function attack(
  { api, fleet, random }: Actor,
  action: Extract<Action, { kind: 'attack' }>,
  view: BotView,
  tribeId: string | null,
): Promise<boolean> {
  fleet.reserve(action.place);
  const target = await api.call('territories.get', { params: { territoryId: action.territoryId } });
  const guests = target.contributors.flatMap(({ userId }) =>
    userId === null || fleet.userIds.has(userId) ? [] : [userId],
  );
  if (target.owner && !fleet.isHouseTribe(target.owner.tribeId)) guests.push(target.owner.tribeId);
  if (guests.length > 0 && !(fleet.mayDisturb(guests) && random.chance(DISTURB_CHANCE))) return false;
  const plan = planAttack(view, target, action.orders, tribeId);
  if (plan === null) return false;
  await api.call('battles.attackTerritory', {
    body: { territoryId: action.territoryId, army: plan.army, formation: plan.formation },
  });
  fleet.noteAttack(action.place, guests);
  return true;
}
