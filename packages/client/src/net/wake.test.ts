import { expect, it } from 'vitest';
import { createSleepDetector } from './wake.ts';

function machine() {
  const time = { monotonicMs: 1000, wallMs: 1_000_000 };
  const detect = createSleepDetector({ monotonicMs: () => time.monotonicMs, wallMs: () => time.wallMs });
  const pass = (monotonicMs: number, wallMs = monotonicMs) => {
    time.monotonicMs += monotonicMs;
    time.wallMs += wallMs;
    return detect();
  };
  return { pass };
}

it('calls seconds that pass as they should no sleep', () => {
  const { pass } = machine();
  expect([pass(1000), pass(1013), pass(2400), pass(990)]).toEqual([false, false, false, false]);
});

it('notices that no tick came for a while, once', () => {
  const { pass } = machine();
  expect([pass(1000), pass(60_000), pass(1000)]).toEqual([false, true, false]);
});

it('notices a sleep during which the monotonic clock stood still', () => {
  const { pass } = machine();
  expect([pass(1000), pass(1000, 3_600_000), pass(1000)]).toEqual([false, true, false]);
});
