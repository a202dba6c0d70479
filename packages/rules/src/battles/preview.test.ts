import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Army } from '../core/units.ts';
import { armyOf, FORMATIONS, hasUnits, TERRAINS, totalUnits, UNIT_TYPES } from '../core/units.ts';
import { fewestThatWin, SAFE_WINNING } from './fewest.ts';
import type { BattlePreview, PreviewBranch } from './preview.ts';
import { previewBattle } from './preview.ts';
import type { BattleInput, BattleOutcome } from './resolve.ts';
import { resolveBattle } from './resolve.ts';

function fight(attacker: Army, defender: Army, index = 0): BattleInput {
  return {
    rulesetId: 'season1',
    terrain: TERRAINS[index % TERRAINS.length]!,
    attacker: { army: attacker, formation: FORMATIONS[index % 3]!, workshopLevel: 1 + (index % 4) },
    defender: {
      formation: FORMATIONS[(index + 1) % 3]!,
      contributors: [
        { userId: 'a', units: defender, workshopLevel: 1 },
        { userId: 'b', units: armyOf(2, 1), workshopLevel: 3 },
      ],
    },
    siegeFatigueBp: index % 4 === 3 ? 2000 : 0,
  };
}

/** The preview by brute force: every possible luck once. */
function enumerate(input: BattleInput): BattlePreview {
  const all = Array.from({ length: 2001 }, (_, index) => resolveBattle(input, index - 1000));
  const won = all.filter(({ winner }) => winner === 'attacker');
  const lost = all.filter(({ winner }) => winner === 'defender');
  return {
    winning: won.length,
    of: all.length,
    flipBp: won[0]?.varianceBp ?? null,
    attackerPower: all[1000]!.attackerFinalPower,
    attackerPowerMin: all[0]!.attackerFinalPower,
    attackerPowerMax: all[2000]!.attackerFinalPower,
    defenderPower: all[0]!.defenderFinalPower,
    ifWin: branchOf(won),
    ifLose: branchOf(lost),
  };
}

function branchOf(outcomes: BattleOutcome[]): PreviewBranch | null {
  if (outcomes.length === 0) return null;
  const range = (values: number[]) => ({ min: Math.min(...values), max: Math.max(...values) });
  const armies = (list: Army[]) => {
    const [min, max] = [armyOf(), armyOf()];
    for (const unit of UNIT_TYPES) {
      ({ min: min[unit], max: max[unit] } = range(list.map((losses) => losses[unit])));
    }
    return { min, max };
  };
  return {
    attackerLosses: armies(outcomes.map(({ attackerLosses }) => attackerLosses)),
    defenderLosses: armies(outcomes.map(({ defenderLosses }) => defenderLosses)),
    attackerLost: range(outcomes.map(({ attackerLosses }) => totalUnits(attackerLosses))),
    defenderLost: range(outcomes.map(({ defenderLosses }) => totalUnits(defenderLosses))),
  };
}

describe('previewBattle', () => {
  const defenders = [armyOf(60), armyOf(30, 20, 10, 5), armyOf(0, 0, 80)];
  const homes = [armyOf(900, 300, 100), armyOf(500, 400, 300, 200), armyOf(0, 0, 0, 400)];
  const percents = [40, 92, 97, 100, 104, 108, 200];

  it('equals resolving the battle once for every possible luck', () => {
    let open = 0;
    let index = 0;
    for (const defender of defenders) {
      for (const home of homes) {
        const even = fewestThatWin(fight(home, defender, index), 1000).army;
        const percent = percents[index % percents.length]!;
        const scaled = UNIT_TYPES.map((unit) => Math.ceil((even[unit] * percent) / 100));
        const input = fight(armyOf(...scaled), defender, index);
        const preview = previewBattle(input);
        expect(preview).toEqual(enumerate(input));
        if (preview.ifWin !== null && preview.ifLose !== null) open += 1;
        index += 1;
      }
    }
    // The grid is worth something only if most of its battles can go either way.
    expect(open).toBeGreaterThan(4);
  });

  it('holds for any battle and any luck', () => {
    const units = fc.record({ militia: fc.nat(90), spearman: fc.nat(60), archer: fc.nat(60), cavalry: fc.nat(30) });
    const luck = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(units, units, fc.nat(59), luck, (attacker, defender, index, varianceBp) => {
        const input = fight({ ...attacker, militia: attacker.militia + 1 }, defender, index);
        const { flipBp, ifWin, ifLose } = previewBattle(input);
        const outcome = resolveBattle(input, varianceBp);
        const wins = flipBp !== null && varianceBp >= flipBp;
        expect(outcome.winner).toBe(wins ? 'attacker' : 'defender');
        const branch = wins ? ifWin! : ifLose!;
        for (const side of ['attackerLosses', 'defenderLosses'] as const) {
          expect(hasUnits(outcome[side], branch[side].min)).toBe(true);
          expect(hasUnits(branch[side].max, outcome[side])).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('says never and always', () => {
    const never = previewBattle(fight(armyOf(1), armyOf(100)));
    expect(never).toMatchObject({ winning: 0, of: 2001, flipBp: null, ifWin: null });
    const always = previewBattle(fight(armyOf(900), armyOf(1)));
    expect(always).toMatchObject({ winning: 2001, flipBp: -1000, ifLose: null });
  });

  it('gives the weaker side 23.7 % at a power ratio of 0.95 and nothing at 0.90', () => {
    const plain = (attacker: number): BattleInput => ({
      ...fight(armyOf(attacker), armyOf()),
      terrain: 'plains',
      attacker: { army: armyOf(attacker), formation: 'balanced', workshopLevel: 1 },
      defender: { formation: 'balanced', contributors: [{ userId: null, units: armyOf(100), workshopLevel: 1 }] },
    });
    const { winning, of } = previewBattle(plain(95));
    expect(Math.round((1000 * winning) / of)).toBe(237);
    expect(previewBattle(plain(90)).winning).toBe(0);
  });
});

describe('fewestThatWin', () => {
  it('finds the smallest equal share that wins in 95 % of all cases', () => {
    const input = fight(armyOf(200, 100, 60, 30), armyOf(30, 20, 10, 5));
    const { army, winning, reached } = fewestThatWin(input);
    expect(reached).toBe(true);
    expect(winning).toBeGreaterThanOrEqual(SAFE_WINNING);
    expect(previewBattle({ ...input, attacker: { ...input.attacker, army } }).winning).toBe(winning);
    expect(army.militia / 200).toBeCloseTo(army.spearman / 100, 1);
    const fewer = { ...army, militia: army.militia - 2 };
    expect(previewBattle({ ...input, attacker: { ...input.attacker, army: fewer } }).winning).toBeLessThan(winning);
    expect(totalUnits(army)).toBeLessThan(390);
  });

  it('asks for 1,901 of the 2,001 cases', () => {
    expect(SAFE_WINNING).toBe(Math.ceil(0.95 * 2001));
  });

  it('sends one unit against nobody and everything when nothing is enough', () => {
    const nobody = fight(armyOf(50, 50), armyOf());
    nobody.defender = { formation: 'balanced', contributors: [] };
    expect(totalUnits(fewestThatWin(nobody).army)).toBe(1);
    const hopeless = fight(armyOf(5, 1), armyOf(500));
    expect(fewestThatWin(hopeless)).toEqual({ army: armyOf(5, 1), winning: 0, reached: false });
    expect(fewestThatWin(fight(armyOf(), armyOf(1)))).toEqual({ army: armyOf(), winning: 0, reached: false });
  });
});
