/** What players do, as commands of a model-based test: each says what must come of it, refusals included, before it asks the program. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { TestPlayer } from '../testPlayer.ts';
import { expectAgreement, militia, type Real, sideOf, takeOverUnits } from './real.ts';
import {
  ARMY_PER_LEVEL,
  type Building,
  batchMs,
  GARRISONS_MAX,
  living,
  MILITIA,
  MINUTE_MS,
  type Model,
  type ModelPlayer,
  pass,
  QUEUE_MAX,
  recall,
  type Side,
  UPGRADES,
  withoutBatch,
} from './state.ts';

type Step = fc.AsyncCommand<Model, Real>;

/** The answer, or the code of the refusal. */
async function outcome<T>(call: Promise<T>): Promise<{ value: T; code: null } | { value: null; code: string }> {
  try {
    return { value: await call, code: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { value: null, code: error.code };
  }
}

interface Turn {
  model: Model;
  real: Real;
  player: ModelPlayer;
  who: TestPlayer;
}
/** A command of one player, about whom program and model agree afterwards; about all they must whenever time goes by, and at the end. */
const step = (text: string, index: number, work: (turn: Turn) => Promise<void>): Step => ({
  check: () => true,
  run: async (model, real) => {
    const player = model.players[index] as ModelPlayer;
    await work({ model, real, player, who: real.players[index] as TestPlayer });
    await expectAgreement(model, real, index);
  },
  toString: () => `player ${index} ${text}`,
});

const train = (index: number, quantity: number): Step =>
  step(`trains ${quantity}`, index, async ({ model, player, who }) => {
    const cost = quantity * MILITIA.cost;
    const cap = player.levels.barracks * ARMY_PER_LEVEL;
    const refusal =
      player.queue.length >= QUEUE_MAX
        ? 'TRAINING_QUEUE_FULL'
        : living(player) + quantity > cap
          ? 'ARMY_CAP_EXCEEDED'
          : player.gold < cost
            ? 'INSUFFICIENT_RESOURCES'
            : null;
    const { value, code } = await outcome(who.call('training.start', { body: { unitType: 'militia', quantity } }));
    expect(code).toBe(refusal);
    if (value === null) return;
    player.gold -= cost;
    const startMs = Math.max(model.nowMs, ...player.queue.map(({ endMs }) => endMs));
    const endMs = startMs + batchMs(quantity, player.levels.workshop);
    player.queue.push({ id: value.queueId, quantity, cost, startMs, endMs });
  });

const cancel = (index: number, which: number): Step =>
  step(`cancels batch ${which}`, index, async ({ model, player, who }) => {
    const batch = player.queue[which];
    const queueId = batch?.id ?? 'f0f0f0f0f0f0f0f0f0f0f0f0';
    const { code } = await outcome(who.call('training.cancel', { params: { queueId } }));
    expect(code).toBe(batch === undefined ? 'TRAINING_NOT_FOUND' : null);
    if (batch === undefined) return;
    player.gold += Math.floor(batch.cost / 2);
    player.queue = withoutBatch(player.queue, which, model.nowMs);
  });

const upgrade = (index: number, building: Building): Step =>
  step(`raises the ${building}`, index, async ({ model, player, who }) => {
    const level = player.levels[building];
    const gold = UPGRADES[building].gold[level - 1];
    // Nobody in these games gets so far.
    if (gold === undefined) return;
    const refusal =
      player.upgrading[building] !== undefined
        ? 'BUILDING_ALREADY_UPGRADING'
        : player.gold < gold
          ? 'INSUFFICIENT_RESOURCES'
          : null;
    const { value, code } = await outcome(who.call('buildings.upgrade', { body: { buildingType: building } }));
    expect(code).toBe(refusal);
    if (value === null) return;
    player.gold -= gold;
    player.upgrading[building] = model.nowMs + (UPGRADES[building].seconds[level - 1] as number) * 1_000;
  });

const request = (index: number, side: Side): Step =>
  step(`asks to join the ${side}`, index, async ({ real, player, who }) => {
    const { code } = await outcome(who.call('tribes.request', { params: { tribeId: real.chiefs[side].tribeId } }));
    expect(code).toBe(player.tribe === null ? null : 'ALREADY_IN_TRIBE');
    if (code === null) player.requested.add(side);
  });

const accept = (index: number, side: Side): Step =>
  step(`is let into the ${side}`, index, async ({ real, player, who }) => {
    const { tribeId, call } = real.chiefs[side];
    const { code } = await outcome(call('tribes.acceptRequest', { params: { tribeId, userId: who.id } }));
    expect(code).toBe(player.requested.has(side) ? null : 'REQUEST_NOT_FOUND');
    if (code !== null) return;
    player.tribe = side;
    player.requested.clear();
  });

const leave = (index: number, side: Side): Step =>
  step(`leaves the ${side}`, index, async ({ model, real, player, who }) => {
    const { code } = await outcome(who.call('tribes.leave', { params: { tribeId: real.chiefs[side].tribeId } }));
    expect(code).toBe(player.tribe === side ? null : 'NOT_IN_TRIBE');
    if (code === null) goHome(model, player);
  });
function goHome(model: Model, player: ModelPlayer): void {
  player.tribe = null;
  for (const [territory, quantity] of player.garrisons) recall(player, territory, quantity, model.nowMs);
}

async function ownerOf(real: Real, territory: number): Promise<{ side: Side | null; hasTruce: boolean }> {
  const { owner, truceUntil } = await real.chiefs.north.call('territories.get', {
    params: { territoryId: real.app.territory(territory) },
  });
  const hasTruce = truceUntil !== null && Date.parse(truceUntil) > real.app.clock.nowMs();
  return { side: sideOf(real, owner?.tribeId ?? null), hasTruce };
}

const garrison = (index: number, territory: number, quantity: number): Step =>
  step(`moves ${quantity} into ${territory}`, index, async ({ real, player, who }) => {
    const { side } = await ownerOf(real, territory);
    const refusal =
      player.tribe === null
        ? 'NOT_IN_TRIBE'
        : side !== player.tribe
          ? 'NOT_OWN_TERRITORY'
          : player.home < quantity
            ? 'INSUFFICIENT_UNITS'
            : !player.garrisons.has(territory) && player.garrisons.size >= GARRISONS_MAX
              ? 'GARRISON_LIMIT'
              : null;
    const { code } = await outcome(
      who.call('territories.garrison', {
        params: { territoryId: real.app.territory(territory) },
        body: { units: militia(quantity), formation: 'balanced' },
      }),
    );
    expect(code).toBe(refusal);
    if (code !== null) return;
    player.home -= quantity;
    player.garrisons.set(territory, (player.garrisons.get(territory) ?? 0) + quantity);
  });

const withdraw = (index: number, territory: number, quantity: number): Step =>
  step(`calls ${quantity} home from ${territory}`, index, async ({ model, real, player, who }) => {
    const { code } = await outcome(
      who.call('territories.withdraw', {
        params: { territoryId: real.app.territory(territory) },
        body: { units: militia(quantity) },
      }),
    );
    const isEnough = (player.garrisons.get(territory) ?? 0) >= quantity;
    expect(code).toBe(isEnough ? null : 'INSUFFICIENT_UNITS');
    if (isEnough) recall(player, territory, quantity, model.nowMs);
  });

const attack = (index: number, territory: number, quantity: number): Step =>
  step(`attacks ${territory} with ${quantity}`, index, async ({ model, real, player, who }) => {
    const { side, hasTruce } = await ownerOf(real, territory);
    const refusal =
      player.tribe === null
        ? 'NOT_IN_TRIBE'
        : side === player.tribe
          ? 'OWN_TERRITORY'
          : hasTruce
            ? 'TERRITORY_PROTECTED'
            : player.home < quantity
              ? 'INSUFFICIENT_UNITS'
              : !player.garrisons.has(territory) && player.garrisons.size >= GARRISONS_MAX
                ? 'GARRISON_LIMIT'
                : null;
    const { value, code } = await outcome(
      who.call('battles.attackTerritory', {
        body: { territoryId: real.app.territory(territory), army: militia(quantity), formation: 'balanced' },
      }),
    );
    expect(code).toBe(refusal);
    if (value === null) return;
    const before = model.players.map(living);
    player.home -= quantity;
    await real.app.settle();
    const report = await who.call('battles.get', { params: { battleId: value.battleId } });
    expect(report.status).toBe('completed');
    const fallen = new Map<string, number>([[who.id, report.results?.casualties.attacker.militia ?? 0]]);
    for (const { userId, losses } of report.contributors)
      if (userId !== null) fallen.set(userId, (fallen.get(userId) ?? 0) + losses.militia);
    expect(fallen.get(who.id)).toBeLessThanOrEqual(quantity);
    for (const [other, state] of model.players.entries()) {
      const { id } = real.players[other] as TestPlayer;
      if (fallen.has(id))
        await takeOverUnits(
          state,
          real.players[other] as TestPlayer,
          (before[other] as number) - (fallen.get(id) ?? 0),
        );
    }
  });

/** Time goes by: what is due happens, and gold comes in; how much it may be is said by the income that is shown. */
const wait = (minutes: number): Step => ({
  check: () => true,
  run: async (model, real) => {
    const before = await Promise.all(real.players.map((player) => player.call('users.me')));
    real.app.clock.advance(minutes * MINUTE_MS);
    await real.app.settle();
    pass(model, real.app.clock.nowMs());
    for (const [index, player] of model.players.entries()) {
      const { gold, income, goldCapacity } = await (real.players[index] as TestPlayer).call('users.me');
      const perHour = Math.max(income.perHour, before[index]?.income.perHour ?? 0);
      // Income comes for whole slots of ten minutes: at most one more than has gone by.
      const most = Math.ceil((perHour * (minutes + 10)) / 60) + 1;
      expect(gold).toBeGreaterThanOrEqual(player.gold);
      expect(gold).toBeLessThanOrEqual(Math.max(player.gold, Math.min(player.gold + most, goldCapacity)));
      player.gold = gold;
    }
    await expectAgreement(model, real);
  },
  toString: () => `${minutes} minutes go by`,
});

/** All players leave their tribes, so that the next game finds room. */
export async function leaveTribes(model: Model, real: Real): Promise<void> {
  for (const [index, player] of model.players.entries())
    if (player.tribe !== null)
      await (real.players[index] as TestPlayer).call('tribes.leave', {
        params: { tribeId: real.chiefs[player.tribe].tribeId },
      });
}

const joins = (index: number, side: Side): Step => ({
  check: () => true,
  run: async (model, real) => {
    await request(index, side).run(model, real);
    await accept(index, side).run(model, real);
  },
  toString: () => `player ${index} asks, and is let into the ${side}`,
});

/** How most players begin, so that there is something to fight with: in a tribe or not, with some units. */
export const beginnings = (players: number): fc.Arbitrary<Step[]> =>
  fc
    .array(
      fc.record({ side: fc.option(fc.constantFrom<Side>('north', 'south')), units: fc.integer({ min: 10, max: 60 }) }),
      {
        minLength: players,
        maxLength: players,
      },
    )
    .map((all) => [
      ...all.flatMap(({ side, units }, index) => [train(index, units), ...(side === null ? [] : [joins(index, side)])]),
      wait(61),
    ]);

/** Sequences of commands of `players` players over these territories. */
export function sequences(players: number, territories: readonly number[], length: number) {
  const who = fc.nat(players - 1);
  const side = fc.constantFrom<Side>('north', 'south');
  const few = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 110 }));
  const place = fc.constantFrom(...territories);
  const building = fc.constantFrom<Building>('barracks', 'warehouse', 'workshop');
  return fc.commands(
    [
      fc.tuple(who, few).map(([index, n]) => train(index, n)),
      fc.tuple(who, fc.nat(5)).map(([index, n]) => cancel(index, n)),
      fc.tuple(who, building).map(([index, type]) => upgrade(index, type)),
      fc.tuple(who, side).map(([index, chosen]) => joins(index, chosen)),
      fc.tuple(who, side).map(([index, chosen]) => request(index, chosen)),
      fc.tuple(who, side).map(([index, chosen]) => accept(index, chosen)),
      fc.tuple(who, side).map(([index, chosen]) => leave(index, chosen)),
      fc.tuple(who, place, few).map(([index, no, n]) => garrison(index, no, n)),
      fc.tuple(who, place, few).map(([index, no, n]) => withdraw(index, no, n)),
      fc.tuple(who, place, few).map(([index, no, n]) => attack(index, no, n)),
      fc.tuple(who, place, fc.integer({ min: 1, max: 15 })).map(([index, no, n]) => attack(index, no, n)),
      fc.integer({ min: 1, max: 15 }).map(wait),
      fc.constant(wait(31)),
    ],
    { maxCommands: length, size: 'max' },
  );
}
