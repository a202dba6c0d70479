import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { type Army, armyOf, hasUnits, totalUnits } from '@cryptotribes/rules/core/units';
import { describe, expect, it } from 'vitest';
import { growTo, planAttack } from './planAttack.ts';
import { territoryView, testView } from './testing/testView.ts';

const orders = { targetWinning: 1_901, atLeast: 10, extraPercent: 0 };
const NOW = testView({}).nowMs;
const OWNER = {
  tribeId: 'b'.repeat(24),
  tribeName: 'Iron Oath',
  tag: 'IRN',
  ordinal: 2,
  controlledSince: new Date(NOW).toISOString(),
};

function detail(units: Army, changes: Partial<TerritoryDetail> = {}): TerritoryDetail {
  const standing = { units, formation: 'balanced' as const, lastUpdated: new Date(NOW).toISOString() };
  const { id, place, tier, terrain, capacity } = territoryView({});
  return {
    id,
    territoryId: place,
    name: 'Test',
    province: 'Test',
    tier,
    terrain,
    coordinates: { x: 0, y: 0 },
    neighbours: [],
    owner: OWNER,
    garrison: standing,
    npcDefense: null,
    capacity,
    goldGeneration: 25,
    vpGeneration: 25,
    truceUntil: null,
    pendingOrders: { count: 0, mine: 0 },
    myUnits: null,
    contributors: [{ userId: 'c'.repeat(24), username: null, units, workshopLevel: 1 }],
    siegeFatigueBp: 0,
    repeatIndex: null,
    captureBonus: null,
    recentBattles: [],
    ...changes,
  };
}

describe('planning an attack', () => {
  const view = testView({ home: armyOf(60, 40, 20, 0) });

  it('sends no more than it takes, and wins with it', () => {
    const plan = planAttack(view, detail(armyOf(20)), orders, null);
    expect(plan).not.toBeNull();
    if (plan === null) return;
    expect(totalUnits(plan.army)).toBeLessThan(30);
    const preview = previewBattle({
      rulesetId: view.rulesetId,
      terrain: 'plains',
      attacker: { ...plan, workshopLevel: 1 },
      defender: { formation: 'balanced', contributors: [{ userId: 'x', units: armyOf(20), workshopLevel: 1 }] },
      siegeFatigueBp: 0,
    });
    expect(preview.winning).toBeGreaterThanOrEqual(orders.targetWinning);
  });
  it('uses militia alone at an edge where they are enough', () => {
    expect(planAttack(view, detail(armyOf(20)), orders, null)?.army).toMatchObject({ spearman: 0, archer: 0 });
    expect(planAttack(view, detail(armyOf(80)), orders, null)?.army.spearman).toBeGreaterThan(0);
  });
  it('sends the ordered minimum against an empty garrison', () => {
    const plan = planAttack(view, detail(armyOf(), { contributors: [] }), orders, null);
    expect(plan?.army).toEqual(armyOf(10));
  });
  it('counts the workshops of those who stand there', () => {
    const weak = detail(armyOf(50));
    const strong = detail(armyOf(50), {
      contributors: [{ userId: 'c'.repeat(24), username: null, units: armyOf(50), workshopLevel: 5 }],
    });
    const unitsFor = (target: TerritoryDetail) => totalUnits(planAttack(view, target, orders, null)?.army ?? armyOf());
    expect(unitsFor(strong)).toBeGreaterThan(unitsFor(weak));
  });
  it('reads the wild army of ground that nobody holds', () => {
    const wild = { units: armyOf(25), formation: 'balanced' as const, difficulty: 'weak' as const };
    const plan = planAttack(
      view,
      detail(armyOf(), { owner: null, garrison: null, npcDefense: wild, contributors: [] }),
      orders,
      null,
    );
    expect(plan?.army.militia).toBeGreaterThan(25);
  });
  it.each([
    ['it is the own tribe by now', { owner: OWNER }, OWNER.tribeId],
    ['a truce protects it', { truceUntil: new Date(NOW + 1).toISOString() }, null],
    ['somebody else is on the way', { pendingOrders: { count: 1, mine: 0 } }, null],
  ])('calls it off when %s', (_, changes, ownTribeId) => {
    expect(planAttack(view, detail(armyOf(5), changes), orders, ownTribeId)).toBeNull();
  });
  it('attacks again in the moment in which a truce ends', () => {
    const ended = { truceUntil: new Date(NOW).toISOString() };
    expect(planAttack(view, detail(armyOf(5), ended), orders, null)).not.toBeNull();
  });
  it('calls it off when even everything is not safe enough', () => {
    expect(planAttack(view, detail(armyOf(150, 40)), orders, null)).toBeNull();
  });
});

describe('enlarging an army', () => {
  it.each([
    [armyOf(5), armyOf(20, 10), 20, 20],
    [armyOf(5), armyOf(5, 2), 20, 7],
    [armyOf(5, 5), armyOf(9, 9), 4, 10],
  ])('from %j out of %j to %i gives %i units', (army, home, units, expected) => {
    const grown = growTo(army, home, units);
    expect(totalUnits(grown)).toBe(expected);
    expect(hasUnits(home, grown)).toBe(true);
  });
});
