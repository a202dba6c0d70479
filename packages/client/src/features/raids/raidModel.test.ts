import { armyOf } from '@cryptotribes/rules/core/units';
import { describe, expect, it } from 'vitest';
import { aMe, aSeason } from '../../net/samples.ts';
import { type Foe, fewestRaiders, openingRaid, raidOdds, raidRefusal, reckonRaid, shieldLeftMs } from './raidModel.ts';

const NOW_MS = Date.parse('2026-05-02T00:00:00Z');
const RULES = 'season1';

const aCamp = (changes = {}): Foe => ({
  kind: 'camp',
  camp: {
    level: 1,
    army: armyOf(4),
    formation: 'balanced',
    terrain: 'plains',
    loot: 45,
    beaten: false,
    unlocked: true,
    ...changes,
  },
});
const aVillage = (changes = {}): Extract<Foe, { kind: 'village' }> => ({
  kind: 'village',
  village: {
    userId: 'b'.repeat(24),
    username: 'Sigrun',
    tribe: null,
    victoryPoints: 0,
    army: armyOf(10),
    formation: 'balanced',
    workshopLevel: 1,
    lootAtMost: 60,
    shieldUntil: null,
    repeatIndex: 0,
    ...changes,
  },
});
const raider = (army: ReturnType<typeof armyOf>) => ({ army, formation: 'balanced', workshopLevel: 1 }) as const;

describe('reckonRaid', () => {
  it('pays the whole loot of a camp, and no victory points', () => {
    const reckoning = reckonRaid(aCamp(), raider(armyOf(20)), RULES);
    expect(reckoning).toMatchObject({ loot: { min: 45, max: 45 }, vp: { min: 0, max: 0 }, carries: null });
    expect(reckoning?.preview.winning).toBe(2001);
  });

  it('takes from a village what the survivors can carry, at most what may be taken', () => {
    const few = reckonRaid(aVillage(), raider(armyOf(12)), RULES);
    const { ifWin } = few!.preview;
    const survivors = (lost: number) => 5 * (12 - lost);
    expect(few?.carries).toBe(60);
    expect(few?.loot).toEqual({ min: survivors(ifWin!.attackerLost.max), max: survivors(ifWin!.attackerLost.min) });
    expect(few!.loot!.max).toBeLessThan(60);
    expect(reckonRaid(aVillage(), raider(armyOf(90)), RULES)?.loot).toEqual({ min: 60, max: 60 });
  });

  it('gives a victory point for each beaten unit of a village, less after many raids', () => {
    expect(reckonRaid(aVillage(), raider(armyOf(90)), RULES)?.vp).toEqual({ min: 10, max: 10 });
    expect(reckonRaid(aVillage({ repeatIndex: 3 }), raider(armyOf(90)), RULES)?.vp).toEqual({ min: 5, max: 5 });
    expect(reckonRaid(aVillage({ repeatIndex: 6 }), raider(armyOf(90)), RULES)?.vp).toEqual({ min: 0, max: 0 });
  });

  it('has no loot where the raid cannot win, and nothing at all without a unit', () => {
    expect(reckonRaid(aVillage(), raider(armyOf(1)), RULES)).toMatchObject({ loot: null, vp: null });
    expect(reckonRaid(aCamp(), raider(armyOf(0)), RULES)).toBeNull();
  });

  it('takes an empty village without a loss', () => {
    const reckoning = reckonRaid(aVillage({ army: armyOf(0) }), raider(armyOf(3)), RULES);
    expect(reckoning?.preview.ifWin?.attackerLost).toEqual({ min: 0, max: 0 });
    expect(reckoning?.loot).toEqual({ min: 15, max: 15 });
  });
});

describe('the host to begin with', () => {
  it('is last time’s where that wins more often than not, else the fewest that win', () => {
    const home = raider(armyOf(50));
    const last = { army: armyOf(8), formation: 'offensive' } as const;
    expect(openingRaid(last, aCamp(), home, RULES)).toEqual(last);
    const weak = { army: armyOf(2), formation: 'offensive' } as const;
    const opened = openingRaid(weak, aCamp(), home, RULES);
    expect(opened.formation).toBe('offensive');
    expect(opened.army).toEqual(fewestRaiders(aCamp(), { ...home, formation: 'offensive' }, RULES));
    expect(reckonRaid(aCamp(), { ...home, ...opened }, RULES)!.preview.winning).toBeGreaterThanOrEqual(1901);
  });
});

describe('raidOdds', () => {
  it('takes the best formation of everybody at home', () => {
    expect(raidOdds(aCamp(), aMe(), RULES)).toBeNull();
    expect(raidOdds(aCamp(), aMe({ army: armyOf(4) }), RULES)).toMatchObject({ formation: 'offensive', winning: 2001 });
  });
});

describe('raidRefusal', () => {
  const ask = (changes: Partial<Parameters<typeof raidRefusal>[0]> = {}) =>
    raidRefusal({
      foe: aCamp(),
      me: aMe({ army: armyOf(20) }),
      season: aSeason(),
      army: armyOf(5),
      isOffline: false,
      nowMs: NOW_MS,
      ...changes,
    });
  const charges = (nextAt: string) => aMe({ army: armyOf(20), raidCharges: { count: 0, max: 6, nextAt } });

  it('says what is in the way, the most important first', () => {
    expect(ask()).toBeNull();
    expect(ask({ isOffline: true, season: undefined })).toBe('offline');
    expect(ask({ season: aSeason({ status: 'registration' }) })).toBe('closed');
    expect(ask({ foe: aCamp({ unlocked: false }), me: aMe() })).toBe('locked');
    expect(ask({ me: charges('2026-05-02T01:00:00Z') })).toBe('charge');
    expect(ask({ me: aMe() })).toBe('nobody');
    expect(ask({ army: armyOf(0) })).toBe('none');
    expect(ask({ army: null })).toBeNull();
  });

  it('opens by itself when the shield or the wait for a charge ends', () => {
    const foe = aVillage({ shieldUntil: '2026-05-02T00:00:10Z' });
    expect(ask({ foe })).toBe('shield');
    expect(shieldLeftMs(foe.village, NOW_MS)).toBe(10_000);
    expect(ask({ foe, nowMs: NOW_MS + 10_000 })).toBeNull();
    expect(ask({ me: charges('2026-05-02T00:00:00Z') })).toBeNull();
  });
});
