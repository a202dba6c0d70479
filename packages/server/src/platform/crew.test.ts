import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { startCrew } from './crew.ts';
import type { Loop } from './loop.ts';
import { Signal } from './signal.ts';

const log = pino({ level: 'silent' });
const settle = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));
let crew: Loop | null = null;
afterEach(async () => {
  await crew?.stop();
  crew = null;
});

/** A crew of four over a list of work; each piece takes `workMs`. */
function startWith(work: number[], workMs = 0) {
  const bell = new Signal();
  const seen = { looks: 0, atOnce: 0, most: 0, done: [] as number[] };
  crew = startCrew({
    name: 'test',
    log,
    size: 4,
    bell,
    idleMs: 60_000,
    round: async () => {
      seen.looks++;
      const piece = work.shift();
      if (piece === undefined) return false;
      seen.most = Math.max(seen.most, ++seen.atOnce);
      await settle(workMs);
      seen.atOnce--;
      seen.done.push(piece);
      return true;
    },
  });
  return { bell, seen };
}

describe('a crew', () => {
  it('does one piece of work without everybody looking for more', async () => {
    const work: number[] = [];
    const { bell, seen } = startWith(work);
    await settle();
    const before = seen.looks;
    work.push(1);
    bell.ring();
    await settle();
    expect(seen.done).toEqual([1]);
    // The one that found it, itself again, and the one it woke.
    expect(seen.looks - before).toBeLessThanOrEqual(3);
  });

  it('is all at work when there is much of it', async () => {
    const work: number[] = [];
    const { bell, seen } = startWith(work, 20);
    await settle();
    work.push(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    bell.ring();
    await settle(200);
    expect(seen.done).toHaveLength(12);
    expect(seen.most).toBe(4);
  });

  it('looks again when it was rung while all were at work', async () => {
    const bell = new Signal();
    let isThere = false;
    let done = 0;
    crew = startCrew({
      name: 'test',
      log,
      size: 1,
      bell,
      idleMs: 60_000,
      round: async () => {
        // What comes after the look, and before its end, is not seen by it.
        const found = isThere;
        await settle(20);
        if (!found) return false;
        isThere = false;
        done++;
        return true;
      },
    });
    await settle(5);
    isThere = true;
    bell.ring();
    await settle(150);
    expect(done).toBe(1);
  });

  it('goes on after a piece of work has failed', async () => {
    const bell = new Signal();
    let tries = 0;
    crew = startCrew({
      name: 'test',
      log,
      size: 2,
      bell,
      idleMs: 20,
      round: async () => {
        tries++;
        if (tries < 3) throw new Error('not yet');
        return false;
      },
    });
    await settle(600);
    expect(tries).toBeGreaterThan(2);
  });
});
