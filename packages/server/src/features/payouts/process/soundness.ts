/**
 * Everything that must hold, of the books and of the game, is asked before something new is signed (RELIABILITY D.3): once a round, and only in rounds
 * that have something to sign, because it looks at every row. What was signed before is carried on.
 */
import type { Context } from '../../../context.ts';
import { checkInvariants } from '../../invariants/check.ts';
import { freezePayouts } from '../../ledger/freeze.ts';

/** Something that must hold does not: payouts are stopped, and nothing is signed. */
export class NotSound extends Error {
  override name = 'NotSound';
}

export interface Soundness {
  /** What was asked before no longer counts. */
  forget(): void;
  /** Throws NotSound, with payouts stopped. */
  assert(): Promise<void>;
}

export function createSoundness({
  pool,
  clock,
  log,
  metrics,
}: Pick<Context, 'pool' | 'clock' | 'log' | 'metrics'>): Soundness {
  let answer: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const startedAt = performance.now();
    const violations = await checkInvariants(pool);
    metrics.invariantSeconds.set((performance.now() - startedAt) / 1000);
    if (violations.length === 0) return;
    await freezePayouts(pool, violations, clock.nowMs());
    log.error({ violations }, 'what must hold does not: nothing is signed, payouts are stopped');
    throw new NotSound(violations.map(({ rule }) => rule).join('; '));
  };
  return {
    forget: () => {
      answer = null;
    },
    assert: () => {
      answer ??= ask();
      return answer;
    },
  };
}
