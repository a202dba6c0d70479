import { armyOf, hasUnits, totalUnits } from '@cryptotribes/rules/core/units';
import { describe, expect, it } from 'vitest';
import { createBotRandom } from '../botRandom.ts';
import { planVillageRaid } from '../planVillageRaid.ts';
import { testView } from '../testing/testView.ts';
import { raider } from './raider.ts';
import { chooseRaid, raidCamp } from './raids.ts';

const always = { chance: 1, villages: 0, targetWinning: 1_901 };

describe('a raid on a camp', () => {
  it('goes to the highest camp that can be beaten safely, with no more than is at home', () => {
    const view = testView({ home: armyOf(40), raidCharges: 3, campsBeaten: 1 });
    const action = chooseRaid(view, always, createBotRandom(1));
    expect(action).toMatchObject({ kind: 'raidCamp', level: 2 });
    if (action?.kind !== 'raidCamp') throw new Error('no raid');
    expect(hasUnits(view.home, action.army)).toBe(true);
    expect(totalUnits(action.army)).toBeGreaterThan(10);
    // The camp of level 3 is open, but too strong.
    expect(raidCamp({ ...view, campsBeaten: 2, home: armyOf(16) }, 1_901)).toMatchObject({ level: 2 });
    expect(raidCamp({ ...view, campsBeaten: 10, home: armyOf(0, 900, 900, 900) }, 1_901)).toMatchObject({ level: 10 });
  });

  it('needs a charge, some units, the mood and a camp that is not too strong', () => {
    const view = testView({ home: armyOf(40), raidCharges: 1 });
    expect(chooseRaid({ ...view, raidCharges: 0 }, always, createBotRandom(1))).toBeNull();
    expect(chooseRaid({ ...view, home: armyOf(3) }, always, createBotRandom(1))).toBeNull();
    expect(chooseRaid(view, { ...always, chance: 0 }, createBotRandom(1))).toBeNull();
    expect(raidCamp({ ...view, home: armyOf(2) }, 1_901)).toBeNull();
  });
});

describe('a raid on a village', () => {
  const village = { userId: 'v', army: armyOf(8), formation: 'balanced', workshopLevel: 1, lootAtMost: 200 } as const;

  it('takes enough to win and to carry the gold, never more than is at home', () => {
    const plan = planVillageRaid(testView({ home: armyOf(60) }), village, 1_901);
    expect(plan?.army.militia).toBeGreaterThanOrEqual(40);
    expect(plan?.army.militia).toBeLessThanOrEqual(60);
    expect(planVillageRaid(testView({ home: armyOf(20) }), village, 1_901)?.army).toEqual(armyOf(20));
  });

  it('is left alone when it is too strong', () => {
    expect(planVillageRaid(testView({ home: armyOf(6) }), village, 1_901)).toBeNull();
  });
});

describe('a raider', () => {
  it('raids camps and villages now and then, and not without charges', () => {
    const view = testView({ home: armyOf(40), raidCharges: 6, campsBeaten: 1 });
    const kinds = (of: typeof view) =>
      Array.from({ length: 200 }, (_, seed) => raider.decide(of, createBotRandom(seed))?.kind ?? 'rest');
    const seen = kinds(view);
    expect(seen).toContain('raidCamp');
    expect(seen).toContain('raidVillage');
    expect(seen).toContain('rest');
    expect(kinds({ ...view, raidCharges: 0 })).not.toContain('raidCamp');
  });
});
