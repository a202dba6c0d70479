import { describe, expect, it } from 'vitest';
import { season1 } from '../rulesets/season1.ts';
import { hourBounds, hoursInSeason, isCancelledAtStart, seasonEndMs, slotBounds } from './clock.ts';
import { rankTribes } from './ranking.ts';

describe('a season', () => {
  it('is cancelled at the start below 24 players', () => {
    expect(isCancelledAtStart(season1, 23)).toBe(true);
    expect(isCancelledAtStart(season1, 24)).toBe(false);
  });
});

describe('season time', () => {
  it('has 240 hours that follow each other to the very end', () => {
    expect(hoursInSeason(season1)).toBe(240);
    for (const speed of [1, 7, 600]) {
      let endMs = 1_000;
      for (let n = 0; n < 240; n++) {
        const { fromMs, toMs } = hourBounds(season1, 1_000, speed, n);
        expect(fromMs).toBe(endMs);
        expect(toMs).toBeGreaterThan(fromMs);
        endMs = toMs;
      }
      expect(endMs).toBe(seasonEndMs(season1, 1_000, speed));
      expect(slotBounds(season1, 1_000, speed, 6).fromMs).toBe(hourBounds(season1, 1_000, speed, 1).fromMs);
    }
  });
});

describe('rankTribes', () => {
  it('goes by VP, territories, earlier reaching of the total and id', () => {
    const tribe = (id: string, totalVp: number, territories: number, reachedAtMs: number) => ({
      id,
      totalVp,
      territories,
      reachedAtMs,
    });
    const ranked = rankTribes([
      tribe('f', 10, 9, 0),
      tribe('e', 50, 1, 7),
      tribe('d', 50, 2, 9),
      tribe('b', 50, 2, 8),
      tribe('c', 50, 2, 8),
      tribe('a', 60, 0, 9),
    ]);
    expect(ranked.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
