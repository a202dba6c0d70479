import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../core/time.ts';
import { season1 } from '../rulesets/season1.ts';
import {
  dayOfSeason,
  hourBounds,
  hoursInSeason,
  isCancelledAtStart,
  seasonEndMs,
  seasonStatusAt,
  slotBounds,
} from './clock.ts';
import { rankTribes } from './ranking.ts';

const season = { registrationOpensMs: 100, startsMs: 200, endsMs: 300, paidOutMs: null, cancelledMs: null };

describe('seasonStatusAt', () => {
  it.each([
    [99, 'scheduled'],
    [100, 'registration'],
    [199, 'registration'],
    [200, 'active'],
    [299, 'active'],
    [300, 'ended'],
  ] as const)('at %i is %s', (nowMs, status) => {
    expect(seasonStatusAt(season, nowMs)).toBe(status);
  });

  it('is paid out or cancelled from the moment it was', () => {
    expect(seasonStatusAt({ ...season, paidOutMs: 350 }, 349)).toBe('ended');
    expect(seasonStatusAt({ ...season, paidOutMs: 350 }, 350)).toBe('paid_out');
    expect(seasonStatusAt({ ...season, cancelledMs: 200 }, 199)).toBe('registration');
    expect(seasonStatusAt({ ...season, cancelledMs: 200 }, 200)).toBe('cancelled');
  });

  it('is cancelled at the start below 24 players', () => {
    expect(isCancelledAtStart(season1, 23)).toBe(true);
    expect(isCancelledAtStart(season1, 24)).toBe(false);
  });
});

describe('season time', () => {
  it('counts days 1 to 10', () => {
    const at = (nowMs: number) => dayOfSeason(season1, { startsMs: 50, speed: 1 }, nowMs);
    expect([49, 50, 49 + DAY_MS, 50 + DAY_MS, 49 + 10 * DAY_MS, 50 + 10 * DAY_MS].map(at)).toEqual([
      null,
      1,
      1,
      2,
      10,
      null,
    ]);
    expect(dayOfSeason(season1, { startsMs: 0, speed: 60 }, DAY_MS / 60)).toBe(2);
  });

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
