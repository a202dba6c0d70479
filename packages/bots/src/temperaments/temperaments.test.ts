import { armyOf, hasUnits, totalUnits } from '@cryptotribes/rules/core/units';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { describe, expect, it } from 'vitest';
import { createBotRandom } from '../botRandom.ts';
import { territoryView, testView } from '../testing/testView.ts';
import { type BotView, militiaWorth } from '../view.ts';
import { builder } from './builder.ts';
import { casual } from './casual.ts';
import { chooseTraining, chooseUpgrade, spendGold } from './economy.ts';
import { EDGE_MOST_WORTH, freeSlot, reinforce, spreadOut, thinOut } from './garrisons.ts';
import { keenAttacker } from './keenAttacker.ts';
import { temperamentOf } from './mix.ts';
import { raider } from './raider.ts';
import { chooseAttack, isOpenEdge, targetWeight } from './targets.ts';
import type { Action, Temperament } from './temperament.ts';

const all: Temperament[] = [casual, builder, raider, keenAttacker];
const taste = { tiers: { edge: 1, ring: 1, center: 1 }, wild: 1, loveOfWeak: 1, minPowerRatio: 1.2 };
const attackTaste = { ...taste, boldness: 1, orders: { targetWinning: 1_901, atLeast: 10, extraPercent: 0 } };

/** What a temperament does with the same view under many different lucks. */
function decisions(temperament: Temperament, view: BotView, times = 300): (Action | null)[] {
  return Array.from({ length: times }, (_, seed) => temperament.decide(view, createBotRandom(seed)));
}
const kinds = (actions: (Action | null)[]) => new Set(actions.map((action) => action?.kind ?? 'rest'));

describe.each(all)('a $name', (temperament) => {
  it('trains with its first gold', () => {
    const view = testView({ gold: 1_000 });
    expect(kinds(decisions(temperament, view))).toEqual(new Set(['train']));
  });
  it('rests without gold, army and land', () => {
    expect(kinds(decisions(temperament, testView({})))).toEqual(new Set(['rest']));
  });
  it('builds once its army is big enough', () => {
    const view = testView({ gold: 400, armyTotal: 95, home: armyOf(5) });
    expect(kinds(decisions(temperament, view))).toEqual(new Set(['upgrade']));
  });
  it('attacks weak ground when it is time, and not right after an attack', () => {
    const territories = Array.from({ length: 20 }, (_, index) => territoryView({ place: 21 + index }));
    const view = testView({ home: armyOf(60), armyTotal: 60, territories, urge: 1 });
    expect(kinds(decisions(temperament, view))).toContain('attack');
    expect(kinds(decisions(temperament, { ...view, urge: 0 }))).not.toContain('attack');
  });
  it('decides the same with the same luck', () => {
    const view = testView({ gold: 700, home: armyOf(40), armyTotal: 40, territories: [territoryView({})], urge: 0.5 });
    expect(decisions(temperament, view, 20)).toEqual(decisions(temperament, view, 20));
  });
  it('never sends units it does not have', () => {
    const home = armyOf(9, 3);
    const territories = [
      territoryView({ place: 21, holder: 'own', units: armyOf(2, 0, 0, 30), myUnits: armyOf(0, 0, 0, 30) }),
      territoryView({ place: 6, tier: 'ring', holder: 'own', capacity: 250, units: armyOf(1), myUnits: armyOf(1) }),
      territoryView({ place: 22, holder: 'own', units: armyOf(3), myUnits: armyOf(3) }),
    ];
    for (const action of decisions(temperament, testView({ home, territories, slots: new Set([21, 6, 22]) }))) {
      if (action?.kind === 'garrison') expect(hasUnits(home, action.units)).toBe(true);
      if (action?.kind !== 'withdraw') continue;
      const from = territories.find(({ id }) => id === action.territoryId);
      expect(totalUnits(action.units)).toBeGreaterThan(0);
      expect(Object.values(action.units).every((count) => count >= 0)).toBe(true);
      expect(from?.myUnits && hasUnits(from.myUnits, action.units)).toBe(true);
    }
  });
});

