/** Raids: which camp, or whether a village (GAME_DESIGN 3, "Raids"). */
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { campBattle } from '@cryptotribes/rules/raids/camps';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { BotRandom } from '../botRandom.ts';
import { growTo } from '../planAttack.ts';
import type { BotView } from '../view.ts';
import type { Action } from './temperament.ts';

export interface RaidTaste {
  /** How often the bot thinks of raiding at all, 0 to 1. */
  readonly chance: number;
  /** Share of raids that go against villages, 0 to 1. */
  readonly villages: number;
  /** Cases of luck out of 2,001 that must win before the bot dares. */
  readonly targetWinning: number;
}

const FEWEST_AT_HOME = 6;
/** Sent on top of the fewest that win, in percent: more units, fewer losses. */
const EXTRA_PERCENT = 60;

/** A raid for gold; null without a charge, without the mood, or when nothing can be won. */
export function chooseRaid(view: BotView, taste: RaidTaste, random: BotRandom): Action | null {
  if (view.raidCharges < 1 || totalUnits(view.home) < FEWEST_AT_HOME || !random.chance(taste.chance)) return null;
  if (random.chance(taste.villages)) return { kind: 'raidVillage', targetWinning: taste.targetWinning };
  return raidCamp(view, taste.targetWinning);
}

/** The highest open camp that the home army beats with so much certainty; null when there is none. */
export function raidCamp(view: BotView, targetWinning: number): Action | null {
  const rules = rulesetById(view.rulesetId);
  const highest = Math.min(view.campsBeaten + 1, rules.raids.camps.length);
  for (let level = highest; level >= 1; level--) {
    const attacker = { army: view.home, formation: 'balanced' as const, workshopLevel: view.levels.workshop };
    const fewest = fewestThatWin(campBattle(rules, level, attacker), targetWinning);
    if (!fewest.reached) continue;
    const units = Math.ceil((totalUnits(fewest.army) * (100 + EXTRA_PERCENT)) / 100);
    return { kind: 'raidCamp', level, army: growTo(fewest.army, view.home, units), formation: 'balanced' };
  }
  return null;
}
