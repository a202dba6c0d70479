import { spendGold } from './economy.ts';
import { abandon, freeSlot, spreadOut, thinOut } from './garrisons.ts';
import { chooseRaid } from './raids.ts';
import { chooseAttack } from './targets.ts';
import type { Temperament } from './temperament.ts';

/** Always on the move along the edges: strikes where hardly anybody stands, holds what it took just as thinly, and lives on raids. */
export const raider: Temperament = {
  name: 'raider',
  thinkMs: { min: 12_000, max: 28_000 },
  decide: (view, random) =>
    freeSlot(view) ??
    thinOut(view, random) ??
    chooseAttack(
      view,
      {
        boldness: 0.6,
        tiers: { edge: 1, ring: 0.4, center: 0.1 },
        wild: 0.4,
        loveOfWeak: 1.5,
        minPowerRatio: 1.15,
        orders: { targetWinning: 1_801, atLeast: 14, extraPercent: 0 },
      },
      random,
    ) ??
    (random.chance(0.02) ? abandon(view, random) : null) ??
    chooseRaid(view, { chance: 0.4, villages: 0.4, targetWinning: 1_901 }, random) ??
    (random.chance(0.25) ? spreadOut(view, random) : null) ??
    spendGold(
      view,
      {
        goals: { barracks: 4, warehouse: 3, workshop: 3 },
        taste: { militia: 3, spearman: 1, archer: 3, cavalry: 0 },
        armyShare: 0.85,
      },
      random,
    ),
};
