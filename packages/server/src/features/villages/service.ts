/** Buildings and training (SPEC 4.4.3, 4.4.4; GAME_DESIGN 1). Every command: lock the village, complete what is due, ask the rules, save. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { type BuildingType, totalUnits, type UnitType } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { planUpgrade } from '@cryptotribes/rules/villages/buildings';
import { cancelRefund, planTraining, replanAfterCancel } from '@cryptotribes/rules/villages/training';
import type { Context } from '../../context.ts';
import { accepted } from '../../platform/refusal.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import { completeDue } from './completions.ts';
import {
  cancelBatch,
  countUnitsAway,
  getBatch,
  insertBatch,
  lockDueVillages,
  lockVillageRows,
  moveBatch,
  noteBuilt,
  saveVillage,
} from './queries.ts';
import type { Village } from './village.ts';

export interface OwnVillage {
  season: SeasonRow;
  rules: Ruleset;
  village: Village;
  /** Read after the lock was there. */
  nowMs: number;
  changed: boolean;
}

/** Locks the caller's village in the current season and completes what is due. Codes: SEASON_NOT_FOUND, ENTRY_FEE_REQUIRED. */
export async function openVillage(ctx: Context, tx: Tx, userId: string, given?: SeasonRow): Promise<OwnVillage> {
  const season = given ?? (await currentSeason(tx, userId));
  const [village] = await lockVillageRows(tx, season.id, [userId]);
  if (!village) throw entryRequired(season);
  const nowMs = ctx.clock.nowMs();
  return {
    season,
    rules: rulesetById(season.ruleset_id),
    village,
    nowMs,
    changed: await completeDue(tx, village, nowMs),
  };
}

export const entryRequired = (season: SeasonRow): AppError =>
  new AppError('ENTRY_FEE_REQUIRED', {
    seasonId: season.id,
    free: season.entry_fee_micro === 0,
    ...(season.entry_fee_micro === 0
      ? { join: `/v1/seasons/${season.id}/join` }
      : { entryFee: season.entry_fee_micro / 1e6 }),
  });

export async function startUpgrade(
  ctx: Context,
  tx: Tx,
  userId: string,
  type: BuildingType,
): Promise<RouteData<'buildings.upgrade'>> {
  const { season, rules, village, nowMs } = await openVillage(ctx, tx, userId);
  assertActive(season, nowMs);
  const level = village.levels[type];
  const plan = accepted(
    planUpgrade(rules, {
      type,
      level,
      upgrading: village.upgrades[type] !== null,
      gold: village.gold,
      nowMs,
      speed: season.speed,
    }),
  );
  village.gold -= plan.cost;
  village.upgrades = { ...village.upgrades, [type]: { startMs: plan.startMs, endMs: plan.endMs } };
  await saveVillage(tx, village);
  await noteBuilt(tx, village, plan.cost);
  tx.afterCommit(() => ctx.dueBell.ring());
  return {
    buildingType: type,
    level: level + 1,
    upgrading: true,
    upgradeStartTime: iso(plan.startMs),
    upgradeEndTime: iso(plan.endMs),
    costPaid: plan.cost,
    remainingGold: village.gold,
  };
}

/** Idempotent: a building that is not under way any more has been completed already. */
export async function completeUpgrade(
  ctx: Context,
  tx: Tx,
  userId: string,
  type: BuildingType,
): Promise<RouteData<'buildings.complete'>> {
  const { village, changed, nowMs } = await openVillage(ctx, tx, userId);
  const running = village.upgrades[type];
  if (running) {
    throw new AppError('UPGRADE_NOT_FINISHED', {
      upgradeEndTime: iso(running.endMs),
      remainingSeconds: Math.ceil((running.endMs - nowMs) / 1000),
    });
  }
  if (village.levels[type] === 1) throw new AppError('BUILDING_NOT_UPGRADING', { buildingType: type });
  if (changed) await saveVillage(tx, village);
  return { buildingType: type, level: village.levels[type], upgrading: false };
}

