import { largestRemainder } from '../core/rounding.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

export interface EntryFeeParts {
  poolMicro: number;
  feeMicro: number;
}

/**
 * What an entry fee becomes, in micro-USDT: of 25 USDT 21.25 go to the season's pool and 3.75 are the fee (GAME_DESIGN 5); other fees are
 * divided in the same proportion. The parts add up to exactly the fee.
 */
export function splitEntryFee(rules: Pick<Ruleset, 'prizes'>, entryFeeMicro: number): EntryFeeParts {
  const { poolPerEntryMicro, feePerEntryMicro } = rules.prizes;
  const [poolMicro = 0, feeMicro = 0] = largestRemainder(entryFeeMicro, [poolPerEntryMicro, feePerEntryMicro]);
  return { poolMicro, feeMicro };
}
