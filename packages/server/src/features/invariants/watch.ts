/**
 * The watch over the game: every minute the seasons that run, every ten minutes everything. What it finds goes to the log and to the metrics and stops
 * all payouts until people have looked (RELIABILITY P15); the game goes on.
 */
import type { Context } from '../../context.ts';
import type { Violation } from '../ledger/check.ts';
import { freezePayouts, payoutsFrozen } from '../ledger/freeze.ts';
import { checkGame } from './check.ts';

/** Every this many looks goes over everything. */
export const FULL_EVERY = 10;

/** Looks once; gives what it found. `look` counts from 0, and the first one goes over everything. */
export async function watchGame(
  ctx: Pick<Context, 'clock' | 'log' | 'metrics' | 'pool'>,
  look: number,
): Promise<Violation[]> {
  const startedAt = performance.now();
  const violations = await checkGame(ctx.pool, look % FULL_EVERY === 0 ? 'all' : 'running');
  ctx.metrics.invariantSeconds.set((performance.now() - startedAt) / 1000);
  ctx.metrics.gameViolations.set(violations.length);
  if (violations.length === 0) return violations;
  await freezePayouts(ctx.pool, violations, ctx.clock.nowMs());
  ctx.log.error({ violations }, 'the game’s records disagree: payouts are stopped');
  ctx.metrics.payoutsFrozen.set((await payoutsFrozen(ctx.pool)) ? 1 : 0);
  return violations;
}