export async function startTraining(
  ctx: Context,
  tx: Tx,
  userId: string,
  unit: UnitType,
  quantity: number,
): Promise<RouteData<'training.start'>> {
  const season = await currentSeason(tx, userId);
  const [{ rules, village, nowMs }, unitsAway] = await Promise.all([
    openVillage(ctx, tx, userId, season),
    countUnitsAway(tx, season.id, userId),
  ]);
  await failpoint('training.locked');
  assertActive(season, nowMs);
  const plan = accepted(
    planTraining(rules, {
      unit,
      quantity,
      gold: village.gold,
      buildings: village.levels,
      livingUnits: livingUnits(village, unitsAway),
      queue: village.batches,
      nowMs,
      speed: season.speed,
    }),
  );
  const batch = { id: ctx.newId(), unit, quantity, cost: plan.cost, startMs: plan.startMs, endMs: plan.endMs };
  village.gold -= plan.cost;
  village.batches = [...village.batches, batch];
  await Promise.all([insertBatch(tx, village, batch), saveVillage(tx, village)]);
  await failpoint('training.stored');
  tx.afterCommit(() => ctx.dueBell.ring());
  return {
    queueId: batch.id,
    unitType: unit,
    quantity,
    startTime: iso(plan.startMs),
    endTime: iso(plan.endMs),
    costPaid: plan.cost,
    remainingGold: village.gold,
    queuePosition: plan.position,
  };
}

/** Every living unit: home, in training, on the way home, and those away (GAME_DESIGN 1, army cap). */
export function livingUnits(village: Village, unitsAway: number): number {
  const training = village.batches.reduce((sum, batch) => sum + batch.quantity, 0);
  const returning = village.returning.reduce((sum, group) => sum + totalUnits(group.units), 0);
  return totalUnits(village.home) + training + returning + unitsAway;
}

export async function completeTraining(
  ctx: Context,
  tx: Tx,
  userId: string,
  queueId: string,
): Promise<RouteData<'training.complete'>> {
  const { village, changed } = await openVillage(ctx, tx, userId);
  const batch = await getBatch(tx, queueId, village);
  if (batch === null) throw new AppError('TRAINING_NOT_FOUND');
  if (batch.status === 'cancelled') throw new AppError('TRAINING_CANCELLED');
  if (batch.status === 'queued') throw new AppError('TRAINING_NOT_FINISHED', { endTime: iso(batch.end_at) });
  if (changed) await saveVillage(tx, village);
  return { unitType: batch.unit_type, quantity: batch.quantity, newArmyCount: village.home };
}

export async function cancelTraining(
  ctx: Context,
  tx: Tx,
  userId: string,
  queueId: string,
): Promise<RouteData<'training.cancel'>> {
  const { season, rules, village, nowMs } = await openVillage(ctx, tx, userId);
  const batch = village.batches.find((item) => item.id === queueId);
  if (!batch) {
    const stored = await getBatch(tx, queueId, village);
    if (stored === null) throw new AppError('TRAINING_NOT_FOUND');
    throw new AppError(stored.status === 'cancelled' ? 'TRAINING_CANCELLED' : 'TRAINING_ALREADY_FINISHED');
  }
  assertActive(season, nowMs);
  const plan = replanAfterCancel(village.batches, queueId, nowMs);
  const refundedGold = cancelRefund(batch.cost, rules);
  await cancelBatch(tx, queueId, refundedGold, nowMs);
  for (const moved of plan) {
    const before = village.batches.find((item) => item.id === moved.id);
    if (before && (before.startMs !== moved.startMs || before.endMs !== moved.endMs))
      await moveBatch(tx, moved.id, moved.startMs, moved.endMs);
  }
  village.batches = village.batches.flatMap((item) => {
    const times = plan.find((moved) => moved.id === item.id);
    return times ? [{ ...item, startMs: times.startMs, endMs: times.endMs }] : [];
  });
  village.gold += refundedGold;
  await saveVillage(tx, village);
  tx.afterCommit(() => ctx.dueBell.ring());
  tx.tell({ user: userId }, 'gold_updated', { gold: village.gold, gained: refundedGold, reason: 'refund' }, nowMs);
  return { refundedGold, remainingGold: village.gold };
}

/** Completes what is due in up to 100 villages; returns how many there were. Safe to run anywhere at any time. */
export async function completeDueVillages(ctx: Context): Promise<number> {
  const batch = 100;
  const done = await inTransaction(ctx, async (tx) => {
    const nowMs = ctx.clock.nowMs();
    const due = await lockDueVillages(tx, nowMs, batch);
    for (const [seasonId, users] of bySeason(due)) {
      for (const village of await lockVillageRows(tx, seasonId, users)) {
        if (await completeDue(tx, village, nowMs)) await saveVillage(tx, village);
      }
    }
    return due.length;
  });
  ctx.metrics.completions.inc(done);
  return done;
}

function bySeason(rows: { season_id: string; user_id: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const row of rows) groups.set(row.season_id, [...(groups.get(row.season_id) ?? []), row.user_id]);
  return groups;
}

export const iso = (ms: number): string => new Date(ms).toISOString();
