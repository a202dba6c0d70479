import { describe, expect, it } from 'vitest';
import { addArmies, armyOf } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { captureOutcome, recallArrivesMs } from './capture.ts';
import type { GarrisonOrder } from './garrison.ts';
import { fitGarrison, garrisonCapacity, placesUsed, planGarrison } from './garrison.ts';

describe('garrison places', () => {
  it('takes two for cavalry and one for others; 500, 250 and 200 by tier', () => {
    expect(placesUsed(armyOf(1, 2, 3, 4), season1)).toBe(14);
    expect((['center', 'ring', 'edge'] as const).map((tier) => garrisonCapacity(season1, tier))).toEqual([
      500, 250, 200,
    ]);
  });

  it('are filled by cavalry, archer, spearman, militia', () => {
    const army = armyOf(10, 10, 10, 10);
    expect(fitGarrison(season1, army, 35).stay).toEqual(armyOf(0, 5, 10, 10));
    expect(fitGarrison(season1, army, 50)).toEqual({ stay: army, home: armyOf() });
    expect(fitGarrison(season1, army, 0)).toEqual({ stay: armyOf(), home: army });
    expect(fitGarrison(season1, army, -3).stay).toEqual(armyOf());
  });

  it('give a single place left over by cavalry to the next type', () => {
    const { stay, home } = fitGarrison(season1, armyOf(1, 0, 1, 5), 7);
    expect(stay).toEqual(armyOf(0, 0, 1, 3));
    expect(addArmies(stay, home)).toEqual(armyOf(1, 0, 1, 5));
  });
});

describe('planGarrison', () => {
  const order: GarrisonOrder = {
    units: armyOf(10, 0, 0, 5),
    home: armyOf(10, 0, 0, 6),
    tribeId: 'own',
    territory: { id: 7, tier: 'edge', ownerTribeId: 'own' },
    placesTaken: 180,
    ownTerritoryIds: [1, 2, 3],
  };
  const plan = (change: Partial<GarrisonOrder>) => planGarrison(season1, { ...order, ...change });

  it('moves units from home into the places left', () => {
    expect(plan({})).toEqual({ ok: true, value: { homeAfter: armyOf(0, 0, 0, 1), placesTakenAfter: 200 } });
  });

  it.each([
    ['NOT_IN_TRIBE', { tribeId: null }],
    ['NOT_OWN_TERRITORY', { tribeId: 'other' }],
    ['EMPTY_ARMY', { units: armyOf() }],
    ['INSUFFICIENT_UNITS', { units: armyOf(11) }],
    ['GARRISON_LIMIT', { ownTerritoryIds: [1, 2, 3, 4] }],
    ['GARRISON_FULL', { placesTaken: 181 }],
  ] as const)('refuses with %s', (code, change) => {
    expect(plan(change)).toMatchObject({ ok: false, code });
  });

  it('strengthens a fourth garrison that exists already', () => {
    expect(plan({ ownTerritoryIds: [1, 2, 3, 7] }).ok).toBe(true);
  });
});

describe('captureOutcome', () => {
  it('keeps the survivors as garrison, sends the rest and the beaten home and begins the truce', () => {
    const outcome = captureOutcome(season1, {
      tier: 'edge',
      attackerArmy: armyOf(150, 0, 0, 40),
      attackerLosses: armyOf(20, 0, 0, 5),
      attackerFormation: 'offensive',
      contributors: [
        { userId: 'a', units: armyOf(30), losses: armyOf(20) },
        { userId: null, units: armyOf(9), losses: armyOf(8) },
      ],
      nowMs: 1_000,
      speed: 60,
    });
    expect(outcome).toEqual({
      garrison: armyOf(130, 0, 0, 35),
      home: armyOf(),
      formation: 'offensive',
      truceUntilMs: 1_000 + 240_000,
      defendersHome: [{ userId: 'a', units: armyOf(10) }],
    });
  });

  it('sends home what finds no room', () => {
    const { garrison, home } = captureOutcome(season1, {
      tier: 'edge',
      attackerArmy: armyOf(200, 0, 0, 60),
      attackerLosses: armyOf(),
      attackerFormation: 'balanced',
      contributors: [],
      nowMs: 0,
      speed: 1,
    });
    expect(garrison).toEqual(armyOf(80, 0, 0, 60));
    expect(home).toEqual(armyOf(120));
  });

  it('lets withdrawn units walk for half an hour of game time', () => {
    expect(recallArrivesMs(season1, 5, 1)).toBe(1_800_005);
    expect(recallArrivesMs(season1, 5, 60)).toBe(30_005);
  });
});
