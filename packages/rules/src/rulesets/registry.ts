import { blitz } from './blitz.ts';
import type { Ruleset } from './ruleset.ts';
import { season1 } from './season1.ts';
import { season2 } from './season2.ts';

export const DEFAULT_RULESET_ID = 'season1';

/** Every ruleset there is, the default one first. A new one is a file beside this one, a name here, and no other code. */
export const RULESET_IDS = ['season1', 'season2', 'blitz'] as const;
export type RulesetId = (typeof RULESET_IDS)[number];

const RULESETS: ReadonlyMap<string, Ruleset> = new Map(
  Object.entries({ season1, season2, blitz } satisfies Record<RulesetId, Ruleset>),
);

/** Whether there is a ruleset with this id. */
export function isRulesetId(id: string): id is RulesetId {
  return RULESETS.has(id);
}

/** The ruleset with this id. Throws RangeError on an unknown id: ids come from our own records. */
export function rulesetById(id: string): Ruleset {
  const rules = RULESETS.get(id);
  if (rules === undefined) throw new RangeError(`Unknown ruleset: ${id}`);
  return rules;
}
