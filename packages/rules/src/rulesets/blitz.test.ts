import { describe, expect, it } from 'vitest';
import { DAY_MS, gameToRealMs, HOUR_MS } from '../core/time.ts';
import { canJoinAt, roleLimits } from '../tribes/roster.ts';
import { blitz } from './blitz.ts';
import { DEFAULT_RULESET_ID, isRulesetId, RULESET_IDS, rulesetById } from './registry.ts';
import { season1 } from './season1.ts';

describe('the ruleset of a blitz', () => {
  it('makes a season of 24 hours at ten times real speed', () => {
    const { speed, durationGameMs } = blitz.season;
    expect(speed).toBe(10);
    expect(gameToRealMs(durationGameMs, speed)).toBe(DAY_MS);
  });

  it('fights with the numbers of season 1', () => {
    for (const part of ['units', 'terrains', 'formations', 'tiers', 'battle', 'victoryPoints', 'prizes'] as const) {
      expect(blitz[part]).toEqual(season1[part]);
    }
    expect(blitz.village.buildings).toEqual(season1.village.buildings);
  });

  it('differs in what a verifier computes by its truce alone, as docs/FAIRNESS.md says', () => {
    const { speed, ...season } = blitz.season;
    expect({ ...season, speed: season1.season.speed }).toEqual(season1.season);
    expect(speed).toBe(10);
    expect({ ...blitz.territory, truceGameMs: 4 * HOUR_MS }).toEqual(season1.territory);
    expect(blitz.territory.truceGameMs).toBe(8 * HOUR_MS);
    for (const part of ['camps', 'campTerrain', 'campFormation', 'villageTerrain'] as const)
      expect(blitz.raids[part]).toEqual(season1.raids[part]);
  });

  it('closes tribes for its last three hours', () => {
    const season = { endsMs: DAY_MS, speed: blitz.season.speed };
    expect(canJoinAt(blitz, season, DAY_MS - 3 * HOUR_MS - 1)).toBe(true);
    expect(canJoinAt(blitz, season, DAY_MS - 3 * HOUR_MS)).toBe(false);
  });

  it('never changes: old battles replay with it', () => {
    expect(JSON.stringify(blitz)).toMatchSnapshot();
  });
});

describe('every ruleset', () => {
  it('is found by its own id, the default one first', () => {
    expect(RULESET_IDS[0]).toBe(DEFAULT_RULESET_ID);
    for (const id of RULESET_IDS) expect(rulesetById(id).id).toBe(id);
    expect(['season9', 'toString', ''].filter(isRulesetId)).toEqual([]);
  });

  it.each(RULESET_IDS)(
    '%s has what the database and the vault hold for all: twelve seats, ten levels, the fee',
    (id) => {
      const rules = rulesetById(id);
      expect(roleLimits(rules)).toEqual({ chieftain: 1, captain: 2, warrior: 9 });
      expect(rules.village.maxBuildingLevel).toBe(10);
      expect(rules.raids.camps).toHaveLength(10);
      expect(rules.prizes).toEqual(season1.prizes);
      expect(rules.season).toMatchObject({ hourGameMs: HOUR_MS, slotGameMs: HOUR_MS / 6 });
      expect(rules.season.durationGameMs % DAY_MS).toBe(0);
    },
  );
});
