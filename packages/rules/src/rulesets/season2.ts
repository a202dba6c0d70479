import { HOUR_MS } from '../core/time.ts';
import type { CampRules, Ruleset } from './ruleset.ts';
import { season1 } from './season1.ts';

/*
 * Season 1 with the changes that whole simulated seasons showed to help (docs/balance/README.md). What the
 * specification names (units' power, cost and time, ground, yields, buildings, prizes) and its worked examples stay as they are.
 */

/** What a camp pays: three raids a day have to bring what twelve did, so each brings 1.4 times as much and costs fewer units a day. */
const LOOT_GOLD = [65, 125, 230, 335, 505, 740, 995, 1440, 1780, 2450] as const;

const withLoot = (camp: CampRules, at: number): CampRules => ({ ...camp, lootGold: LOOT_GOLD[at] ?? camp.lootGold });

export const season2: Ruleset = {
  ...season1,
  id: 'season2',
  units: {
    ...season1.units,
    // As much exposed as the worked example of losses allows.
    spearman: { ...season1.units.spearman, exposureBp: 11_600 },
    // Cavalry comes before the archers that it beats, so that no type is without its counter for long.
    cavalry: { ...season1.units.cavalry, exposureBp: 11_600, barracksLevel: 3 },
    archer: { ...season1.units.archer, barracksLevel: 4 },
  },
  // Castles can be taken back.
  tiers: { ...season1.tiers, center: { ...season1.tiers.center, garrisonPlaces: 320 } },
  village: { ...season1.village, campLootPerWarehouseLevelBp: 600 },
  // Taking land pays for longer, and a strong tribe holds less of it.
  territory: { ...season1.territory, garrisonsPerPlayer: 3, truceGameMs: 10 * HOUR_MS },
  // Three raids a day, kept for a day: who looks twice a day loses none.
  raids: {
    ...season1.raids,
    startCharges: 3,
    maxCharges: 3,
    chargeGameMs: 8 * HOUR_MS,
    camps: season1.raids.camps.map(withLoot),
  },
};
