import { describe, expect, it } from 'vitest';
import { type Answer, DatabaseClock } from './databaseClock.ts';

/** A machine whose clocks move when told. */
function machine(wallMs: number) {
  let wall = wallMs;
  let steady = 7;
  return {
    time: { wallMs: () => wall, steadyMs: () => steady },
    /** Time goes by. */
    wait: (ms: number) => {
      wall += ms;
      steady += ms;
    },
    /** Somebody sets the wall clock, or the machine slept. */
    setWall: (ms: number) => {
      wall += ms;
    },
    /** The database's answer now, having taken `tookMs`. */
    answer: (databaseMs: number, tookMs = 0): Answer => ({
      databaseMs,
      askedMs: steady - tookMs,
      answeredMs: steady,
    }),
  };
}
const NOON = Date.parse('2026-03-01T12:00:00Z');
const HOUR_MS = 3_600_000;

describe('DatabaseClock', () => {
  it.each([
    ['ten minutes fast', 600_000],
    ['ten minutes slow', -600_000],
    ['right', 0],
  ])('says what the database says on a machine that is %s', (_name, offMs) => {
    const here = machine(NOON + offMs);
    const clock = new DatabaseClock(here.time, here.answer(NOON));
    expect(clock.nowMs()).toBe(NOON);
    here.wait(1_234);
    expect(clock.nowMs()).toBe(NOON + 1_234);
    expect(clock.wallAheadMs()).toBe(offMs);
  });

  it('takes the middle between question and answer for the moment at which the database looked', () => {
    const here = machine(NOON);
    const clock = new DatabaseClock(here.time, here.answer(NOON, 200));
    expect(clock.nowMs()).toBe(NOON + 100);
  });

  it('goes on evenly while the wall clock is set, and asks to be measured again once', () => {
    const here = machine(NOON);
    let asked = 0;
    const clock = new DatabaseClock(here.time, here.answer(NOON), () => {
      asked++;
    });
    here.wait(1_000);
    clock.nowMs();
    expect(asked).toBe(0);
    for (const ms of [-HOUR_MS, 2 * HOUR_MS]) {
      here.setWall(ms);
      here.wait(1_000);
      clock.nowMs();
    }
    expect(clock.nowMs()).toBe(NOON + 3_000);
    expect(asked).toBe(1);
    clock.set(here.answer(NOON + 3_000));
    expect(clock.nowMs()).toBe(NOON + 3_000);
    expect(asked).toBe(1);
  });

  it('stands still while the database is behind what it said before, and goes on with it', () => {
    const here = machine(NOON);
    const clock = new DatabaseClock(here.time, here.answer(NOON));
    expect(clock.nowMs()).toBe(NOON);
    clock.set(here.answer(NOON - HOUR_MS));
    here.wait(HOUR_MS - 1);
    expect(clock.nowMs()).toBe(NOON);
    expect(clock.aheadMs()).toBe(1);
    here.wait(2);
    expect(clock.nowMs()).toBe(NOON + 1);
    expect(clock.aheadMs()).toBe(0);
    clock.set(here.answer(NOON + HOUR_MS));
    expect(clock.nowMs()).toBe(NOON + HOUR_MS);
  });
});
