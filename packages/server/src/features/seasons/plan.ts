/** What a plan for a season must be, for the command line and the administration alike. */
import { isRulesetId, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { SeasonPlan } from './service.ts';

export const MAX_SPEED = 3_600;
export const FEE_MICRO = 25_000_000;
/** Wild garrisons of an average season until the start counts the tribes. */
export const EXPECTED_TRIBES = 36;
const YEAR_MS = 366 * 86_400_000;

export type PlanField = 'name' | 'starts' | 'registration' | 'speed' | 'fee' | 'ruleset';
export interface PlanProblem {
  readonly field: PlanField;
  /** Reads on after the field's name. */
  readonly problem: string;
}

/** What is wrong with the plan; null = nothing. A start at exactly `nowMs` means "at once". */
export function planProblem(plan: SeasonPlan, nowMs: number): PlanProblem | null {
  const { name, startMs, registrationStartMs: registrationMs, speed, entryFeeMicro: fee } = plan;
  if (!/^[^\p{C}]{3,60}$/u.test(name))
    return { field: 'name', problem: 'must have 3 to 60 characters; {n} becomes the number of the season' };
  if (startMs > nowMs + YEAR_MS) return { field: 'starts', problem: 'is more than a year away' };
  if (startMs < nowMs) return { field: 'starts', problem: 'is in the past' };
  if (registrationMs > startMs) return { field: 'registration', problem: 'must not be after the start' };
  if (!Number.isInteger(speed) || speed < 1 || speed > MAX_SPEED)
    return { field: 'speed', problem: `must be a whole number from 1 to ${MAX_SPEED}` };
  if (fee !== 0 && fee !== FEE_MICRO) return { field: 'fee', problem: 'must be 0 or 25' };
  if (fee !== 0 && startMs === nowMs)
    return { field: 'starts', problem: 'leaves no time: a season with a fee needs time for registration' };
  if (!isKnown(plan.rulesetId)) return { field: 'ruleset', problem: `${plan.rulesetId} is not known` };
  return null;
}

/** The speed that a ruleset is made for; 1 for one that is not known (which the plan is refused for). */
export function usualSpeed(rulesetId: string): number {
  return isRulesetId(rulesetId) ? rulesetById(rulesetId).season.speed : 1;
}

function isKnown(id: string | undefined): boolean {
  return id === undefined || isRulesetId(id);
}
