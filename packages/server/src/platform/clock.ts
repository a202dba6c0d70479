/** The one source of time: the database's (databaseClock.ts). Tests and simulations bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never going backwards. */
  nowMs(): number;
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
