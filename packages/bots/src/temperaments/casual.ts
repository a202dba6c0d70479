import { spendGold } from './economy.ts';
import { abandon, freeSlot, reinforce, spreadOut, thinOut } from './garrisons.ts';
import { chooseAttack } from './targets.ts';
import type { Temperament } from './temperament.ts';

/** Looks in now and then, takes a weak edge when it is easy, and sometimes forgets about it. */
export const casual: Temperament = {
  name: 'casual',
  thinkMs: { min: 28_000, max: 55_000 },
  decide: (view, random) =>
    freeSlot(view) ??
    thinOut(view, random) ??
    (random.chance(0.02) ? abandon(view, random) : null) ??
    chooseAttack(
      view,
      {
        boldness: 0.3,
        tiers: { edge: 1, ring: 0.15, center: 0 },
        wild: 0.8,
        loveOfWeak: 1,
        minPowerRatio: 1.4,
        orders: { targetWinning: 1_961, atLeast: 10, extraPercent: 10 },
      },
      random,
    ) ??
    (random.chance(0.15) ? reinforce(view, { edge: 8, ring: 35, center: 50 }, random) : null) ??
    (random.chance(0.1) ? spreadOut(view, random) : null) ??
    spendGold(
      view,
      {
        goals: { barracks: 3, warehouse: 3, workshop: 2 },
        taste: { militia: 3, spearman: 2, archer: 1, cavalry: 0 },
        armyShare: 0.5,
      },
      random,
    ),
};
