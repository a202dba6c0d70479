import { describe, expect, it } from 'vitest';
import { resolveBattle } from '../battles/resolve.ts';
import { HOUR_MS } from '../core/time.ts';
import { armyOf } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import { campBattle, campLootGold, campOf, planCampRaid } from './camps.ts';
import { chargesAt, returnCharge, spendCharge, startCharges } from './charges.ts';
import {
  carryingCapacity,
  lootableGold,
  planVillageRaid,
  shieldUntilMs,
  villageBattle,
  villageLootGold,
  villageRaidTurn,
} from './villageRaid.ts';

const every = 2 * HOUR_MS;

describe('raid charges', () => {
  it('start with six, come back one every two hours and never exceed six', () => {
    const state = startCharges(season1, 0);
    expect(chargesAt(season1, state, 50 * HOUR_MS, 1)).toEqual({
      charges: 6,
      asOfMs: 50 * HOUR_MS,
      nextChargeMs: null,
    });
    const spent = { charges: 2, asOfMs: 0 };
    expect(chargesAt(season1, spent, every - 1, 1)).toEqual({ charges: 2, asOfMs: 0, nextChargeMs: every });
    expect(chargesAt(season1, spent, 3 * every + 5, 1)).toEqual({
      charges: 5,
      asOfMs: 3 * every,
      nextChargeMs: 4 * every,
    });
    expect(chargesAt(season1, spent, 99 * every, 1).charges).toBe(6);
    const later = { charges: 2, asOfMs: 10 * every };
    expect([11 * every - 1, 11 * every].map((nowMs) => chargesAt(season1, later, nowMs, 1).charges)).toEqual([2, 3]);
    expect(chargesAt(season1, spent, every / 60, 60).charges).toBe(3);
  });

  it('begin to come back when the first one is spent', () => {
    const full = startCharges(season1, 0);
    expect(spendCharge(season1, full, 1_000, 1)).toEqual({
      ok: true,
      value: { charges: 5, asOfMs: 1_000, nextChargeMs: 1_000 + every },
    });
  });

  it('keep the running wait when another one is spent, and refuse when none is left', () => {
    expect(spendCharge(season1, { charges: 1, asOfMs: 100 }, 200, 1)).toMatchObject({
      value: { charges: 0, asOfMs: 100, nextChargeMs: 100 + every },
    });
    expect(spendCharge(season1, { charges: 0, asOfMs: 100 }, 200, 1)).toEqual({
      ok: false,
      code: 'NO_RAID_CHARGE',
      details: { nextChargeMs: 100 + every },
    });
  });
});

describe('a charge that is given back', () => {
  it('leaves everything as if it had never been spent', () => {
    const before = { charges: 3, asOfMs: 100 };
    const spent = spendCharge(season1, before, 500, 1);
    if (!spent.ok) throw new Error('not spent');
    expect(returnCharge(season1, spent.value, 900, 1)).toEqual(chargesAt(season1, before, 900, 1));
    const full = spendCharge(season1, startCharges(season1, 0), 500, 1);
    if (!full.ok) throw new Error('not spent');
    expect(returnCharge(season1, full.value, 900, 1)).toEqual({ charges: 6, asOfMs: 900, nextChargeMs: null });
  });

  it('never makes more than six', () => {
    expect(returnCharge(season1, { charges: 5, asOfMs: 0 }, every, 1).charges).toBe(6);
  });
});

describe('bandit camps', () => {
  it('pay 2 % more per warehouse level above 1', () => {
    expect([1, 2, 10].map((warehouse) => campLootGold(season1, 1, warehouse))).toEqual([45, 45, 53]);
    expect(campLootGold(season1, 10, 10)).toBe(2_065);
    expect(() => campOf(season1, 11)).toThrow(RangeError);
  });

  it('open one after another', () => {
    const order = { level: 3, highestBeaten: 2, army: armyOf(5), home: armyOf(9) };
    expect(planCampRaid(season1, order)).toEqual({ ok: true, value: { homeAfter: armyOf(4) } });
    expect(planCampRaid(season1, { ...order, highestBeaten: 1 })).toMatchObject({ code: 'CAMP_LOCKED' });
    expect(planCampRaid(season1, { ...order, army: armyOf() })).toMatchObject({ code: 'EMPTY_ARMY' });
    expect(planCampRaid(season1, { ...order, army: armyOf(10) })).toMatchObject({ code: 'INSUFFICIENT_UNITS' });
  });

  it('defend themselves on plains, balanced', () => {
    const attacker = { army: armyOf(10), formation: 'balanced', workshopLevel: 1 } as const;
    const outcome = resolveBattle(campBattle(season1, 1, attacker), 0);
    expect(outcome).toMatchObject({ winner: 'attacker', attackerPower: 10_000, defenderPower: 4_000 });
  });
});

