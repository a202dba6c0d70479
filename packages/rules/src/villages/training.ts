import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { floorBp, mulDivCeil } from '../core/rounding.ts';
import { gameToRealMs } from '../core/time.ts';
import type { UnitType } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import type { BuildingLevels } from './buildings.ts';
import { armyCap, assertLevel, isUnlocked } from './buildings.ts';

/** Gold for a batch. */
export function batchCost(rules: Ruleset, unit: UnitType, quantity: number): number {
  return rules.units[unit].costGold * quantity;
}

/** Game time of a batch in ms: the workshop takes 3 % off per level above 1. Rounded up. GAME_DESIGN 1. */
export function batchGameMs(rules: Ruleset, unit: UnitType, quantity: number, workshopLevel: number): number {
  assertLevel(rules, workshopLevel);
  const factorBp = 10_000 - (workshopLevel - 1) * rules.village.workshopTimePerLevelBp;
  return mulDivCeil(rules.units[unit].trainGameMs * quantity, factorBp, 10_000);
}

export interface TrainingOrder {
  unit: UnitType;
  quantity: number;
  gold: number;
  buildings: BuildingLevels;
  /** Every living unit: at home, in garrisons, on the way, in training, committed to battles. */
  livingUnits: number;
  /** Batches not finished yet, in their order. */
  queue: readonly { endMs: number }[];
  nowMs: number;
  speed: number;
}

export interface TrainingPlan {
  cost: number;
  /** Real time. */
  startMs: number;
  endMs: number;
  /** Place in the queue, from 1. */
  position: number;
}

/**
 * Checks and prices a batch. Codes, in this order: INVALID_QUANTITY, UNIT_NOT_UNLOCKED, TRAINING_QUEUE_FULL,
 * ARMY_CAP_EXCEEDED, INSUFFICIENT_RESOURCES.
 */
export function planTraining(rules: Ruleset, order: TrainingOrder): Result<TrainingPlan> {
  const { unit, quantity, gold, buildings, livingUnits, queue, nowMs, speed } = order;
  const { trainingBatchMax, trainingQueueMax } = rules.village;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > trainingBatchMax) {
    return refuse('INVALID_QUANTITY', { quantity, min: 1, max: trainingBatchMax });
  }
  if (!isUnlocked(rules, unit, buildings.barracks)) {
    return refuse('UNIT_NOT_UNLOCKED', {
      unitType: unit,
      requiredLevel: rules.units[unit].barracksLevel,
      level: buildings.barracks,
    });
  }
  if (queue.length >= trainingQueueMax) return refuse('TRAINING_QUEUE_FULL', { max: trainingQueueMax });
  const cap = armyCap(rules, buildings.barracks);
  if (livingUnits + quantity > cap) {
    return refuse('ARMY_CAP_EXCEEDED', { cap, livingUnits, quantity, room: Math.max(0, cap - livingUnits) });
  }
  const cost = batchCost(rules, unit, quantity);
  if (gold < cost) return refuse('INSUFFICIENT_RESOURCES', { required: cost, available: gold });
  const startMs = queue.reduce((latest, batch) => Math.max(latest, batch.endMs), nowMs);
  const endMs = startMs + gameToRealMs(batchGameMs(rules, unit, quantity, buildings.workshop), speed);
  return ok({ cost, startMs, endMs, position: queue.length + 1 });
}

/** Gold that cancelling a batch of this cost gives back: half, rounded down. */
export function cancelRefund(cost: number, rules: Ruleset): number {
  return floorBp(cost, rules.village.cancelRefundBp);
}

export interface QueuedBatch {
  id: string;
  startMs: number;
  endMs: number;
}

/**
 * The queue after one batch was cancelled at `nowMs`: the batches before it keep their times, those behind it follow
 * one after another without a gap, each as long as before, none starting before `nowMs`. `queue` is in its order and holds
 * no finished batch. Positions count from 1. Throws RangeError if the cancelled batch is not in the queue.
 */
export function replanAfterCancel(
  queue: readonly QueuedBatch[],
  cancelledId: string,
  nowMs: number,
): (QueuedBatch & { position: number })[] {
  const cancelled = queue.findIndex(({ id }) => id === cancelledId);
  if (cancelled < 0) throw new RangeError('The cancelled batch is not in the queue');
  const replanned: (QueuedBatch & { position: number })[] = [];
  for (const [index, batch] of queue.entries()) {
    if (index === cancelled) continue;
    const position = replanned.length + 1;
    if (index < cancelled) {
      replanned.push({ id: batch.id, startMs: batch.startMs, endMs: batch.endMs, position });
      continue;
    }
    const startMs = Math.max(nowMs, replanned.at(-1)?.endMs ?? nowMs);
    replanned.push({ id: batch.id, startMs, endMs: startMs + batch.endMs - batch.startMs, position });
  }
  return replanned;
}
