import { armyOf } from '@cryptotribes/rules/core/units';
import { describe, expect, it } from 'vitest';
import { aMe, aSeason } from '../../net/samples.ts';
import { counselFor } from './counsel.ts';

const NOW_MS = Date.parse('2026-05-02T00:00:00Z');
const keys = (changes: Parameters<typeof aMe>[0]) =>
  counselFor(aMe(changes), [], aSeason(), NOW_MS).map(({ key, subject }) => [key, subject]);

describe('counsel', () => {
  it('names the hardest camp that falls, while all raid charges are ready', () => {
    const army = armyOf(30);
    expect(keys({ army, gold: 0, campsBeaten: 2 })).toContainEqual(['raid', 'Bandit camp 3']);
    // Camp 4 is beyond that army; the one before can be raided again.
    expect(keys({ army, gold: 0, campsBeaten: 3 })).toContainEqual(['raid', 'Bandit camp 3']);
    expect(keys({ army: armyOf(5), gold: 0, campsBeaten: 3 })).toContainEqual(['raid', 'Bandit camp 1']);
  });

  it('says nothing of raids without an army, or while charges come back', () => {
    const raid = (changes: Parameters<typeof aMe>[0]) => keys(changes).filter(([key]) => key === 'raid');
    expect(raid({})).toEqual([]);
    const raidCharges = { count: 5, max: 6, nextAt: '2026-05-02T01:00:00Z' };
    expect(raid({ army: armyOf(30), raidCharges })).toEqual([]);
  });
});
