import { describe, expect, it } from 'vitest';
import { createBotRandom } from './botRandom.ts';
import { cached } from './cached.ts';
import { createVirtualTimers } from './testing/virtualTimers.ts';
import { createPause } from './timers.ts';

describe('the bots own luck', () => {
  it('repeats itself with the same seed only', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createBotRandom(seed).next);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
  it('draws whole numbers from the lowest to the highest', () => {
    const random = createBotRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.between(2, 4)));
    expect([...seen].sort()).toEqual([2, 3, 4]);
  });
  it('chooses by weight', () => {
    const random = createBotRandom(4);
    const chosen = Array.from({ length: 1_000 }, () =>
      random.weighted(['a', 'b', 'c'], (item) => (item === 'a' ? 3 : item === 'b' ? 1 : 0)),
    );
    const share = chosen.filter((item) => item === 'a').length / 1_000;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
    expect(chosen).not.toContain('c');
    expect(random.weighted(['a'], () => 0)).toBeNull();
  });
});

describe('a shared reader', () => {
  it('asks once for many, and again when the answer is old', async () => {
    let asked = 0;
    let now = 0;
    const read = cached(
      async () => ++asked,
      100,
      () => now,
    );
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    now = 99;
    expect(await read()).toBe(1);
    now = 100;
    expect(await read()).toBe(2);
  });
  it('forgets a failure', async () => {
    let asked = 0;
    const read = cached(
      async () => {
        asked += 1;
        if (asked === 1) throw new Error('down');
        return asked;
      },
      100,
      () => 0,
    );
    await expect(read()).rejects.toThrow('down');
    expect(await read()).toBe(2);
  });
});

describe('a pause', () => {
  async function ended(wait: Promise<void>): Promise<boolean> {
    const marker = Symbol('waiting');
    return (await Promise.race([wait, new Promise((resolve) => setImmediate(() => resolve(marker)))])) !== marker;
  }
  it('ends in time, or earlier when woken', async () => {
    const timers = createVirtualTimers();
    const pause = createPause(timers);
    const first = pause.wait(100);
    await timers.advance(99);
    expect(await ended(first)).toBe(false);
    await timers.advance(1);
    expect(await ended(first)).toBe(true);
    const second = pause.wait(100);
    pause.wake();
    expect(await ended(second)).toBe(true);
  });
  it('keeps one waking for the wait to come, and ends all waits that go on', async () => {
    const pause = createPause(createVirtualTimers());
    pause.wake();
    expect(await ended(pause.wait(100))).toBe(true);
    const waits = [pause.wait(100), pause.wait(200)];
    expect(await ended(Promise.race(waits))).toBe(false);
    pause.wakeForGood();
    expect(await ended(Promise.all(waits).then(() => undefined))).toBe(true);
    expect(await ended(pause.wait(100))).toBe(true);
  });
});
