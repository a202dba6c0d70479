import { serverClock } from './serverClock.ts';

/** One timer a second for every countdown on the page; it stops when nobody listens. */
const listeners = new Set<(nowMs: number) => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let tickMs = serverClock.nowMs();

function tick(): void {
  tickMs = serverClock.nowMs();
  for (const listener of [...listeners]) listener(tickMs);
}

/** Calls the listener once a second with the server's time in ms. */
export function onTick(listener: (nowMs: number) => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    tickMs = serverClock.nowMs();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The server's time at the last tick, the same for every reader until the next one. */
export const lastTickMs = (): number => tickMs;
