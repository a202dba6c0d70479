import { spendGold } from './economy.ts';
import { freeSlot, reinforce, spreadOut, thinOut } from './garrisons.ts';
import { chooseAttack } from './targets.ts';
import type { Temperament } from './temperament.ts';

/** Gathers a mixed army for ring and center, dares battles that are not quite safe, and keeps what it takes. */
export const keenAttacker: Temperament = {
  name: 'keenAttacker',
  thinkMs: { min: 10_000, max: 24_000 },
  decide: (view, random) =>
    freeSlot(view) ??
    thinOut(view, random) ??
    chooseAttack(
      view,
      {
        boldness: 0.6,
        tiers: { edge: 0.03, ring: 0.5, center: 3 },
        wild: 0.9,
        loveOfWeak: 0.4,
        minPowerRatio: 1,
        orders: { targetWinning: 1_201, atLeast: 16, extraPercent: 15 },
      },
      random,
    ) ??
    (random.chance(0.1) ? reinforce(view, { edge: 0, ring: 30, center: 80 }, random) : null) ??
    (random.chance(0.35) ? spreadOut(view, random) : null) ??
    spendGold(
      view,
      {
        goals: { barracks: 6, warehouse: 4, workshop: 4 },
        taste: { militia: 4, spearman: 1, archer: 1, cavalry: 2 },
        armyShare: 0.8,
      },
      random,
    ),
};
