import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../core/time.ts';
import { season1 } from '../rulesets/season1.ts';
import { hourBounds } from './clock.ts';
import type { Tenure, VpHour } from './vpTick.ts';
import { vpForHour } from './vpTick.ts';

const tenure = (id: string, fromMs: number, toMs: number | null = null): Tenure => ({
  id,
  userId: `user-${id}`,
  tribeId: 'tribe',
  fromMs,
  toMs,
});
const hour = (tenures: Tenure[], change: Partial<VpHour> = {}): VpHour => ({
  tier: 'center',
  hourStartMs: HOUR_MS,
  hourEndMs: 2 * HOUR_MS,
  speed: 1,
  tenures,
  ...change,
});
const shares = (input: VpHour) => vpForHour(season1, input).shares.map(({ id, vp }) => [id, vp]);

describe('vpForHour', () => {
  it('splits a whole hour equally, what is left to the earlier tenure', () => {
    const { produced } = vpForHour(season1, hour([tenure('b', 5), tenure('a', 0), tenure('c', 9)]));
    expect(produced).toBe(100);
    expect(shares(hour([tenure('b', 5), tenure('a', 0), tenure('c', 9)]))).toEqual([
      ['a', 34],
      ['b', 33],
      ['c', 33],
    ]);
    expect(shares(hour([tenure('y', 0), tenure('x', 0)], { tier: 'edge' }))).toEqual([
      ['x', 13],
      ['y', 12],
    ]);
  });

  it('pays a last-second capture for the last second only', () => {
    const before = tenure('old', 0, 2 * HOUR_MS - 1_000);
    const after = tenure('new', 2 * HOUR_MS - 1_000);
    expect(shares(hour([before, after]))).toEqual([
      ['old', 100],
      ['new', 0],
    ]);
  });

  it('yields for the time in which anybody held it', () => {
    const half = hour([tenure('a', HOUR_MS, 1.25 * HOUR_MS), tenure('b', 1.125 * HOUR_MS, 1.5 * HOUR_MS)]);
    expect(vpForHour(season1, half).produced).toBe(50);
    expect(shares(half)).toEqual([
      ['a', 20],
      ['b', 30],
    ]);
    expect(vpForHour(season1, hour([]))).toEqual({ produced: 0, shares: [] });
  });

  it('counts half-open spans: what ends at the start or begins at the end has no part', () => {
    expect(
      shares(hour([tenure('a', 0, HOUR_MS), tenure('b', 2 * HOUR_MS), tenure('c', HOUR_MS, 2 * HOUR_MS)])),
    ).toEqual([['c', 100]]);
  });

  it('yields the full figure for every whole hour at any speed', () => {
    for (const speed of [1, 5, 7, 60, 600]) {
      for (let n = 0; n < 24; n++) {
        const { fromMs, toMs } = hourBounds(season1, 17, speed, n);
        const input = hour([tenure('a', 0)], { hourStartMs: fromMs, hourEndMs: toMs, speed, tier: 'ring' });
        expect(vpForHour(season1, input).produced).toBe(50);
      }
    }
  });

  it('never creates or loses VP', () => {
    const span = fc.tuple(fc.nat(3 * HOUR_MS), fc.option(fc.nat(HOUR_MS), { nil: null }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        const tenures = spans.map(([fromMs, length], index) =>
          tenure(String(index), fromMs, length === null ? null : fromMs + length),
        );
        const { produced, shares: parts } = vpForHour(season1, hour(tenures));
        expect(parts.reduce((sum, { vp }) => sum + vp, 0)).toBe(produced);
        expect(produced).toBeLessThanOrEqual(100);
      }),
    );
  });
});
