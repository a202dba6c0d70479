import { describe, expect, it } from 'vitest';
import { afterCancel, afterTraining, afterUpgrade } from './optimistic.ts';
import { aMe } from './samples.ts';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const at = (speed = 1) => ({ rulesetId: 'season1', speed, nowMs: NOW });

describe('orders in the own village, before the server answers', () => {
  it('takes the gold and shows the end of an upgrade', () => {
    const me = afterUpgrade(aMe({ gold: 1000 }), 'barracks', at());
    expect(me?.gold).toBe(900);
    expect(me?.buildings.barracks).toMatchObject({ level: 1, upgrading: true });
    expect(Date.parse(me?.buildings.barracks.upgradeEndTime ?? '')).toBe(NOW + 300_000);
  });

  it('shows nothing for an upgrade that the rules refuse', () => {
    expect(afterUpgrade(aMe({ gold: 1 }), 'barracks', at())).toBeNull();
  });

  it('puts a batch behind the others and counts its units', () => {
    const one = afterTraining(aMe({ gold: 1000 }), 'militia', 10, at(60));
    const two = one && afterTraining(one, 'militia', 20, at(60));
    expect(two?.gold).toBe(700);
    expect(two?.armyTotal).toBe(30);
    expect(two?.trainingQueue.map((batch) => batch.queuePosition)).toEqual([1, 2]);
    expect(two?.trainingQueue[1]?.startTime).toBe(two?.trainingQueue[0]?.endTime);
  });

  it('gives half back for a cancelled batch and moves the later one forward', () => {
    const one = afterTraining(aMe({ gold: 1000 }), 'militia', 10, at());
    const two = one && afterTraining(one, 'militia', 5, at());
    const cancelled = two && afterCancel(two, two.trainingQueue[0]?.queueId ?? '', at());
    expect(cancelled?.gold).toBe(900);
    expect(cancelled?.armyTotal).toBe(5);
    expect(cancelled?.trainingQueue).toMatchObject([{ quantity: 5, queuePosition: 1 }]);
    expect(Date.parse(cancelled?.trainingQueue[0]?.startTime ?? '')).toBe(NOW);
  });

  it('cancels nothing that is not in the queue', () => {
    expect(afterCancel(aMe(), 'unknown', at())).toBeNull();
  });
});
