import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { describe, expect, it } from 'vitest';
import { aMe } from '../../net/samples.ts';
import {
  buildingGives,
  enoughGoldInMs,
  formatTime,
  largestBatch,
  nextGives,
  safeGold,
  shareDone,
  trainingRefusal,
} from './villageModel.ts';

const HOUR_MS = 3_600_000;
const rich = aMe({ gold: 100_000, goldCapacity: 100_000 });

describe('building cards', () => {
  it('say what a level gives and what the next one adds', () => {
    expect(buildingGives(season1, 'barracks', 5)).toBe('Army of up to 500');
    expect(buildingGives(season1, 'warehouse', 4)).toBe('Holds 5,000 · 25 % safe · +8 an hour');
    expect(buildingGives(season1, 'workshop', 3)).toBe('Damage +10 %, training −6 %');
    expect(nextGives(season1, 'barracks', 4)).toBe('up to 500, cavalry');
    expect(nextGives(season1, 'workshop', 3)).toBe('+15 %, −9 %');
  });

  it('have nothing to add at level 10', () => {
    expect(nextGives(season1, 'warehouse', 10)).toBeNull();
  });
});

describe('enoughGoldInMs', () => {
  it('counts game hours by the speed of the season', () => {
    const me = aMe({ gold: 40, income: { perHour: 12, base: 12, territories: 0, nextAt: null, goldFullAt: null } });
    expect(enoughGoldInMs(me, 100, 1)).toBe(5 * HOUR_MS);
    expect(enoughGoldInMs(me, 100, 60)).toBe((5 * HOUR_MS) / 60);
    expect(enoughGoldInMs(me, 40, 1)).toBe(0);
  });

  it('never comes when the store is too small', () => {
    expect(enoughGoldInMs(aMe({ gold: 0, goldCapacity: 1000 }), 1500, 1)).toBeNull();
  });
});

describe('training', () => {
  it('names what is missing on the button', () => {
    expect(trainingRefusal(season1, rich, 'militia', 10, 1)).toBeNull();
    expect(trainingRefusal(season1, rich, 'cavalry', 1, 1)).toBe('barracks 5');
    expect(trainingRefusal(season1, { ...rich, armyTotal: 95 }, 'militia', 10, 1)).toBe('5 left of 100');
    const batch = { queueId: '', unitType: 'militia', quantity: 1, queuePosition: 1, costPaid: 10 } as const;
    const times = { startTime: '2026-05-01T12:00:00.000Z', endTime: '2026-05-01T12:01:00.000Z' };
    const trainingQueue = Array.from({ length: 5 }, () => ({ ...batch, ...times }));
    expect(trainingRefusal(season1, { ...rich, trainingQueue }, 'militia', 1, 1)).toBe('queue full');
  });

  it('offers no more than gold and barracks allow', () => {
    expect(largestBatch(season1, aMe({ gold: 95 }), 'militia')).toBe(9);
    expect(largestBatch(season1, { ...rich, armyTotal: 80 }, 'militia')).toBe(20);
    expect(largestBatch(season1, aMe({ gold: 0 }), 'cavalry')).toBe(1);
  });
});

it('keeps a tenth of the gold safe at warehouse 1', () => {
  expect(safeGold(season1, aMe({ gold: 1005 }))).toBe(100);
});

it('measures progress between start and end', () => {
  const start = '2026-05-01T12:00:00.000Z';
  const end = '2026-05-01T13:00:00.000Z';
  expect(shareDone(start, end, Date.parse(start) + HOUR_MS / 4)).toBe(0.25);
  expect(shareDone(start, end, Date.parse(end) + 1)).toBe(1);
  expect(shareDone(null, null, 0)).toBe(0);
});

it.each([
  [500, '1 s'],
  [56_000, '56 s'],
  [113_000, '1 m 53 s'],
  [24 * 60_000, '24 m'],
  [HOUR_MS, '1 h'],
  [4 * HOUR_MS + 44 * 60_000, '4 h 44 m'],
  [50 * HOUR_MS, '2 d 2 h'],
])('writes %d ms as %s', (ms, written) => {
  expect(formatTime(ms)).toBe(written);
});
