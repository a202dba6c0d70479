/**
 * The end of a season, as one procedure that may be begun again at any point and by any number of processes (RELIABILITY D76, D83):
 * orders stop by the clock; what was ordered before is fought; the last credits are booked; then one transaction freezes the ranking and
 * the prize list, publishes the secret and marks the season as ended. Nothing else writes these, and they cannot change.
 */
import { prizeTribes, splitPrizes } from '@cryptotribes/rules/prizes/split';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { rankTribes } from '@cryptotribes/rules/seasons/ranking';
import type { Context } from '../../context.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { decideNextBattle } from '../battles/decide.ts';
import { poolOf } from '../ledger/balances.ts';
import { bookPrizes } from '../payments/bookings.ts';
import { bookCarriedIn } from '../payouts/bookings.ts';
import { openPayouts } from '../payouts/queries.ts';
import { completeDueVillages } from '../villages/service.ts';
import {
  holdTribes,
  holdVillages,
  listFinalSeats,
  listFinalTribes,
  markEnded,
  type Prize,
  writePlayerRanks,
  writePrizes,
  writeTribeRanks,
} from './closingQueries.ts';
import { getSeason, hasQueuedBattles, lockSeason, type SeasonRow } from './queries.ts';
import { cancelSeason } from './start.ts';
import { holdAllTerritories } from './tickQueries.ts';
import { applyNextTick, hasDueTicks } from './ticks.ts';

/** Closes a season whose end has come. False when it is too early, or when somebody else is still at work on it: look again soon. */
export async function closeSeason(ctx: Context, seasonId: string): Promise<boolean> {
  const season = await getSeason(ctx.pool, seasonId);
  if (season === null || season.status !== 'active') return season !== null && season.status !== 'cancelled';
  if (ctx.clock.nowMs() < season.season_end) return false;
  while (await hasQueuedBattles(ctx.pool, seasonId)) {
    if (!(await decideNextBattle(ctx))) return false;
  }
  while ((await completeDueVillages(ctx)) > 0);
  for (const kind of ['gold', 'vp'] as const) while (await applyNextTick(ctx, season, kind));
  await failpoint('close.drained');
  const closed = await inTransaction(ctx, (tx) => freeze(ctx, tx, seasonId));
  await failpoint('close.committed');
  return closed;
}

async function freeze(ctx: Context, tx: Tx, seasonId: string): Promise<boolean> {
  const season = await lockSeason(tx, seasonId);
  if (season === null || season.status !== 'active') return season !== null && season.status !== 'cancelled';
  // Whatever was begun in time holds one of these; with all of them held, it is visible, and nothing later can be in time.
  await holdTribes(tx, seasonId);
  await holdAllTerritories(tx, seasonId);
  await holdVillages(tx, seasonId);
  await failpoint('close.held');
  const nowMs = ctx.clock.nowMs();
  if (nowMs < season.season_end || (await hasQueuedBattles(tx, seasonId)) || (await hasDueTicks(tx, season, nowMs)))
    return false;
  // Whoever paid and has nobody to win with or against gets the fee back: a pool that nobody can win would stay for ever.
  if (season.entry_fee_micro > 0 && (await listFinalSeats(tx, seasonId)).length === 0) {
    await cancelSeason(tx, season, 'no_tribes', nowMs);
    return true;
  }
  const ranked = rankTribes(await listFinalTribes(tx, seasonId));
  await writeTribeRanks(tx, seasonId, ranked);
  await writePlayerRanks(tx, seasonId);
  await failpoint('close.ranked');
  const poolMicro = season.entry_fee_micro === 0 ? 0 : await finalPool(tx, seasonId, nowMs);
  const prizes = await prizeList(tx, season, poolMicro, ranked);
  await writePrizes(tx, seasonId, prizes);
  await openPayouts(tx, seasonId, nowMs);
  await failpoint('close.listed');
  if (prizes.length > 0) await bookPrizes(tx, seasonId, prizes, nowMs);
  await failpoint('close.booked');
  await markEnded(tx, seasonId, poolMicro, nowMs);
  tx.tell({ season: seasonId }, 'season_ended', { seasonId }, nowMs);
  tx.afterCommit(() =>
    ctx.log.info({ seasonId, tribes: ranked.length, poolMicro, prizes: prizes.length }, 'a season has ended'),
  );
  return true;
}

/** What is divided: the own fees, and what was forfeited in earlier seasons. In micro-USDT. */
async function finalPool(tx: Tx, seasonId: string, nowMs: number): Promise<number> {
  const ownMicro = await poolOf(tx, seasonId);
  return ownMicro === 0 ? 0 : ownMicro + (await bookCarriedIn(tx, seasonId, nowMs));
}

/**
 * Who gets how much, to the millionth (GAME_DESIGN 5). Empty without a pool. Whose fee went back has no share; whose payment is disputed has
 * one, which waits for the bank.
 */
async function prizeList(
  tx: Tx,
  season: SeasonRow,
  poolMicro: number,
  ranked: readonly { id: string; totalVp: number }[],
): Promise<Prize[]> {
  if (poolMicro === 0) return [];
  const seats = await listFinalSeats(tx, season.id);
  const tribes = ranked.map((tribe) => ({
    tribeId: tribe.id,
    totalVp: tribe.totalVp,
    members: seats
      .filter((seat) => seat.tribe_id === tribe.id)
      .map((seat) => ({ userId: seat.user_id, role: seat.role, seat: seat.seat })),
  }));
  const seatOf = new Map(seats.map((seat) => [seat.user_id, seat.seat]));
  return splitPrizes(rulesetById(season.ruleset_id), poolMicro, prizeTribes(tribes)).flatMap((prize) =>
    prize.members.map((member) => ({
      userId: member.userId,
      tribeId: prize.tribeId,
      tribeRank: prize.rank,
      seat: seatOf.get(member.userId) as number,
      role: member.role,
      amountMicro: member.amountMicro,
    })),
  );
}
