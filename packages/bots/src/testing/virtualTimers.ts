import type { Timers } from '../timers.ts';

export interface VirtualTimers extends Timers {
  /** Lets this much time pass: every timer that falls due fires at its time, with all its consequences. */
  advance(ms: number): Promise<void>;
}

/** A clock that only tests move. Between two timers everything that needs no timer is finished first. */
export function createVirtualTimers(startMs = Date.UTC(2026, 0, 1)): VirtualTimers {
  let now = startMs;
  let order = 0;
  const waiting = new Map<number, { atMs: number; then: () => void }>();
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  const first = (untilMs: number) => {
    let found: number | null = null;
    for (const [id, { atMs }] of waiting) {
      if (atMs <= untilMs && (found === null || atMs < (waiting.get(found)?.atMs ?? 0))) found = id;
    }
    return found;
  };
  return {
    nowMs: () => now,
    after(ms, then) {
      const id = order++;
      waiting.set(id, { atMs: now + Math.max(0, ms), then });
      return () => waiting.delete(id);
    },
    async advance(ms) {
      const untilMs = now + ms;
      await settled();
      for (let id = first(untilMs); id !== null; id = first(untilMs)) {
        const timer = waiting.get(id);
        waiting.delete(id);
        if (timer) {
          now = Math.max(now, timer.atMs);
          timer.then();
        }
        await settled();
      }
      now = untilMs;
    },
  };
}
