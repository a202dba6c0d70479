import { largestRemainder } from '../core/rounding.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import type { TribeRole } from '../tribes/roster.ts';

export interface RankedTribe {
  tribeId: string;
  /** Members at the season's end: chieftain, captains, warriors, each by seat (earlier ones win ties of a micro-USDT). */
  members: readonly { userId: string; role: TribeRole }[];
}

export interface TribePrize {
  /** From 1. */
  rank: number;
  tribeId: string;
  amountMicro: number;
  members: { userId: string; role: TribeRole; amountMicro: number }[];
}

/** Prize pool of a number of paid entries, in micro-USDT. */
export function prizePoolMicro(rules: Ruleset, paidEntries: number): number {
  return rules.prizes.poolPerEntryMicro * paidEntries;
}

/**
 * Micro-USDT for ranks 1 to `tribes` (at most 10): 30, 20, 10 and seven times 40/7 percent; the shares of missing ranks go
 * to the present ones in proportion. The parts add up to exactly the pool unless there is no tribe.
 */
export function rankPrizesMicro(rules: Ruleset, poolMicro: number, tribes: number): number[] {
  return largestRemainder(poolMicro, rules.prizes.rankWeights.slice(0, tribes));
}

/**
 * The tribes that share the pool, of all tribes best first: those with members that earned at least one point. Where nobody earned any,
 * all with members share, so that the pool is always paid out.
 */
export function prizeTribes<T extends { totalVp: number; members: readonly unknown[] }>(ranked: readonly T[]): T[] {
  const present = ranked.filter(({ members }) => members.length > 0);
  const earned = present.filter(({ totalVp }) => totalVp > 0);
  return earned.length > 0 ? earned : present;
}

/**
 * Splits a pool among the ranked tribes, best first, and each tribe's prize among its members: chieftain 20 %, captains
 * 15 % each, warriors 50/9 % each; empty seats' shares go to those present in proportion (GAME_DESIGN 5). Tribes without
 * members are left out and the next one moves up. All amounts add up to exactly the pool; without any tribe: [].
 */
export function splitPrizes(rules: Ruleset, poolMicro: number, ranked: readonly RankedTribe[]): TribePrize[] {
  const present = ranked.filter(({ members }) => members.length > 0);
  return rankPrizesMicro(rules, poolMicro, present.length).map((amountMicro, index) => {
    const { tribeId, members } = present[index]!;
    const parts = largestRemainder(
      amountMicro,
      members.map(({ role }) => rules.prizes.seatWeights[role]),
    );
    return {
      rank: index + 1,
      tribeId,
      amountMicro,
      members: members.map(({ userId, role }, seat) => ({ userId, role, amountMicro: parts[seat]! })),
    };
  });
}
