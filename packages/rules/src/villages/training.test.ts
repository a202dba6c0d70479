import { describe, expect, it } from 'vitest';
import { season1 } from '../rulesets/season1.ts';
import type { TrainingOrder } from './training.ts';
import { batchGameMs, cancelRefund, planTraining, replanAfterCancel } from './training.ts';

const order: TrainingOrder = {
  unit: 'cavalry',
  quantity: 10,
  gold: 500,
  buildings: { barracks: 5, warehouse: 1, workshop: 1 },
  livingUnits: 490,
  queue: [],
  nowMs: 1_000,
  speed: 1,
};
const plan = (change: Partial<TrainingOrder>) => planTraining(season1, { ...order, ...change });

describe('planTraining', () => {
  it('takes unit time by quantity, shortened by the workshop', () => {
    expect(batchGameMs(season1, 'cavalry', 10, 1)).toBe(1_800_000);
    expect(batchGameMs(season1, 'cavalry', 10, 10)).toBe(1_314_000);
    expect(plan({})).toEqual({ ok: true, value: { cost: 500, startMs: 1_000, endMs: 1_801_000, position: 1 } });
  });

  it('starts behind the last batch of the queue', () => {
    expect(plan({ queue: [{ endMs: 5_000 }, { endMs: 9_000 }] })).toMatchObject({
      value: { startMs: 9_000, position: 3 },
    });
  });

  it.each([
    ['INVALID_QUANTITY', { quantity: 0 }],
    ['INVALID_QUANTITY', { quantity: 10_001 }],
    ['INVALID_QUANTITY', { quantity: 1.5 }],
    ['UNIT_NOT_UNLOCKED', { buildings: { barracks: 4, warehouse: 1, workshop: 1 } }],
    ['TRAINING_QUEUE_FULL', { queue: [1, 2, 3, 4, 5].map((endMs) => ({ endMs })) }],
    ['ARMY_CAP_EXCEEDED', { livingUnits: 491 }],
    ['INSUFFICIENT_RESOURCES', { gold: 499 }],
  ] as const)('refuses with %s for %o', (code, change) => {
    expect(plan(change)).toMatchObject({ ok: false, code });
  });
});

describe('cancelling a batch', () => {
  const queue = [
    { id: 'a', startMs: 0, endMs: 100 },
    { id: 'b', startMs: 100, endMs: 300 },
    { id: 'c', startMs: 300, endMs: 350 },
  ];

  it('returns half the cost, rounded down', () => {
    expect([500, 25, 1, 0].map((cost) => cancelRefund(cost, season1))).toEqual([250, 12, 0, 0]);
  });

  it('moves later batches forward when one in the middle goes', () => {
    expect(replanAfterCancel(queue, 'b', 40)).toEqual([
      { id: 'a', startMs: 0, endMs: 100, position: 1 },
      { id: 'c', startMs: 100, endMs: 150, position: 2 },
    ]);
  });

  it('starts the next batch now when the running one goes', () => {
    expect(replanAfterCancel(queue, 'a', 40)).toEqual([
      { id: 'b', startMs: 40, endMs: 240, position: 1 },
      { id: 'c', startMs: 240, endMs: 290, position: 2 },
    ]);
  });

  it('leaves the others alone when the last one goes', () => {
    expect(replanAfterCancel(queue, 'c', 40).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 100],
      [100, 300],
    ]);
    expect(() => replanAfterCancel(queue, 'x', 40)).toThrow(RangeError);
  });
});
