/**
 * Fetching the rounds that orders wait for. A round that does not come is asked for again with growing pauses; ten minutes after its time it is
 * given up for all its orders, which are void then (docs/FAIRNESS.md). Safe in several processes: a round is settled once.
 */
import { roundGivenUpMs } from '@cryptotribes/rules/beacon/rounds';
import type { Context } from '../../context.ts';
import { beaconOf } from './acceptance.ts';
import { fetchRound } from './fetchRound.ts';
import { giveUpRound, listWantedRounds, noteAsked, storeRound, type WantedRound } from './queries.ts';

/** A game that was away itself asks at least this long before it gives a round up. */
const LEAST_ASKING_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const AT_ONCE = 8;

interface Asking {
  failures: number;
  /** By performance.now(). */
  nextAt: number;
}

/** One look at what is wanted. The pauses between questions are remembered from round to round. */
export function beaconWatch(ctx: Context, timeoutMs?: number): () => Promise<boolean> {
  const asking = new Map<string, Asking>();
  let isWarned = false;
  return async () => {
    const wanted = await listWantedRounds(ctx.pool, ctx.clock.nowMs());
    if (wanted.length > 0 && ctx.config.beacon === null && !isWarned) {
      ctx.log.error('orders wait for rounds of the public beacon, but BEACON_URL is not set: they will be void');
      isWarned = true;
    }
    const keys = new Set(wanted.map(keyOf));
    for (const key of asking.keys()) if (!keys.has(key)) asking.delete(key);
    const due = wanted.filter((round) => (asking.get(keyOf(round))?.nextAt ?? 0) <= performance.now());
    for (let at = 0; at < due.length; at += AT_ONCE)
      await Promise.all(due.slice(at, at + AT_ONCE).map((round) => settle(ctx, asking, round, timeoutMs)));
    return false;
  };
}

const keyOf = (wanted: WantedRound): string => `${wanted.season_id} ${wanted.round}`;

async function settle(
  ctx: Context,
  asking: Map<string, Asking>,
  wanted: WantedRound,
  timeoutMs: number | undefined,
): Promise<void> {
  const { season_id: seasonId, round } = wanted;
  const chain = beaconOf(wanted);
  if (chain === null) throw new Error('a round is wanted in a season without a beacon');
  const signature = await fetchRound({
    urls: ctx.config.beacon?.urls ?? [],
    chain,
    round,
    onAnswer: (answer, url) => {
      ctx.metrics.beaconAnswers.inc({ answer });
      if (answer === 'wrong') ctx.log.error({ round, host: new URL(url).host }, 'a beacon gave a wrong round');
    },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const nowMs = ctx.clock.nowMs();
  if (signature !== null) {
    await storeRound(ctx.pool, seasonId, round, signature, nowMs);
    ctx.battleBell.ring();
    return;
  }
  await noteAsked(ctx.pool, seasonId, round, nowMs);
  const askedMs = wanted.asked_at ?? nowMs;
  if (nowMs >= roundGivenUpMs(chain, round) && nowMs >= askedMs + LEAST_ASKING_MS) {
    await giveUpRound(ctx.pool, seasonId, round, nowMs);
    ctx.log.error({ seasonId, round }, 'a round of the beacon never came: its orders are void');
    ctx.battleBell.ring();
    return;
  }
  const failures = (asking.get(keyOf(wanted))?.failures ?? 0) + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
  asking.set(keyOf(wanted), { failures, nextAt: performance.now() + pauseMs });
}