describe('choosing a target', () => {
  const home = armyOf(60);
  it.each([
    ['the own tribe', territoryView({ holder: 'own' })],
    ['ground at peace', territoryView({ atPeace: true })],
    ['the only territory of a tribe of people', territoryView({ holder: 'guest', holderTerritories: 1 })],
    ['a garrison that is too strong', territoryView({ units: armyOf(55) })],
    ['a territory where it already has units', territoryView({ place: 30 })],
  ])('leaves %s alone', (_, territory) => {
    expect(targetWeight(testView({ home, slots: new Set([30]) }), territory, taste)).toBe(0);
  });
  it('prefers tribes of the house to tribes of people by far', () => {
    const view = testView({ home });
    const house = targetWeight(view, territoryView({}), taste);
    const guest = targetWeight(view, territoryView({ holder: 'guest' }), taste);
    expect(guest).toBeGreaterThan(0);
    expect(house).toBeGreaterThan(5 * guest);
  });
  it('keeps some weak edges for newcomers', () => {
    const few = Array.from({ length: 8 }, (_, index) => territoryView({ place: 21 + index }));
    const attack = (view: BotView) => chooseAttack(view, attackTaste, createBotRandom(1));
    expect(attack(testView({ home, urge: 1, territories: few }))).toBeNull();
    expect(attack(testView({ home, urge: 1, territories: [...few, territoryView({ place: 40 })] }))).not.toBeNull();
    expect(attack(testView({ home, urge: 1.5, territories: few.slice(0, 4) }))).toBeNull();
    expect(attack(testView({ home, urge: 1.5, territories: few }))).not.toBeNull();
  });
  it('stays at home with units in four territories', () => {
    const territories = Array.from({ length: 20 }, (_, index) => territoryView({ place: 21 + index }));
    const view = testView({ home, urge: 1.5, territories, slots: new Set([1, 2, 3, 4]) });
    expect(chooseAttack(view, attackTaste, createBotRandom(1))).toBeNull();
  });
  it.each([
    [armyOf(34), 'plains', true],
    [armyOf(20, 5), 'forest', true],
    [armyOf(22, 6), 'river', true],
    [armyOf(60), 'plains', false],
    [armyOf(0, 30), 'forest', false],
  ] as const)('knows whether %j in %s is open to a newcomer: %s', (units, terrain, open) => {
    expect(isOpenEdge(season1, territoryView({ units, terrain }))).toBe(open);
  });
});

describe('garrisons', () => {
  it('thins an edge that is held too strongly, sending the best units home', () => {
    const territory = territoryView({ holder: 'own', units: armyOf(30, 10), myUnits: armyOf(30, 10) });
    const action = thinOut(testView({ territories: [territory] }), createBotRandom(1));
    if (action?.kind !== 'withdraw') throw new Error('expected a withdrawal');
    expect(action.units.spearman).toBe(10);
    const left = armyOf(30 - action.units.militia);
    expect(militiaWorth('season1', left)).toBeLessThanOrEqual(18);
    expect(militiaWorth('season1', left)).toBeGreaterThanOrEqual(10);
  });
  it.each([
    ['a thin edge', territoryView({ holder: 'own', units: armyOf(EDGE_MOST_WORTH), myUnits: armyOf(EDGE_MOST_WORTH) })],
    ['a strong ring territory', territoryView({ tier: 'ring', holder: 'own', units: armyOf(90), myUnits: armyOf(90) })],
    ["a mate's edge", territoryView({ holder: 'own', units: armyOf(90) })],
  ])('leaves %s as it is', (_, territory) => {
    expect(thinOut(testView({ territories: [territory] }), createBotRandom(1))).toBeNull();
  });
  it('leaves the weakest edge when all four places are used', () => {
    const held = [1, 21, 22, 23].map((place) =>
      territoryView({ place, tier: place === 1 ? 'center' : 'edge', holder: 'own', myUnits: armyOf(place) }),
    );
    const view = testView({ territories: held, slots: new Set([1, 21, 22, 23]) });
    expect(freeSlot(view)).toMatchObject({ kind: 'withdraw', territoryId: held[1]?.id, units: armyOf(21) });
    expect(freeSlot({ ...view, slots: new Set([1, 21, 22]) })).toBeNull();
  });
  it('strengthens the center with up to half of the army, never beyond its room', () => {
    const center = territoryView({ place: 1, tier: 'center', capacity: 500, holder: 'own', units: armyOf(10) });
    const view = testView({ home: armyOf(40, 20), territories: [center] });
    const goals = { edge: 0, ring: 0, center: 100 };
    const action = reinforce(view, goals, createBotRandom(1));
    expect(action).toMatchObject({ kind: 'garrison', units: armyOf(10, 20), formation: 'defensive' });
    const full = { ...center, units: armyOf(499), capacity: 500 };
    expect(reinforce({ ...view, territories: [full] }, { ...goals, center: 900 }, createBotRandom(1))).toBeNull();
  });
  it('spreads pairs for their gold, but keeps a place free for attacks', () => {
    const mates = territoryView({ holder: 'own', units: armyOf(10) });
    const view = testView({ home: armyOf(30), territories: [mates] });
    expect(spreadOut(view, createBotRandom(1))).toMatchObject({ kind: 'garrison', units: armyOf(2) });
    expect(spreadOut({ ...view, slots: new Set([1, 2, 3]) }, createBotRandom(1))).toBeNull();
    expect(spreadOut({ ...view, territories: [{ ...mates, units: armyOf(24) }] }, createBotRandom(1))).toBeNull();
  });
});

