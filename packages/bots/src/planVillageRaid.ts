/** Whom to send against a village: enough to win, and enough hands to carry the gold home. */
import type { RaidVillage } from '@cryptotribes/protocol/features/raids';
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { carryingCapacity, villageBattle } from '@cryptotribes/rules/raids/villageRaid';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { type AttackPlan, growTo } from './planAttack.ts';
import type { BotView } from './view.ts';

/** Sent on top of the fewest that win, in percent: more units, fewer losses. */
const EXTRA_PERCENT = 40;

/** The army to send, or null: not safe enough. `targetWinning` = cases of luck out of 2,001 that must win. */
export function planVillageRaid(
  view: BotView,
  village: Pick<RaidVillage, 'userId' | 'army' | 'formation' | 'workshopLevel' | 'lootAtMost'>,
  targetWinning: number,
): AttackPlan | null {
  const rules = rulesetById(view.rulesetId);
  for (const formation of ['balanced', 'offensive'] as const) {
    const attacker = { army: view.home, formation, workshopLevel: view.levels.workshop };
    const defender = { ...village, home: village.army };
    const fewest = fewestThatWin(villageBattle(rules, attacker, defender), targetWinning);
    if (!fewest.reached) continue;
    let army = growTo(fewest.army, view.home, Math.ceil((totalUnits(fewest.army) * (100 + EXTRA_PERCENT)) / 100));
    while (carryingCapacity(rules, army) < village.lootAtMost && totalUnits(army) < totalUnits(view.home)) {
      army = growTo(army, view.home, totalUnits(army) + 5);
    }
    return { army, formation };
  }
  return null;
}
