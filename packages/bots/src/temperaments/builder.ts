import { spendGold } from './economy.ts';
import { abandon, freeSlot, reinforce, spreadOut, thinOut } from './garrisons.ts';
import { chooseAttack } from './targets.ts';
import type { Temperament } from './temperament.ts';

/** Village first; holds ring and center ground with strong garrisons and attacks only when it is safe. */
export const builder: Temperament = {
  name: 'builder',
  thinkMs: { min: 18_000, max: 40_000 },
  decide: (view, random) =>
    freeSlot(view) ??
    thinOut(view, random) ??
    (random.chance(0.01) ? abandon(view, random) : null) ??
    chooseAttack(
      view,
      {
        boldness: 0.2,
        tiers: { edge: 0.5, ring: 1, center: 0.5 },
        wild: 1,
        loveOfWeak: 0.5,
        minPowerRatio: 1.5,
        orders: { targetWinning: 2_001, atLeast: 12, extraPercent: 25 },
      },
      random,
    ) ??
    (random.chance(0.35) ? reinforce(view, { edge: 10, ring: 60, center: 120 }, random) : null) ??
    (random.chance(0.35) ? spreadOut(view, random) : null) ??
    spendGold(
      view,
      {
        goals: { barracks: 6, warehouse: 7, workshop: 5 },
        taste: { militia: 1, spearman: 3, archer: 2, cavalry: 1 },
        armyShare: 0.45,
      },
      random,
    ),
};
