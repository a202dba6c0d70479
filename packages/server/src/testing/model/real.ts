/** The program, as the model's commands see it: players with the typed client, and what they are shown. */
import type { RouteData } from '@cryptotribes/protocol/routes';
import { expect } from 'vitest';
import type { TestApp } from '../testApp.ts';
import type { TestPlayer } from '../testPlayer.ts';
import { type Building, living, type Model, type ModelPlayer, type Side } from './state.ts';

export interface Real {
  readonly app: TestApp;
  readonly players: TestPlayer[];
  readonly chiefs: Record<Side, TestPlayer & { tribeId: string }>;
}

export const militia = (quantity: number) => ({ militia: quantity, spearman: 0, archer: 0, cavalry: 0 });
const iso = (ms: number): string => new Date(ms).toISOString();

export const sideOf = (real: Real, tribeId: string | null): Side | null =>
  tribeId === null ? null : tribeId === real.chiefs.north.tribeId ? 'north' : 'south';

const garrisonsOf = (me: RouteData<'users.me'>): [number, number][] =>
  me.garrisons.map(({ territoryId, units }): [number, number] => [territoryId, units.militia]);

/** What a player is shown, in the words of the model. */
const shown = (real: Real, me: RouteData<'users.me'>) => ({
  gold: me.gold,
  home: me.army,
  queue: me.trainingQueue.map(({ queueId, quantity, startTime, endTime, costPaid }) => ({
    queueId,
    quantity,
    startTime,
    endTime,
    costPaid,
  })),
  returning: me.returning.map(({ units, arrivesAt }) => `${units.militia} at ${arrivesAt}`).sort(),
  garrisons: garrisonsOf(me).sort(([a], [b]) => a - b),
  levels: Object.fromEntries(Object.entries(me.buildings).map(([type, { level }]) => [type, level])),
  upgrading: Object.fromEntries(
    Object.entries(me.buildings)
      .filter(([, { upgrading }]) => upgrading)
      .map(([type, { upgradeEndTime }]) => [type, upgradeEndTime]),
  ),
  tribe: sideOf(real, me.tribeId),
  living: me.armyTotal,
});
const expected = (player: ModelPlayer) => ({
  gold: player.gold,
  home: militia(player.home),
  queue: player.queue.map(({ id, quantity, cost, startMs, endMs }) => ({
    queueId: id,
    quantity,
    startTime: iso(startMs),
    endTime: iso(endMs),
    costPaid: cost,
  })),
  returning: player.returning.map(({ quantity, atMs }) => `${quantity} at ${iso(atMs)}`).sort(),
  garrisons: [...player.garrisons].sort(([a], [b]) => a - b),
  levels: player.levels,
  upgrading: Object.fromEntries(
    Object.entries(player.upgrading).map(([type, endMs]: [string, number]) => [type as Building, iso(endMs)]),
  ),
  tribe: player.tribe,
  living: living(player),
});

/** Program and model agree about every player, or about one. */
export async function expectAgreement(model: Model, real: Real, only: number | null = null): Promise<void> {
  for (const [index, player] of model.players.entries()) {
    if (only !== null && only !== index) continue;
    const me = await (real.players[index] as TestPlayer).call('users.me');
    expect(shown(real, me), `player ${index}`).toEqual(expected(player));
  }
}

/** A battle moved units in ways that the model does not foresee: where they are now is taken from the program, how many there may be is not. */
export async function takeOverUnits(player: ModelPlayer, who: TestPlayer, livingNow: number): Promise<void> {
  const me = await who.call('users.me');
  player.home = me.army.militia;
  player.garrisons = new Map(garrisonsOf(me));
  player.returning = me.returning.map(({ units, arrivesAt }) => ({
    quantity: units.militia,
    atMs: Date.parse(arrivesAt),
  }));
  expect(living(player), 'units after a battle').toBe(livingNow);
}
