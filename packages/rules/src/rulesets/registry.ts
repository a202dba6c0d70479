import type { Ruleset } from './ruleset.ts';
import { season1 } from './season1.ts';

export const DEFAULT_RULESET_ID = 'season1';

const RULESETS: ReadonlyMap<string, Ruleset> = new Map([[season1.id, season1]]);

/** Every ruleset there is, oldest first. */
export const RULESET_IDS: readonly string[] = [...RULESETS.keys()];

/** The ruleset with this id. Throws RangeError on an unknown id: ids come from our own records. */
export function rulesetById(id: string): Ruleset {
  const rules = RULESETS.get(id);
  if (rules === undefined) throw new RangeError(`Unknown ruleset: ${id}`);
  return rules;
}
