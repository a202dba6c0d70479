import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Army } from '../core/units.ts';
import { armyOf, FORMATIONS, hasUnits, TERRAINS, totalUnits } from '../core/units.ts';
import type { BattleInput } from './resolve.ts';
import { resolveBattle } from './resolve.ts';

function battle(attacker: Army, defender: Army, change: Partial<BattleInput> = {}): BattleInput {
  return {
    rulesetId: 'season1',
    terrain: 'plains',
    attacker: { army: attacker, formation: 'balanced', workshopLevel: 1 },
    defender: { formation: 'balanced', contributors: [{ userId: null, units: defender, workshopLevel: 1 }] },
    siegeFatigueBp: 0,
    ...change,
  };
}

describe('resolveBattle', () => {
  it('leaves a tie to the defender and gives the attacker the battle from one basis point more', () => {
    expect(resolveBattle(battle(armyOf(100), armyOf(100)), 0).winner).toBe('defender');
    expect(resolveBattle(battle(armyOf(100), armyOf(100)), 1).winner).toBe('attacker');
  });

  it('compares exact products, not floored powers', () => {
    // 999 x 1.0001 = 999.0999 would floor to 999; the defender has exactly 999.
    const one = resolveBattle(battle(armyOf(999), armyOf(999)), 1);
    expect(one.attackerFinalPower).toBe(999_099);
    expect(resolveBattle(battle(armyOf(1), armyOf(1)), 1)).toMatchObject({
      winner: 'attacker',
      attackerFinalPower: 1000,
    });
  });

  it('takes an undefended territory without losses', () => {
    const outcome = resolveBattle(battle(armyOf(0, 0, 0, 1), armyOf()), -1000);
    expect(outcome.winner).toBe('attacker');
    expect(outcome.attackerLosses).toEqual(armyOf());
    expect(outcome.ratioBp).toBe(0);
    const nobody = battle(armyOf(1), armyOf());
    nobody.defender = { formation: 'balanced', contributors: [] };
    expect(resolveBattle(nobody, 0)).toMatchObject({ winner: 'attacker', contributorLosses: [] });
  });

  it('lowers the power of a tired garrison', () => {
    const fresh = battle(armyOf(80), armyOf(100));
    expect(resolveBattle(fresh, 0).winner).toBe('defender');
    const tired = resolveBattle({ ...fresh, siegeFatigueBp: 3000 }, 0);
    expect(tired).toMatchObject({
      winner: 'attacker',
      defenderPower: 100_000,
      defenderFinalPower: 70_000,
      ratioBp: 8_750,
    });
  });

  it('shares losses among contributors by their units, ties to the earlier one', () => {
    const input = battle(armyOf(200), armyOf());
    input.defender = {
      formation: 'balanced',
      contributors: [
        { userId: 'a', units: armyOf(1), workshopLevel: 1 },
        { userId: 'b', units: armyOf(1), workshopLevel: 1 },
        { userId: 'c', units: armyOf(1, 10), workshopLevel: 1 },
      ],
    };
    const outcome = resolveBattle(input, -1000);
    expect(outcome.defenderLosses).toEqual(armyOf(3, 10));
    const even = battle(armyOf(7), armyOf());
    even.defender = { ...input.defender, contributors: input.defender.contributors.slice(0, 2) };
    expect(resolveBattle({ ...even, attacker: { ...even.attacker, army: armyOf(2) } }, 500).contributorLosses).toEqual([
      { userId: 'a', losses: armyOf(1) },
      { userId: 'b', losses: armyOf(1) },
    ]);
  });

  it('refuses an empty attacker, unknown rules and impossible luck or fatigue', () => {
    expect(() => resolveBattle(battle(armyOf(), armyOf(5)), 0)).toThrow(RangeError);
    expect(() => resolveBattle(battle(armyOf(1), armyOf(5), { rulesetId: 'season0' }), 0)).toThrow(RangeError);
    for (const luck of [1001, -1001, 0.5, Number.NaN]) {
      expect(() => resolveBattle(battle(armyOf(1), armyOf(5)), luck)).toThrow(RangeError);
    }
    for (const siegeFatigueBp of [-1, 7001]) {
      expect(() => resolveBattle(battle(armyOf(1), armyOf(5), { siegeFatigueBp }), 0)).toThrow(RangeError);
    }
  });

  const army = fc.record({ militia: fc.nat(500), spearman: fc.nat(500), archer: fc.nat(500), cavalry: fc.nat(500) });
  const input = fc.record({
    rulesetId: fc.constant('season1'),
    terrain: fc.constantFrom(...TERRAINS),
    attacker: fc.record({
      army: army.filter((units) => totalUnits(units) > 0),
      formation: fc.constantFrom(...FORMATIONS),
      workshopLevel: fc.integer({ min: 1, max: 10 }),
    }),
    defender: fc.record({
      formation: fc.constantFrom(...FORMATIONS),
      contributors: fc.array(
        fc.record({
          userId: fc.constantFrom('a', 'b', null),
          units: army,
          workshopLevel: fc.integer({ min: 1, max: 10 }),
        }),
        { maxLength: 5 },
      ),
    }),
    siegeFatigueBp: fc.integer({ min: 0, max: 7000 }),
  });
  const luck = fc.integer({ min: -1000, max: 1000 });

  it('never takes more units than there are, and shares exactly what is lost', () => {
    fc.assert(
      fc.property(input, luck, (fight, varianceBp) => {
        const outcome = resolveBattle(fight, varianceBp);
        expect(hasUnits(fight.attacker.army, outcome.attackerLosses)).toBe(true);
        const sum = armyOf();
        for (const [index, { losses }] of outcome.contributorLosses.entries()) {
          expect(hasUnits(fight.defender.contributors[index]!.units, losses)).toBe(true);
          for (const unit of ['militia', 'spearman', 'archer', 'cavalry'] as const) sum[unit] += losses[unit];
        }
        expect(sum).toEqual(outcome.defenderLosses);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same outcome after input and outcome went through JSON, and changes no argument', () => {
    fc.assert(
      fc.property(input, luck, (fight, varianceBp) => {
        const before = JSON.stringify(fight);
        const outcome = resolveBattle(fight, varianceBp);
        expect(JSON.stringify(fight)).toBe(before);
        expect(resolveBattle(JSON.parse(before) as BattleInput, varianceBp)).toEqual(outcome);
        expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
      }),
    );
  });

  it('keeps the golden grid', () => {
    const armies = [
      armyOf(4),
      armyOf(60, 0, 40),
      armyOf(50, 30, 20, 10),
      armyOf(0, 0, 0, 120),
      armyOf(300, 200, 150, 90),
    ];
    const lines: string[] = [];
    const text = (units: Army) => `${units.militia}/${units.spearman}/${units.archer}/${units.cavalry}`;
    for (const terrain of TERRAINS) {
      for (const [index, formation] of FORMATIONS.entries()) {
        for (const [at, attacker] of armies.entries()) {
          for (const defender of armies) {
            const fight = battle(attacker, defender, {
              terrain,
              attacker: { army: attacker, formation, workshopLevel: 1 + at },
              siegeFatigueBp: at === 2 ? 1000 : 0,
            });
            fight.defender.formation = FORMATIONS[(index + at) % 3]!;
            const o = resolveBattle(fight, (at - 2) * 400);
            lines.push(
              `${terrain} ${formation} ${text(attacker)} > ${fight.defender.formation} ${text(defender)}: ` +
                `${o.attackerPower} ${o.defenderPower} ${o.winner} ${text(o.attackerLosses)} ${text(o.defenderLosses)}`,
            );
          }
        }
      }
    }
    expect(lines.join('\n')).toMatchSnapshot();
  });
});
