import { describe, expect, it } from 'vitest';
import { aMarch, aMe, aSeason, aTerritoryDetail } from '../../net/samples.ts';
import { capToHome, fewestHost, garrisonMark, halfOf, openingHost, reckon, refusalOf } from './marchModel.ts';

const army = (militia = 0, spearman = 0, archer = 0, cavalry = 0) => ({ militia, spearman, archer, cavalry });
const RULES = 'season1';
const edge = aTerritoryDetail({
  territoryId: 21,
  tier: 'edge',
  terrain: 'plains',
  npcDefense: { units: army(25), formation: 'balanced', difficulty: 'weak' },
});
const facts = (changes: Partial<Parameters<typeof refusalOf>[0]> = {}) => ({
  me: aMe({ tribe: { id: 'b'.repeat(24), name: 'Raven Host', tag: 'RVN', ordinal: 1, role: 'warrior' } }),
  season: aSeason(),
  territory: edge,
  army: army(10),
  isOffline: false,
  nowMs: 1000,
  ...changes,
});

describe('reckon', () => {
  it('gives the exact odds, losses and points of the rules', () => {
    const reckoning = reckon(edge, { army: army(100), formation: 'balanced' }, 1, RULES);
    expect(reckoning?.preview).toMatchObject({ winning: 2001, attackerPower: 100_000, defenderPower: 25_000 });
    // 23 of the 25 fall whatever the luck, and an edge territory gives 25.
    expect(reckoning?.vp).toEqual({ min: 48, max: 48 });
    expect(reckoning?.preview.ifLose).toBeNull();
  });

  it('has nothing to say about nobody', () => {
    expect(reckon(edge, { army: army(), formation: 'balanced' }, 1, RULES)).toBeNull();
  });

  it('promises no points for the seventh battle against the same tribe', () => {
    const owner = { tribeId: 'c'.repeat(24), tribeName: 'Iron Oath', tag: 'IRN', ordinal: 2, controlledSince: '' };
    const seventh = { ...edge, owner, repeatIndex: 6 };
    expect(reckon(seventh, { army: army(100), formation: 'balanced' }, 1, RULES)?.vp).toEqual({ min: 0, max: 0 });
  });
});

describe('the host offered at the start', () => {
  it('is last time’s, cut to what is home', () => {
    const last = { army: army(50, 5), formation: 'offensive' } as const;
    expect(openingHost(last, edge, army(20, 9), 1, RULES)).toEqual({ army: army(20, 5), formation: 'offensive' });
  });

  it('is the fewest that win when nobody of last time is home', () => {
    const last = { army: army(0, 0, 0, 9), formation: 'balanced' } as const;
    const host = openingHost(last, edge, army(100), 1, RULES);
    expect(host.army).toEqual(fewestHost(edge, army(100), 'balanced', 1, RULES).army);
    const odds = reckon(edge, host, 1, RULES)?.preview.winning ?? 0;
    expect(odds).toBeGreaterThanOrEqual(1901);
    const oneLess = reckon(edge, { ...host, army: army(host.army.militia - 1) }, 1, RULES)?.preview.winning ?? 0;
    expect(oneLess).toBeLessThan(1901);
  });

  it('is everybody when even that is not enough', () => {
    expect(fewestHost(edge, army(3), 'balanced', 1, RULES)).toMatchObject({ army: army(3), reached: false });
  });

  it('never holds more than is home, nor fractions', () => {
    expect(capToHome({ militia: 2.9, archer: -4, cavalry: 70 }, army(10, 10, 10, 10))).toEqual(army(2, 0, 0, 10));
    expect(halfOf(army(3, 1, 0, 8))).toEqual(army(2, 1, 0, 4));
  });
});

describe('refusalOf', () => {
  it('lets a member of a tribe march', () => {
    expect(refusalOf(facts())).toBeNull();
  });

  it.each([
    ['offline', { isOffline: true }],
    ['closed', { season: aSeason({ status: 'ended' }) }],
    ['notEntered', { me: aMe({ entered: false }) }],
    ['noTribe', { me: aMe() }],
    ['truce', { territory: { ...edge, truceUntil: new Date(2000).toISOString() } }],
    ['none', { army: army() }],
  ] as const)('refuses as %s', (reason, changes) => {
    expect(refusalOf(facts(changes))).toBe(reason);
  });

  it('refuses the own tribe’s land', () => {
    const owner = { tribeId: 'b'.repeat(24), tribeName: 'Raven Host', tag: 'RVN', ordinal: 1, controlledSince: '' };
    expect(refusalOf(facts({ territory: { ...edge, owner } }))).toBe('own');
  });

  it('refuses a fifth territory, but not one where the player stands already', () => {
    const garrisons = [1, 2, 3].map((territoryId) => ({ territoryId, units: army(1) }));
    const march = aMarch({ territoryId: 4 });
    const me = { ...facts().me, garrisons, marches: [march] };
    expect(refusalOf(facts({ me }))).toBe('limit');
    expect(refusalOf(facts({ me: { ...me, marches: [{ ...march, territoryId: 21 }] } }))).toBeNull();
  });
});

it('notices a change of the garrison that leaves its size alone', () => {
  const other = { ...edge, contributors: [{ userId: null, username: null, units: army(24, 1), workshopLevel: 1 }] };
  expect(garrisonMark(other)).not.toBe(garrisonMark(edge));
  expect(garrisonMark({ ...edge, recentBattles: [] })).toBe(garrisonMark(edge));
});
