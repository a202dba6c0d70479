import { describe, expect, it } from 'vitest';
import { lossesFromPowers } from './battles/losses.ts';
import { calculateBattlePower } from './battles/power.ts';
import { battleVictoryPoints } from './battles/victoryPoints.ts';
import { armyOf } from './core/units.ts';
import { prizePoolMicro, rankPrizesMicro } from './prizes/split.ts';
import { season1 } from './rulesets/season1.ts';
import { season2 } from './rulesets/season2.ts';
import { armyCap, goldCapacity, goldProtectionBp, upgradeCost } from './villages/buildings.ts';
import { batchCost, cancelRefund } from './villages/training.ts';

describe('golden examples of GAME_DESIGN 7', () => {
  const both = [season1, season2];

  it('1: gives 100 militia, balanced, on plains, without enemy a power of 100,000', () => {
    const army = { militia: 100, spearman: 0, archer: 0, cavalry: 0 };
    expect(calculateBattlePower(army, 'balanced', 'plains', {})).toBe(100_000);
  });

  it('1: gives 50 offensive cavalry on plains against 100 archers a power of 323,437', () => {
    expect(calculateBattlePower({ cavalry: 50 }, 'offensive', 'plains', { archer: 100 })).toBe(323_437);
  });

  it('1: gives 50 cavalry in the forest three quarters of their power on plains', () => {
    const plains = calculateBattlePower({ cavalry: 50 }, 'balanced', 'plains', {});
    expect(plains).toBe(187_500);
    expect(calculateBattlePower({ cavalry: 50 }, 'balanced', 'forest', {})).toBe(plains * 0.75);
  });

  const attackerArmy = armyOf(50, 30, 20, 10);
  const defenderArmy = armyOf(80, 20, 40, 5);

  it('2: takes 18/10/6/3 from the winner and 48/12/24/3 from the loser of the example battle', () => {
    const losses = both.map((rules) =>
      lossesFromPowers(rules, {
        winner: 'attacker',
        attackerPower: 45_300,
        defenderPower: 42_100,
        attackerArmy,
        attackerFormation: 'offensive',
        defenderArmy,
        defenderFormation: 'defensive',
      }),
    );
    for (const { attackerLosses, defenderLosses } of losses) {
      expect(attackerLosses).toEqual(armyOf(18, 10, 6, 3));
      expect(defenderLosses).toEqual(armyOf(48, 12, 24, 3));
    }
  });

  it('2: gives 187 VP to the captor of the center and 50 to the one who lost it', () => {
    const result = battleVictoryPoints(season1, {
      winner: 'attacker',
      attackerArmy,
      attackerLosses: armyOf(18, 10, 6, 3),
      defenderLosses: armyOf(48, 12, 24, 3),
      tierOfTerritory: 'center',
      captureBonusEligible: true,
      attackerPowerShareBp: 10_760,
      repeatIndex: 0,
      contributors: [{ userId: 'defender', units: defenderArmy }],
    });
    expect(result.attacker).toBe(187);
    expect(result.defender).toBe(50);
    expect(result.contributorVp).toEqual([{ userId: 'defender', vp: 50 }]);
  });

  it('3: prices barracks 5 to 6 at 1,500 and ten cavalry at 500, of which cancelling returns 250', () => {
    expect(upgradeCost(season1, 'barracks', 5)).toBe(1_500);
    expect(batchCost(season1, 'cavalry', 10)).toBe(500);
    expect(cancelRefund(500, season1)).toBe(250);
  });

  it('4: caps the army of barracks 5 at 500; warehouse 4 holds 5,000 and protects a quarter', () => {
    expect(armyCap(season1, 5)).toBe(500);
    expect(goldCapacity(season1, 4)).toBe(5_000);
    expect(goldProtectionBp(season1, 4)).toBe(2_500);
  });

  it('5: splits the pool of 1,000 players as in the specification', () => {
    const pool = prizePoolMicro(season1, 1_000);
    expect(pool).toBe(21_250_000_000);
    const prizes = rankPrizesMicro(season1, pool, 10);
    expect(prizes.slice(0, 3)).toEqual([6_375_000_000, 4_250_000_000, 2_125_000_000]);
    for (const prize of prizes.slice(3)) expect((prize / 1_000_000).toFixed(2)).toBe('1214.29');
    expect(prizes.reduce((sum, prize) => sum + prize, 0)).toBe(pool);
  });
});