describe('raids on villages', () => {
  it('take 30 % of the unprotected gold, at most what survivors carry', () => {
    expect(carryingCapacity(season1, armyOf(1, 1, 1, 1))).toBe(30);
    const raid = { survivors: armyOf(200), gold: 1_000, warehouse: 1 };
    expect(villageLootGold(season1, raid)).toBe(270);
    expect(villageLootGold(season1, { ...raid, warehouse: 4 })).toBe(225);
    expect(villageLootGold(season1, { ...raid, survivors: armyOf(3, 0, 0, 1) })).toBe(30);
    expect(lootableGold(season1, { gold: 1_000, warehouse: 1 })).toBe(270);
  });

  it('are fought on plains against the home army, in its own formation and with its own workshop', () => {
    const attacker = { army: armyOf(10), formation: 'balanced', workshopLevel: 1 } as const;
    const village = { userId: 'b', home: armyOf(5), formation: 'defensive', workshopLevel: 3 } as const;
    const outcome = resolveBattle(villageBattle(season1, attacker, village), 0);
    expect(outcome).toMatchObject({ winner: 'attacker', attackerPower: 10_000, defenderPower: 6_050 });
    expect(resolveBattle(villageBattle(season1, attacker, { ...village, home: armyOf() }), 0)).toMatchObject({
      winner: 'attacker',
      attackerLosses: armyOf(),
    });
  });

  it('are void when the village became shielded or its owner one of the own tribe', () => {
    const turn = { attackerTribeId: 't', defenderTribeId: 'u', shieldUntilMs: 50, nowMs: 50 };
    expect(villageRaidTurn(turn)).toBe('fight');
    expect(villageRaidTurn({ ...turn, nowMs: 49 })).toBe('void');
    expect(villageRaidTurn({ ...turn, defenderTribeId: 't' })).toBe('void');
    expect(villageRaidTurn({ ...turn, attackerTribeId: null, defenderTribeId: null })).toBe('fight');
  });

  it('meet a shield of 24 hours on new villages and of 8 hours after a raid', () => {
    const village = { beganMs: 0, hasRaidedVillage: false, lastRaidedMs: null, speed: 1 };
    expect(shieldUntilMs(season1, village)).toBe(24 * HOUR_MS);
    expect(shieldUntilMs(season1, { ...village, hasRaidedVillage: true })).toBe(0);
    expect(shieldUntilMs(season1, { ...village, lastRaidedMs: 30 * HOUR_MS })).toBe(38 * HOUR_MS);
    expect(shieldUntilMs(season1, { ...village, hasRaidedVillage: true, lastRaidedMs: 60, speed: 60 })).toBe(
      60 + 480_000,
    );
  });

  it('refuse the own village, the own tribe, shields and missing units', () => {
    const order = {
      attacker: { userId: 'a', tribeId: 't' },
      defender: { userId: 'b', tribeId: 'u', shieldUntilMs: 50 },
      army: armyOf(5),
      home: armyOf(5),
      nowMs: 50,
    };
    expect(planVillageRaid(order)).toEqual({ ok: true, value: { homeAfter: armyOf() } });
    expect(planVillageRaid({ ...order, nowMs: 49 })).toMatchObject({ code: 'VILLAGE_SHIELDED' });
    expect(planVillageRaid({ ...order, defender: { ...order.defender, userId: 'a' } })).toMatchObject({
      code: 'OWN_VILLAGE',
    });
    expect(planVillageRaid({ ...order, defender: { ...order.defender, tribeId: 't' } })).toMatchObject({
      code: 'OWN_TRIBE',
    });
    expect(planVillageRaid({ ...order, army: armyOf() })).toMatchObject({ code: 'EMPTY_ARMY' });
    expect(planVillageRaid({ ...order, army: armyOf(6) })).toMatchObject({ code: 'INSUFFICIENT_UNITS' });
    const loners = {
      ...order,
      attacker: { userId: 'a', tribeId: null },
      defender: { ...order.defender, tribeId: null },
    };
    expect(planVillageRaid(loners).ok).toBe(true);
  });
});
