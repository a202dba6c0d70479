import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../core/time.ts';
import { UNIT_TYPES } from '../core/units.ts';
import { garrisonCapacity } from '../territories/garrison.ts';
import type { UnitRules } from './ruleset.ts';
import { season1 } from './season1.ts';
import { season2 } from './season2.ts';

/** What the specification fixes of a unit. */
const specified = ({ hp, damage, costGold, trainGameMs, counters, speed }: UnitRules) => ({
  hp,
  damage,
  costGold,
  trainGameMs,
  counters,
  speed,
});

describe('the ruleset of season 2', () => {
  it('keeps every number that the specification names', () => {
    for (const unit of UNIT_TYPES) expect(specified(season2.units[unit])).toEqual(specified(season1.units[unit]));
    for (const part of ['terrains', 'formations', 'battle', 'victoryPoints', 'season', 'prizes', 'tribe'] as const) {
      expect(season2[part]).toEqual(season1[part]);
    }
    const { campLootPerWarehouseLevelBp: _, ...village } = season1.village;
    expect(season2.village).toMatchObject(village);
    for (const tier of ['center', 'ring', 'edge'] as const) {
      const { garrisonPlaces: _places, ...yields } = season1.tiers[tier];
      expect(season2.tiers[tier]).toMatchObject(yields);
    }
  });

  it('unlocks spearmen, cavalry and archers at barracks 2, 3 and 4', () => {
    expect(UNIT_TYPES.map((unit) => season2.units[unit].barracksLevel)).toEqual([1, 2, 4, 3]);
  });

  it('gives three raids a day, each worth more', () => {
    const { startCharges, maxCharges, chargeGameMs, camps } = season2.raids;
    expect([startCharges, maxCharges, chargeGameMs]).toEqual([3, 3, 8 * HOUR_MS]);
    expect(camps.map(({ army }) => army)).toEqual(season1.raids.camps.map(({ army }) => army));
    expect(camps.map(({ lootGold }) => lootGold)).toEqual([65, 125, 230, 335, 505, 740, 995, 1440, 1780, 2450]);
  });

  it('has smaller castles, a longer truce and three places for each player', () => {
    expect((['center', 'ring', 'edge'] as const).map((tier) => garrisonCapacity(season2, tier))).toEqual([
      320, 250, 200,
    ]);
    expect(season2.territory).toEqual({ ...season1.territory, garrisonsPerPlayer: 3, truceGameMs: 10 * HOUR_MS });
  });

  it('never changes: old battles replay with it', () => {
    expect(JSON.stringify(season2)).toMatchSnapshot();
  });
});
