/**
 * Notices that the machine slept: no timer ran for a while, or the clock on the wall and the one that never jumps went apart, since
 * some machines stop the latter while they sleep.
 */
import { onTick } from './ticker.ts';

/** A tick comes every second; a hidden tab may wait longer, and asking once more then does no harm. */
const GAP_MS = 5000;
const DRIFT_MS = 2000;

export interface WakeClocks {
  monotonicMs: () => number;
  wallMs: () => number;
}

/** To be called once a second; true when time was lost since the last call. */
export function createSleepDetector(clocks: WakeClocks): () => boolean {
  let lastMs = clocks.monotonicMs();
  let drift = clocks.wallMs() - lastMs;
  return () => {
    const nowMs = clocks.monotonicMs();
    const presentDrift = clocks.wallMs() - nowMs;
    const hasSlept = nowMs - lastMs > GAP_MS || Math.abs(presentDrift - drift) > DRIFT_MS;
    lastMs = nowMs;
    drift = presentDrift;
    return hasSlept;
  };
}

/** Calls back after every sleep of the machine. */
export function watchSleep(onWake: () => void): void {
  const hasSlept = createSleepDetector({ monotonicMs: () => performance.now(), wallMs: () => Date.now() });
  onTick(() => {
    if (hasSlept()) onWake();
  });
}
