import { describe, expect, it } from 'vitest';
import { DEFAULT_RULESET_ID, rulesetById } from './registry.ts';
import { season1 } from './season1.ts';

describe('the ruleset of season 1', () => {
  it('is found by its id, and no other is', () => {
    expect(rulesetById('season1')).toBe(season1);
    expect(rulesetById(DEFAULT_RULESET_ID)).toBe(season1);
    for (const id of ['', 'season2', 'constructor', '__proto__']) expect(() => rulesetById(id)).toThrow(RangeError);
  });

  it('holds integers only', () => {
    const walk = (value: unknown): void => {
      if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
      else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk);
    };
    walk(season1);
  });

  it('never changes: old battles replay with it', () => {
    expect(JSON.stringify(season1)).toMatchSnapshot();
  });

  it('divides an entry into pool and fee', () => {
    const { entryMicro, poolPerEntryMicro, feePerEntryMicro } = season1.prizes;
    expect(poolPerEntryMicro + feePerEntryMicro).toBe(entryMicro);
  });

  it('takes nine steps from level 1 to level 10', () => {
    for (const { costGold, upgradeGameMs } of Object.values(season1.village.buildings)) {
      expect(costGold).toHaveLength(season1.village.maxBuildingLevel - 1);
      expect(upgradeGameMs).toHaveLength(season1.village.maxBuildingLevel - 1);
    }
    expect(season1.village.goldCapacity).toHaveLength(season1.village.maxBuildingLevel);
  });
});
