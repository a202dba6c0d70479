import { describe, expect, it } from 'vitest';
import { armyOf } from '../core/units.ts';
import { season1 } from '../rulesets/season1.ts';
import type { AttackOrder } from './planAttack.ts';
import { orderTurn, planAttack } from './planAttack.ts';

const order: AttackOrder = {
  army: armyOf(10),
  home: armyOf(15, 5),
  tribeId: 'own',
  territory: { id: 30, ownerTribeId: 'other', truceUntilMs: 1_000 },
  ownTerritoryIds: [1, 2, 3],
  nowMs: 1_000,
};
const plan = (change: Partial<AttackOrder>) => planAttack(season1, { ...order, ...change });

describe('planAttack', () => {
  it('takes the units out of the home army', () => {
    expect(plan({})).toEqual({ ok: true, value: { homeAfter: armyOf(5, 5) } });
  });

  it('refuses an attack on a protected territory until the truce ends', () => {
    expect(plan({ nowMs: 999 })).toEqual({
      ok: false,
      code: 'TERRITORY_PROTECTED',
      details: { territoryId: 30, protectedUntilMs: 1_000 },
    });
  });

  it.each([
    ['NOT_IN_TRIBE', { tribeId: null }],
    ['OWN_TERRITORY', { tribeId: 'other' }],
    ['EMPTY_ARMY', { army: armyOf() }],
    ['INSUFFICIENT_UNITS', { army: armyOf(10, 6) }],
    ['GARRISON_LIMIT', { ownTerritoryIds: [1, 2, 3, 4] }],
  ] as const)('refuses with %s', (code, change) => {
    expect(plan(change)).toMatchObject({ ok: false, code });
  });

  it('lets a player with four garrisons attack where an order of theirs is on its way already', () => {
    expect(plan({ ownTerritoryIds: [1, 2, 3, 30] }).ok).toBe(true);
    expect(plan({ ownTerritoryIds: [1, 1, 2, 3] }).ok).toBe(true);
  });
});

describe('orderTurn', () => {
  const turn = {
    orderTribeId: 'own',
    currentTribeId: 'own',
    territory: { ownerTribeId: null, truceUntilMs: 50 },
    nowMs: 50,
  };

  it('fights, reinforces or calls the order void by what it finds', () => {
    expect(orderTurn(turn)).toBe('fight');
    expect(orderTurn({ ...turn, nowMs: 49 })).toBe('void');
    expect(orderTurn({ ...turn, nowMs: 49, territory: { ownerTribeId: 'own', truceUntilMs: 50 } })).toBe('reinforced');
    expect(orderTurn({ ...turn, currentTribeId: 'new' })).toBe('void');
    expect(orderTurn({ ...turn, currentTribeId: null, territory: { ownerTribeId: 'own', truceUntilMs: null } })).toBe(
      'void',
    );
  });
});
