/** A temperament is a way to play: how often it thinks, and what it does with what it sees. */
import type { Army, BuildingType, Formation, UnitType } from '@cryptotribes/rules/core/units';
import type { BotRandom } from '../botRandom.ts';
import type { BotView } from '../view.ts';

/** What a bot wants to do next. An attack is only an intention: the runner looks at the garrison first
 * (planAttack); so is the raid on a village (planVillageRaid). */
export type Action =
  | { kind: 'train'; unit: UnitType; quantity: number }
  | { kind: 'upgrade'; building: BuildingType }
  | { kind: 'attack'; territoryId: string; place: number; orders: AttackOrders }
  | { kind: 'garrison'; territoryId: string; units: Army; formation: Formation }
  | { kind: 'withdraw'; territoryId: string; units: Army }
  | { kind: 'raidCamp'; level: number; army: Army; formation: Formation }
  | { kind: 'raidVillage'; targetWinning: number };

/** How an attack is to be made. */
export interface AttackOrders {
  /** Cases of luck out of 2,001 that must win before the bot dares. */
  targetWinning: number;
  /** Units sent at least, as far as there are so many. */
  atLeast: number;
  /** Sent on top of the fewest that win, in percent: for ground that is to be kept. */
  extraPercent: number;
}

export interface Temperament {
  readonly name: string;
  /** Pause between two decisions at the demo's speed of 60, in milliseconds. */
  readonly thinkMs: { readonly min: number; readonly max: number };
  /** The next thing to do; null = rest. Pure: same view and same random numbers, same answer. */
  decide(view: BotView, random: BotRandom): Action | null;
}
