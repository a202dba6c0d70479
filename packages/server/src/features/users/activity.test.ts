import { describe, expect, it } from 'vitest';
import { Activity } from './activity.ts';

const MINUTE_MS = 60_000;

describe('Activity', () => {
  it('takes every player at most once in five minutes, however often they do something', () => {
    const activity = new Activity();
    const taken: [string, number][] = [];
    for (let nowMs = 0; nowMs < 15 * MINUTE_MS; nowMs += 1_000) {
      activity.note('often', nowMs);
      if (nowMs % (7 * MINUTE_MS) === 0) activity.note('rarely', nowMs);
      if (nowMs % 20_000 === 0) taken.push(...activity.take(nowMs));
    }
    const timesOf = (userId: string) => taken.flatMap(([id, atMs]) => (id === userId ? [atMs] : []));
    expect(timesOf('often')).toEqual([0, 5 * MINUTE_MS, 10 * MINUTE_MS]);
    expect(timesOf('rarely')).toEqual([0, 7 * MINUTE_MS, 14 * MINUTE_MS]);
  });

  it('keeps what was noted until it is taken, once', () => {
    const activity = new Activity();
    activity.note('a', 1);
    activity.note('b', 2);
    expect([...activity.take(3)]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(activity.take(4).size).toBe(0);
  });
});
