/** From a decision to requests. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { BotRandom } from './botRandom.ts';
import type { Fleet } from './fleet.ts';
import { planAttack } from './planAttack.ts';
import { planVillageRaid } from './planVillageRaid.ts';
import type { Action } from './temperaments/temperament.ts';
import type { BotView } from './view.ts';

export interface Actor {
  readonly api: ApiClient;
  readonly fleet: Fleet;
  readonly random: BotRandom;
}

/** Even when their peace is over, ground where people stand is attacked only in this share of cases. */
const DISTURB_CHANCE = 0.3;

/** Sends the order. True if one was sent; an attack or a raid may be called off after a look at the target. Throws what the calls throw. */
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
    case 'raidCamp': {
      const { level, army, formation } = action;
      await api.call('battles.raidCamp', { body: { level, army, formation } });
      actor.fleet.noteRaid([]);
      return true;
    }
    case 'raidVillage':
      return await raidVillage(actor, action.targetWinning, view);
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

/** How many open villages a bot looks at. */
const VILLAGES_SEEN = 40;
/** A village with less to take is left alone. */
const WORTH_GOLD = 25;

async function raidVillage({ api, fleet, random }: Actor, targetWinning: number, view: BotView): Promise<boolean> {
  const { villages } = await api.call('raids.villages', { query: { limit: String(VILLAGES_SEEN), open: 'true' } });
  // Rich villages tempt, but it looks closely at one only: who picks well stays an exception.
  const village = random.weighted(villages, ({ lootAtMost }) => (lootAtMost < WORTH_GOLD ? 0 : lootAtMost));
  const plan = village && planVillageRaid(view, village, targetWinning);
  if (!village || !plan) return false;
  const { userId } = village;
  const guests = fleet.userIds.has(userId) ? [] : [userId];
  if (guests.length > 0 && !(fleet.mayDisturb(guests) && random.chance(DISTURB_CHANCE))) return false;
  await api.call('battles.raidVillage', { body: { userId, army: plan.army, formation: plan.formation } });
  fleet.noteRaid(guests);
  return true;
}
