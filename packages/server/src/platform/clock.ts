/** The one source of time: the database's (databaseClock.ts). Tests and simulations bring their own. */
export interface Clock {
  /** Milliseconds since 1970, never going backwards. */
  nowMs(): number;
}

/** What a machine knows of the time. */
export interface MachineTime {
  /** What its people would say the time is, in milliseconds since 1970. */
  wallMs(): number;
  /** Milliseconds since some moment, whatever happens to the wall clock. */
  steadyMs(): number;
}
export const machineTime: MachineTime = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

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
