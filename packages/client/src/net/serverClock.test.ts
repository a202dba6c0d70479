import { describe, expect, it } from 'vitest';
import { createServerClock } from './serverClock.ts';

function clockAt(monotonicMs: number, wallMs = 0) {
  const time = { monotonicMs };
  return { time, clock: createServerClock({ monotonicMs: () => time.monotonicMs, wallMs: () => wallMs }) };
}

describe('serverClock', () => {
  it('shows the time of the machine until the first answer', () => {
    const { clock, time } = clockAt(1000, 500_000);
    expect(clock.isSynchronised()).toBe(false);
    time.monotonicMs = 3000;
    expect(clock.nowMs()).toBe(502_000);
  });

  it('adds half the round trip to the time of an answer', () => {
    const { clock, time } = clockAt(1000);
    clock.sample(1_000_000, 80, 1000);
    expect(clock.nowMs()).toBe(1_000_040);
    time.monotonicMs = 1500;
    expect(clock.nowMs()).toBe(1_000_540);
  });

  it('trusts the fastest of the last eight answers', () => {
    const { clock } = clockAt(0);
    clock.sample(1_000_000, 10, 0);
    clock.sample(1_000_900, 2000, 0);
    expect(clock.nowMs()).toBe(1_000_005);
    for (let i = 0; i < 7; i++) clock.sample(1_000_900, 100, 0);
    expect(clock.nowMs()).toBe(1_000_950);
  });

  it('believes the next answer alone once it was told to forget the earlier ones', () => {
    const { clock, time } = clockAt(0);
    clock.sample(1_000_000, 10, 0);
    // The machine slept for an hour, and its monotonic clock with it.
    time.monotonicMs = 1000;
    clock.forget();
    expect(clock.nowMs()).toBe(1_001_005);
    clock.sample(4_600_000, 400, 1000);
    expect(clock.nowMs()).toBe(4_600_200);
  });

  it('ignores an answer whose time cannot be read', () => {
    const { clock } = clockAt(0, 42);
    clock.sample(Number.NaN, 10, 0);
    clock.sample(1_000_000, -1, 0);
    expect(clock.nowMs()).toBe(42);
    expect(clock.isSynchronised()).toBe(false);
  });
});