describe('gold', () => {
  const likesAll = { militia: 1, spearman: 1, archer: 1, cavalry: 1 };
  const goals = { barracks: 4, warehouse: 4, workshop: 4 };
  it('raises what lags behind and can be paid', () => {
    const levels = { barracks: 3, warehouse: 3, workshop: 1 };
    expect(chooseUpgrade(testView({ gold: 600, levels }), goals)).toEqual({ kind: 'upgrade', building: 'workshop' });
    expect(chooseUpgrade(testView({ gold: 100, levels }), goals)).toBeNull();
    expect(chooseUpgrade(testView({ gold: 600, levels, upgrading: ['workshop'] }), goals)).toMatchObject({
      building: 'barracks',
    });
    expect(
      chooseUpgrade(testView({ gold: 600, levels: { ...levels, barracks: 4, warehouse: 4, workshop: 4 } }), goals),
    ).toBeNull();
  });
  it.each([
    ['locked units', testView({ gold: 1_000 }), { ...likesAll, militia: 0 }],
    ['a full queue', testView({ gold: 1_000, queueLength: 5 }), likesAll],
    ['a full army', testView({ gold: 1_000, armyTotal: 98 }), likesAll],
    ['too little gold', testView({ gold: 40 }), likesAll],
  ])('does not train with %s', (_, view, units) => {
    expect(chooseTraining(view, units, createBotRandom(1))).toBeNull();
  });
  it('fills the army cap to the last unit and no further', () => {
    const view = testView({ gold: 1_000, armyTotal: 90 });
    expect(chooseTraining(view, likesAll, createBotRandom(1))).toEqual({
      kind: 'train',
      unit: 'militia',
      quantity: 10,
    });
  });
  it('saves for the next building, until the warehouse is nearly full', () => {
    const plan = { goals: { barracks: 1, warehouse: 1, workshop: 5 }, taste: likesAll, armyShare: 0.5 };
    const view = testView({ gold: 700, armyTotal: 60, levels: { barracks: 1, warehouse: 1, workshop: 4 } });
    expect(spendGold(view, plan, createBotRandom(1))).toBeNull();
    expect(spendGold({ ...view, gold: 900 }, plan, createBotRandom(1))).toMatchObject({ kind: 'train' });
  });
});

describe('the mix', () => {
  it('gives every tribe of eight somebody of each temperament, led by a builder', () => {
    const tribe = Array.from({ length: 8 }, (_, seat) => temperamentOf(8 + seat));
    expect(new Set(tribe)).toEqual(new Set(all));
    expect(tribe[0]).toBe(builder);
  });
});
