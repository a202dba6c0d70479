import { describe, expect, it } from 'vitest';
import { HOUR_MS, SECOND_MS } from '../core/time.ts';
import { type Army, FORMATIONS, TERRAINS, TIERS, UNIT_TYPES } from '../core/units.ts';
import { goldCapacity, goldProtectionBp } from '../villages/buildings.ts';
import { DEFAULT_RULESET_ID, rulesetById } from './registry.ts';
import { season1 } from './season1.ts';

describe('the ruleset of season 1', () => {
  it('is found by its id, and no other is', () => {
    expect(rulesetById('season1')).toBe(season1);
    expect(rulesetById(DEFAULT_RULESET_ID)).toBe(season1);
    for (const id of ['', 'season9', 'constructor', '__proto__']) expect(() => rulesetById(id)).toThrow(RangeError);
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

  // Written down a second time, from the rules as they are published: a slip of the pen here and there would have to be the same one.
  it('has the units, grounds and formations of the published tables', () => {
    const units = UNIT_TYPES.map((type) => {
      const { hp, damage, costGold, trainGameMs, barracksLevel, counters, exposureBp, places, carriesGold } =
        season1.units[type];
      return [hp, damage, costGold, trainGameMs / SECOND_MS, barracksLevel, counters, exposureBp, places, carriesGold];
    });
    expect(units).toEqual([
      [100, 10, 10, 60, 1, null, 12_000, 1, 5],
      [120, 15, 25, 120, 2, 'cavalry', 11_000, 1, 5],
      [80, 20, 30, 90, 3, 'spearman', 10_000, 1, 5],
      [150, 25, 50, 180, 5, 'archer', 10_000, 2, 15],
    ]);
    const grounds = TERRAINS.map((terrain) => {
      const { hpBp, damageBp, powerBp, attackerBp, defenderBp, garrisonHpBp } = season1.terrains[terrain];
      return [terrain, { ...hpBp }, { ...damageBp }, { ...powerBp }, attackerBp, defenderBp, garrisonHpBp];
    });
    expect(grounds).toEqual([
      ['castle', {}, {}, {}, 10_000, 15_000, 13_000],
      ['forest', { spearman: 11_000 }, {}, { cavalry: 7_500 }, 10_000, 12_500, 10_000],
      ['hills', {}, { archer: 12_500 }, { cavalry: 9_000 }, 10_000, 11_500, 10_000],
      ['river', {}, {}, { cavalry: 5_000 }, 9_000, 12_000, 10_000],
      ['plains', {}, {}, {}, 10_000, 10_000, 10_000],
    ]);
    expect(FORMATIONS.map((formation) => Object.values(season1.formations[formation]))).toEqual([
      [11_500, 9_500, 12_000],
      [10_000, 10_000, 10_000],
      [9_000, 11_000, 8_000],
    ]);
    const { counterBonusBp, varianceBp, evenRatioBp, winnerLossBp, loserLossBp, loserRoutBp } = season1.battle;
    expect([counterBonusBp, varianceBp, evenRatioBp, winnerLossBp, loserLossBp, loserRoutBp]).toEqual([
      5_000, 1_000, 9_000, 2_500, 7_500, 2_500,
    ]);
  });

  it('has the prices, times and capacities of the published tables, at every level', () => {
    const steps = (type: 'barracks' | 'warehouse' | 'workshop') => {
      const { costGold, upgradeGameMs } = season1.village.buildings[type];
      return costGold.map((cost, index) => [cost, (upgradeGameMs[index] ?? 0) / SECOND_MS].join(' gold, ')).join('; ');
    };
    expect(steps('barracks')).toBe(
      '100 gold, 300; 200 gold, 600; 400 gold, 1200; 800 gold, 2400; 1500 gold, 3600; 2000 gold, 7200; 2500 gold, 10800; 3000 gold, 14400; 3000 gold, 18000',
    );
    expect(steps('warehouse')).toBe(
      '80 gold, 240; 150 gold, 480; 300 gold, 960; 600 gold, 1920; 1000 gold, 2880; 1500 gold, 5760; 1800 gold, 8640; 2000 gold, 11520; 2000 gold, 14400',
    );
    expect(steps('workshop')).toBe(
      '150 gold, 360; 300 gold, 720; 600 gold, 1440; 1200 gold, 2880; 2000 gold, 4320; 3000 gold, 8640; 3500 gold, 12960; 4000 gold, 17280; 4000 gold, 21600',
    );
    const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(levels.map((level) => goldCapacity(season1, level))).toEqual([
      1_000, 2_000, 3_500, 5_000, 7_500, 10_000, 12_500, 15_000, 17_500, 20_000,
    ]);
    expect(levels.map((level) => goldProtectionBp(season1, level) / 100)).toEqual([
      10, 15, 20, 25, 30, 35, 40, 45, 50, 55,
    ]);
  });

  it('has the wild garrisons and camps of the published tables', () => {
    const text = ({ militia, spearman, archer, cavalry }: Army) => [militia, spearman, archer, cavalry].join('/');
    const wild = TIERS.map((tier) => {
      const { vpPerHour, goldPerHour, npcDifficulty, garrisonPlaces, npcArmies, npcFormation } = season1.tiers[tier];
      return [vpPerHour, goldPerHour, npcDifficulty, garrisonPlaces, npcFormation, ...npcArmies.map(text)].join(' ');
    });
    expect(wild).toEqual([
      '100 100 elite 500 defensive 36/22/18/7',
      '50 50 strong 250 balanced 58/16/12/0 45/22/10/0 40/18/16/0',
      '25 25 weak 200 balanced 25/0/0/0 28/0/0/0 20/5/0/0 20/0/6/0 22/6/0/0 34/0/0/0',
    ]);
    expect(season1.raids.camps.map(({ army, lootGold }) => `${text(army)} ${lootGold}`)).toEqual([
      '4/0/0/0 45',
      '10/0/0/0 90',
      '18/6/0/0 165',
      '20/0/18/0 240',
      '15/38/0/0 360',
      '30/20/25/8 530',
      '80/0/70/0 710',
      '60/50/60/14 1030',
      '30/10/10/80 1270',
      '80/80/80/43 1750',
    ]);
  });

  it('lasts ten days of at least 24 players and twelve seats a tribe', () => {
    expect(season1.season).toEqual({
      speed: 1,
      durationGameMs: 240 * HOUR_MS,
      minPlayers: 24,
      hourGameMs: HOUR_MS,
      slotGameMs: HOUR_MS / 6,
    });
    const { chieftains, captains, warriors } = season1.tribe;
    expect([chieftains, captains, warriors]).toEqual([1, 2, 9]);
  });
});
