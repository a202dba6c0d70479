import { halfUpBp } from '../core/rounding.ts';
import type { Army, Formation, NpcDifficulty } from '../core/units.ts';
import { armyOf } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { territoryInfo } from './map.ts';

export interface NpcGarrison {
  units: Army;
  formation: Formation;
  difficulty: NpcDifficulty;
}

/**
 * The NPC that hold a territory when the season starts (GAME_DESIGN 2). Ring and center armies follow the number of
 * tribes at the start: below 20 x 0.8, from 60 on x 1.2, each type rounded half up.
 */
export function npcGarrison(rules: Ruleset, territoryId: number, tribesAtStart: number): NpcGarrison {
  const { tier, index } = territoryInfo(territoryId);
  const { npcArmies, npcFormation, npcDifficulty, npcScales } = rules.tiers[tier];
  const army = npcArmies[index]!;
  const bp = npcScales ? npcScaleBp(rules, tribesAtStart) : 10_000;
  return {
    units: armyOf(
      halfUpBp(army.militia, bp),
      halfUpBp(army.spearman, bp),
      halfUpBp(army.archer, bp),
      halfUpBp(army.cavalry, bp),
    ),
    formation: npcFormation,
    difficulty: npcDifficulty,
  };
}

/** Factor on ring and center NPC armies in bp. */
export function npcScaleBp(rules: Ruleset, tribesAtStart: number): number {
  return rules.territory.npcScale.find(({ belowTribes }) => tribesAtStart < belowTribes)?.scaleBp ?? 10_000;
}
