/** The one source of time. Tests and simulations bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never going backwards. */
  nowMs(): number;
}

/** The machine's clock; when somebody sets it back, time stands still until it has caught up. */
export function systemClock(): Clock {
  let latest = 0;
  return {
    nowMs: () => {
      latest = Math.max(latest, Date.now());
      return latest;
    },
  };
}

/** A clock that only moves when told. */
export class ManualClock implements Clock {
  #nowMs: number;
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }
  nowMs(): number {
    return this.#nowMs;
  }
  advance(ms: number): void {
    this.#nowMs += ms;
  }
  set(ms: number): void {
    this.#nowMs = ms;
  }
}
