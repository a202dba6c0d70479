/**
 * Scores of a season, from the facts as they are now: written whole, so that running twice gives the same. Whoever reaches the threshold gets a
 * flag; a person decides. One process does it at a time.
 */
import type { Context } from '../../context.ts';
import { inTransaction } from '../../platform/tx.ts';
import type { PlayerFacts } from './facts.ts';
import { raiseFlag } from './flags.ts';
import { gatherFacts } from './gatherFacts.ts';
import {
  holdSeason,
  listSeasonsToReckon,
  listToRaise,
  markReckoned,
  replaceScores,
  type ScoredPlayer,
} from './scoreQueries.ts';
import { behaviourScore } from './signals.ts';

/** The kind of flag that scores raise. */
export const BEHAVIOUR = 'behaviour';

type Desk = Pick<Context, 'pool' | 'publisher' | 'clock' | 'newId' | 'config'>;

/** Reckons one season now. Gives how many have a score, and how many flags were raised or renewed; null when another process is at it. */
export function reckonSeason(desk: Desk, seasonId: string): Promise<{ scored: number; flagged: number } | null> {
  const { thresholds } = desk.config.fairPlay;
  return inTransaction(desk, async (tx) => {
    if (!(await holdSeason(tx, seasonId))) return null;
    const nowMs = desk.clock.nowMs();
    const scored = (await gatherFacts(tx, seasonId, thresholds)).flatMap((facts) => scoreOf(facts, thresholds));
    await replaceScores(tx, seasonId, scored, nowMs);
    const raise = await listToRaise(tx, seasonId, BEHAVIOUR, thresholds.review, thresholds.raise_again);
    const reasons = new Map(scored.map((player) => [player.userId, player.reasons]));
    for (const { user_id: userId, score } of raise)
      await raiseFlag(desk, tx, {
        userId,
        seasonId,
        kind: BEHAVIOUR,
        score,
        evidence: { reasons: reasons.get(userId) ?? [] },
      });
    await markReckoned(tx, seasonId, nowMs);
    return { scored: scored.length, flagged: raise.length };
  });
}

function scoreOf(facts: PlayerFacts, thresholds: Desk['config']['fairPlay']['thresholds']): ScoredPlayer[] {
  const { score, reasons } = behaviourScore(facts, thresholds);
  return score === 0 ? [] : [{ userId: facts.userId, score, reasons }];
}

/** Reckons every season whose last reckoning is long enough ago; from registration until its prizes are paid. */
export async function reckonDue(desk: Desk): Promise<number> {
  const { everyMinutes } = desk.config.fairPlay;
  const due = await listSeasonsToReckon(desk.pool, desk.clock.nowMs() - everyMinutes * 60_000);
  for (const seasonId of due) await reckonSeason(desk, seasonId);
  return due.length;
}
