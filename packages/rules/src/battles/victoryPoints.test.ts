import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../core/time.ts';
import { armyOf } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { repeatFactorBp } from './repeat.ts';
import { type FailedAttack, siegeFatigueBp } from './siege.ts';
import type { VictoryPointsInput } from './victoryPoints.ts';
import { attackerPowerShareBp, battleVictoryPoints } from './victoryPoints.ts';

const base: VictoryPointsInput = {
  winner: 'attacker',
  attackerArmy: armyOf(100),
  attackerLosses: armyOf(19),
  defenderLosses: armyOf(30, 5),
  tierOfTerritory: 'ring',
  captureBonusEligible: true,
  attackerPowerShareBp: 11_000,
  repeatIndex: 0,
  contributors: [
    { userId: 'a', units: armyOf(20, 5) },
    { userId: 'b', units: armyOf(10) },
  ],
};
const vp = (change: Partial<VictoryPointsInput>) => battleVictoryPoints(season1, { ...base, ...change });

describe('battleVictoryPoints', () => {
  it('gives a captor one for each unit destroyed and the hourly VP', () => {
    expect(vp({})).toMatchObject({ attacker: 85, defender: 0 });
    expect(vp({ tierOfTerritory: 'edge' }).attacker).toBe(60);
    expect(vp({ tierOfTerritory: 'center' }).attacker).toBe(135);
  });

  it('gives the capture bonus only when the tribe has not had it', () => {
    expect(vp({ captureBonusEligible: false }).attacker).toBe(35);
  });

  it('consoles a beaten defender from 20 % of the attackers destroyed, with the half alone', () => {
    expect(vp({ attackerLosses: armyOf(19) }).defender).toBe(0);
    const consoled = vp({ attackerLosses: armyOf(20) });
    expect(consoled.defender).toBe(25);
    expect(consoled.contributorVp).toEqual([
      { userId: 'a', vp: 18 },
      { userId: 'b', vp: 7 },
    ]);
    expect(vp({ attackerLosses: armyOf(20), tierOfTerritory: 'edge' }).defender).toBe(12);
  });

  it('gives a holding defender the destroyed units, and the half from half of its power on', () => {
    const held = { winner: 'defender', attackerLosses: armyOf(70) } as const;
    expect(vp({ ...held, attackerPowerShareBp: 4_999 })).toMatchObject({ attacker: 0, defender: 70 });
    expect(vp({ ...held, attackerPowerShareBp: 5_000 })).toMatchObject({ attacker: 0, defender: 95 });
  });

  it('gives NPC nothing', () => {
    const npc = [{ userId: null, units: armyOf(40) }];
    expect(vp({ winner: 'defender', contributors: npc })).toMatchObject({ defender: 0, contributorVp: [] });
    expect(vp({ contributors: npc, attackerLosses: armyOf(90) })).toMatchObject({ attacker: 85, defender: 0 });
  });

  it('knows no land in raids, and no VP at all in bandit camps', () => {
    expect(vp({ tierOfTerritory: null })).toMatchObject({ attacker: 35, defender: 0 });
    expect(vp({ tierOfTerritory: null, winner: 'defender' }).defender).toBe(19);
    expect(vp({ kind: 'camp', tierOfTerritory: null }).attacker).toBe(0);
  });

  it('counts three battles in full, three half and later ones not at all', () => {
    expect([0, 2, 3, 5, 6, 99].map((repeatIndex) => vp({ repeatIndex }).attacker)).toEqual([85, 85, 42, 42, 0, 0]);
    expect(vp({ repeatIndex: 3, attackerLosses: armyOf(50) }).defender).toBe(12);
    expect(repeatFactorBp(6, season1)).toBe(0);
    expect(() => repeatFactorBp(-1, season1)).toThrow(RangeError);
  });

  it('pays the bonus for an empty territory', () => {
    expect(vp({ contributors: [], defenderLosses: armyOf(), attackerLosses: armyOf() })).toMatchObject({
      attacker: 50,
      defender: 0,
    });
    expect(attackerPowerShareBp(5, 0)).toBe(10_000);
    expect(attackerPowerShareBp(1, 3)).toBe(3_333);
  });
});

describe('siegeFatigueBp', () => {
  const fatigue = (attacks: FailedAttack[], nowMs: number, speed: number, lastCaptureMs: number | null = null) =>
    siegeFatigueBp(attacks, nowMs, speed, lastCaptureMs, season1);
  const attack = (atMs: number, attackerPower = 10, defenderPower = 100) => ({ atMs, attackerPower, defenderPower });

  it('takes ten points for each failed attack of at least a tenth of the power, at most seventy', () => {
    expect(fatigue([], 100, 1)).toBe(0);
    expect(fatigue([attack(1), attack(2), attack(3, 9)], 100, 1)).toBe(2_000);
    expect(
      fatigue(
        Array.from({ length: 9 }, () => attack(5)),
        100,
        1,
      ),
    ).toBe(7_000);
  });

  it('forgets attacks after two hours of game time', () => {
    const windowMs = 2 * HOUR_MS;
    expect(fatigue([attack(0)], windowMs - 1, 1)).toBe(1_000);
    expect(fatigue([attack(0)], windowMs, 1)).toBe(0);
    const lateMs = 100 * HOUR_MS;
    expect(fatigue([attack(lateMs)], lateMs, 1)).toBe(1_000);
    expect(fatigue([attack(lateMs)], lateMs + windowMs - 1, 1)).toBe(1_000);
    expect(fatigue([attack(lateMs + 1)], lateMs, 1)).toBe(0);
    expect(fatigue([attack(0)], windowMs / 60 - 1, 60)).toBe(1_000);
    expect(fatigue([attack(0)], windowMs / 60, 60)).toBe(0);
  });

  it('starts anew with a capture', () => {
    expect(fatigue([attack(10), attack(20), attack(30)], 100, 1, 20)).toBe(1_000);
  });
});
