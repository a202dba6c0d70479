import { gameToRealMs } from '../core/time.ts';
import type { Army, Formation, Tier } from '../core/units.ts';
import { subtractArmies } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { fitGarrison, garrisonCapacity } from './garrison.ts';

export interface CaptureInput {
  tier: Tier;
  attackerArmy: Readonly<Army>;
  attackerLosses: Readonly<Army>;
  attackerFormation: Formation;
  /** The defending side before the battle and its losses, in the same order; userId null = NPC. */
  contributors: readonly { userId: string | null; units: Readonly<Army>; losses: Readonly<Army> }[];
  /** Real time of the battle. */
  nowMs: number;
  speed: number;
}

export interface CaptureOutcome {
  /** The captor's survivors that stay. */
  garrison: Army;
  /** The captor's survivors above capacity: home at once. */
  home: Army;
  formation: Formation;
  /** Real time until which nobody may attack. */
  truceUntilMs: number;
  /** The loser's survivors by player: home at once. NPC survivors scatter. */
  defendersHome: { userId: string; units: Army }[];
}

/** What a lost territory looks like afterwards. GAME_DESIGN 3, "Attacker wins". */
export function captureOutcome(rules: Ruleset, input: CaptureInput): CaptureOutcome {
  const survivors = subtractArmies(input.attackerArmy, input.attackerLosses);
  const { stay, home } = fitGarrison(rules, survivors, garrisonCapacity(rules, input.tier));
  return {
    garrison: stay,
    home,
    formation: input.attackerFormation,
    truceUntilMs: input.nowMs + gameToRealMs(rules.territory.truceGameMs, input.speed),
    defendersHome: input.contributors.flatMap(({ userId, units, losses }) =>
      userId === null ? [] : [{ userId, units: subtractArmies(units, losses) }],
    ),
  };
}

/** Real time at which units withdrawn from a garrison are home. GAME_DESIGN 3. */
export function recallArrivesMs(rules: Ruleset, nowMs: number, speed: number): number {
  return nowMs + gameToRealMs(rules.territory.recallGameMs, speed);
}
