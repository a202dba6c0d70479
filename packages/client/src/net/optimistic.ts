/** Our own record as it will most likely be after an order, from the same rules as the server's. Pure. */
import type { Me, TrainingBatch } from '@cryptotribes/protocol/features/villages';
import type { BuildingType, UnitType } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { planUpgrade } from '@cryptotribes/rules/villages/buildings';
import { cancelRefund, planTraining, replanAfterCancel } from '@cryptotribes/rules/villages/training';

export interface Moment {
  rulesetId: string;
  speed: number;
  nowMs: number;
}

const iso = (ms: number) => new Date(ms).toISOString();
export const PENDING = 'pending-';

/** After starting an upgrade; null when the rules refuse it. */
export function afterUpgrade(me: Me, type: BuildingType, moment: Moment): Me | null {
  const { level, upgrading } = me.buildings[type];
  const plan = planUpgrade(rulesetById(moment.rulesetId), { type, level, upgrading, gold: me.gold, ...moment });
  if (!plan.ok) return null;
  const { cost, startMs, endMs } = plan.value;
  const state = { level, upgrading: true, upgradeStartTime: iso(startMs), upgradeEndTime: iso(endMs) };
  return { ...me, gold: me.gold - cost, buildings: { ...me.buildings, [type]: state } };
}

/** After adding a batch; null when the rules refuse it. The batch has a made-up id until the server answers. */
export function afterTraining(me: Me, unitType: UnitType, quantity: number, moment: Moment): Me | null {
  const plan = planTraining(rulesetById(moment.rulesetId), {
    unit: unitType,
    quantity,
    gold: me.gold,
    buildings: {
      barracks: me.buildings.barracks.level,
      warehouse: me.buildings.warehouse.level,
      workshop: me.buildings.workshop.level,
    },
    livingUnits: me.armyTotal,
    queue: me.trainingQueue.map((batch) => ({ endMs: Date.parse(batch.endTime) })),
    ...moment,
  });
  if (!plan.ok) return null;
  const { cost, startMs, endMs, position } = plan.value;
  const batch: TrainingBatch = {
    queueId: `${PENDING}${me.trainingQueue.length}`,
    unitType,
    quantity,
    startTime: iso(startMs),
    endTime: iso(endMs),
    queuePosition: position,
    costPaid: cost,
  };
  return {
    ...me,
    gold: me.gold - cost,
    armyTotal: me.armyTotal + quantity,
    trainingQueue: [...me.trainingQueue, batch],
  };
}

/** After cancelling a batch; null when it is not in the queue. */
export function afterCancel(me: Me, queueId: string, moment: Moment): Me | null {
  const cancelled = me.trainingQueue.find((batch) => batch.queueId === queueId);
  if (!cancelled) return null;
  const plan = replanAfterCancel(
    me.trainingQueue.map((batch) => ({
      id: batch.queueId,
      startMs: Date.parse(batch.startTime),
      endMs: Date.parse(batch.endTime),
    })),
    queueId,
    moment.nowMs,
  );
  const byId = new Map(me.trainingQueue.map((batch) => [batch.queueId, batch]));
  const trainingQueue = plan.flatMap(({ id, startMs, endMs, position }) => {
    const batch = byId.get(id);
    return batch ? [{ ...batch, startTime: iso(startMs), endTime: iso(endMs), queuePosition: position }] : [];
  });
  const refund = cancelRefund(cancelled.costPaid, rulesetById(moment.rulesetId));
  return { ...me, gold: me.gold + refund, armyTotal: me.armyTotal - cancelled.quantity, trainingQueue };
}
