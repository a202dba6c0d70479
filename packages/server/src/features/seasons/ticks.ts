/**
 * Recurring credits: victory points per game hour and gold per ten minutes of game time, computed from the recorded tenures (ARCHITECTURE 3).
 * A tick's row and its effects are one transaction, so it happens once; missed ones are made up in order.
 */
import { INCOME_TOLD_MS } from '@cryptotribes/protocol/core/incomeNews';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { hourBounds, slotBounds } from '@cryptotribes/rules/seasons/clock';
import { vpForHour } from '@cryptotribes/rules/seasons/vpTick';
import { TERRITORIES, territoryInfo } from '@cryptotribes/rules/territories/map';
import { goldCapacity } from '@cryptotribes/rules/villages/buildings';
import { INCOME_DENOMINATOR, incomePerHourHalves, territoryIncomeHalves } from '@cryptotribes/rules/villages/income';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { addTribeScores } from '../battles/queries.ts';
import { keepTribeHistory } from '../leaderboard/history.ts';
import { forEachSeason } from './forEachSeason.ts';
import { listOpenSeasons, type SeasonRow } from './queries.ts';
import {
  claimTick,
  creditGoldSlot,
  creditHourlyVp,
  hasDueUpgrades,
  holdAllTerritories,
  lastTick,
  listTenures,
} from './tickQueries.ts';

type Kind = 'vp' | 'gold';
const MOST_PER_ROUND = 50;

/** Applies every tick that is due, in order; returns how many. Safe to run anywhere at any time, several times at once. */
export async function applyDueTicks(ctx: Context): Promise<number> {
  let applied = 0;
  const running = (await listOpenSeasons(ctx.pool)).filter((season) => season.status === 'active');
  await forEachSeason(running, async (season) => {
    for (const kind of ['gold', 'vp'] as const) {
      for (let round = 0; round < MOST_PER_ROUND && (await applyNextTick(ctx, season, kind)); round++) applied++;
    }
  });
  return applied;
}

/** How long ago the first tick of the season fell due that is still to be applied, ms; 0 = none is. */
export async function overdueMs(db: Db, season: SeasonRow, nowMs: number): Promise<number> {
  let longest = 0;
  for (const kind of ['gold', 'vp'] as const) {
    const { toMs } = tickBounds(season, kind, (await lastTick(db, season.id, kind)) + 1);
    if (toMs <= season.season_end && nowMs >= toMs) longest = Math.max(longest, nowMs - toMs, 1);
  }
  return longest;
}

/** Whether a tick of the season that lies before `nowMs` is still to be applied. */
export const hasDueTicks = async (db: Db, season: SeasonRow, nowMs: number): Promise<boolean> =>
  (await overdueMs(db, season, nowMs)) > 0;

/** Real span of a tick. Ticks are numbered from 1, spans from 0. */
function tickBounds(season: SeasonRow, kind: Kind, n: number): { fromMs: number; toMs: number } {
  const bounds = kind === 'vp' ? hourBounds : slotBounds;
  return bounds(rulesetById(season.ruleset_id), season.season_start, season.speed, n - 1);
}

/** Applies the next tick of one kind if it is due. */
export async function applyNextTick(ctx: Context, season: SeasonRow, kind: Kind): Promise<boolean> {
  const rules = rulesetById(season.ruleset_id);
  const done = await inTransaction(ctx, async (tx) => {
    const n = (await lastTick(tx, season.id, kind)) + 1;
    const { fromMs, toMs } = tickBounds(season, kind, n);
    if (toMs > season.season_end || ctx.clock.nowMs() < toMs) return false;
    // Who changes a garrison holds its territory: with all of them held, every change before `toMs` is visible.
    await holdAllTerritories(tx, season.id);
    await failpoint('tick.held');
    if (kind === 'gold' && (await hasDueUpgrades(tx, season.id, toMs))) return false;
    if (!(await claimTick(tx, season.id, kind, n, ctx.clock.nowMs()))) return true;
    await failpoint('tick.claimed');
    if (kind === 'vp') await creditVp(tx, season, rules, n, fromMs, toMs);
    else if ((await creditGold(ctx, tx, season, rules, fromMs, toMs)) > 0) tx.afterCommit(() => ctx.publisher.wake());
    await failpoint('tick.credited');
    return true;
  });
  await failpoint('tick.committed');
  if (done) ctx.metrics.ticks.inc({ kind });
  return done;
}

async function creditVp(
  tx: Tx,
  season: SeasonRow,
  rules: Ruleset,
  n: number,
  fromMs: number,
  toMs: number,
): Promise<void> {
  const tenures = await listTenures(tx, season.id, fromMs, toMs);
  const byUser = new Map<string, number>();
  const moves: { userId: string; tribeId: string; vp: number }[] = [];
  for (const no of new Set(tenures.map((tenure) => tenure.territoryNo))) {
    const { shares } = vpForHour(rules, {
      tier: territoryInfo(no).tier,
      hourStartMs: fromMs,
      hourEndMs: toMs,
      speed: season.speed,
      tenures: tenures.filter((tenure) => tenure.territoryNo === no),
    });
    for (const share of shares) {
      if (share.vp === 0) continue;
      moves.push({ userId: share.userId, tribeId: share.tribeId, vp: share.vp });
      byUser.set(share.userId, (byUser.get(share.userId) ?? 0) + share.vp);
    }
  }
  const totals = await creditHourlyVp(tx, season.id, String(n), moves, toMs);
  await addTribeScores(
    tx,
    moves.map((move) => ({ tribeId: move.tribeId, vp: move.vp })),
    toMs,
  );
  await keepTribeHistory(tx, season.id, n);
  for (const total of totals) {
    const gained = byUser.get(total.userId) ?? 0;
    tx.tell(
      { user: total.userId },
      'vp_updated',
      { victoryPoints: total.victoryPoints, gained, reason: 'hourly' },
      toMs,
    );
  }
  if (moves.length > 0) {
    const sum = moves.reduce((all, move) => all + move.vp, 0);
    tx.tell(
      { season: season.id },
      'saga',
      { kind: 'tally', text: `Hourly tally: ${sum} VP for ${byUser.size} players` },
      toMs,
    );
  }
}

async function creditGold(
  ctx: Context,
  tx: Tx,
  season: SeasonRow,
  rules: Ruleset,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const levels = Array.from({ length: rules.village.maxBuildingLevel }, (_, index) => index + 1);
  return creditGoldSlot(tx, {
    seasonId: season.id,
    fromMs,
    toMs,
    speed: season.speed,
    denominator: INCOME_DENOMINATOR,
    baseHalves: levels.map((level) => incomePerHourHalves(rules, level, [])),
    capacities: levels.map((level) => goldCapacity(rules, level)),
    territoryHalves: TERRITORIES.map((territory) => territoryIncomeHalves(rules, territory.tier)),
    tellActiveSinceMs: ctx.clock.nowMs() - INCOME_TOLD_MS,
  });
}
