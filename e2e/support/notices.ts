/** News for a player of a test, as a feature of the server would tell them. */
import type { EventData, EventName } from '@cryptotribes/protocol/features/events';
import { inTransaction } from '@cryptotribes/server/platform/tx';
import type { World } from './world.ts';

export async function tell<E extends EventName>(world: World, userId: string, type: E, data: EventData<E>) {
  const { ctx } = world.program;
  await inTransaction(ctx, async (tx) => tx.tell({ user: userId }, type, data, ctx.clock.nowMs()));
}

/** Your land at this place of the map is lost. */
export const tellLost = (world: World, userId: string, territoryId: number, territoryName: string) =>
  tell(world, userId, 'territory_lost', { territoryId, territoryName, battleId: null, by: null });

export const tellRaised = (world: World, userId: string, level: number) =>
  tell(world, userId, 'building_upgraded', { buildingType: 'workshop', level });
