/**
 * The server's clock, seen from the browser (UI.md 6.4): the offset comes from the timestamp of every answer plus half its
 * round trip, taken from the fastest of the last eight answers. It runs on a monotonic clock, so that a changed
 * system time moves no countdown.
 */
const SAMPLES_KEPT = 8;

export interface ServerClock {
  /** One answer: the server's time when it was written, how long the answer took, and the monotonic time of its arrival. */
  sample(serverMs: number, roundTripMs: number, arrivedAtMs: number): void;
  /** Server time in ms since 1970; the machine's own time until the first answer. */
  nowMs(): number;
  /** The machine slept or its clocks went apart: what earlier answers said is worth nothing, the next one decides alone. */
  forget(): void;
  /** Whether an answer was seen yet. */
  isSynchronised(): boolean;
}

export function createServerClock(clocks: { monotonicMs: () => number; wallMs: () => number }): ServerClock {
  const samples: { offsetMs: number; roundTripMs: number }[] = [];
  let offsetMs = clocks.wallMs() - clocks.monotonicMs();
  return {
    sample(serverMs, roundTripMs, arrivedAtMs) {
      if (!Number.isFinite(serverMs) || !(roundTripMs >= 0)) return;
      samples.push({ offsetMs: serverMs + roundTripMs / 2 - arrivedAtMs, roundTripMs });
      if (samples.length > SAMPLES_KEPT) samples.shift();
      let best = samples[0];
      for (const sample of samples) if (best === undefined || sample.roundTripMs < best.roundTripMs) best = sample;
      if (best) offsetMs = best.offsetMs;
    },
    forget: () => {
      samples.length = 0;
    },
    nowMs: () => clocks.monotonicMs() + offsetMs,
    isSynchronised: () => samples.length > 0,
  };
}

export const serverClock = createServerClock({ monotonicMs: () => performance.now(), wallMs: () => Date.now() });
