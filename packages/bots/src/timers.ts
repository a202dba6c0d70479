/** Waiting, replaceable in tests. */
export interface Timers {
  nowMs(): number;
  /** Calls `then` once after `ms`; the answer cancels it. */
  after(ms: number, then: () => void): () => void;
}

export const realTimers: Timers = {
  nowMs: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** A wait that can be cut short. */
export interface Pause {
  /** Resolves after `ms`, or earlier when woken; at once when woken for good. */
  wait(ms: number): Promise<void>;
  /** Ends the waits that are going on, or the next one if there are none. */
  wake(): void;
  /** Ends this and every later wait at once. */
  wakeForGood(): void;
}

export function createPause(timers: Timers): Pause {
  const waits = new Set<() => void>();
  let wokenEarly = false;
  let forGood = false;
  const endAll = () => {
    for (const end of [...waits]) end();
  };
  return {
    wait(ms) {
      if (forGood || wokenEarly) {
        wokenEarly = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const end = () => {
          waits.delete(end);
          cancel();
          resolve();
        };
        const cancel = timers.after(ms, end);
        waits.add(end);
      });
    },
    wake() {
      if (waits.size === 0) wokenEarly = true;
      endAll();
    },
    wakeForGood() {
      forGood = true;
      endAll();
    },
  };
}
