import type { Logger } from 'pino';
import { Signal } from './signal.ts';

export interface LoopOptions {
  name: string;
  log: Logger;
  /** One round; returns true when there is more to do right away. */
  round: () => Promise<boolean>;
  bell?: Signal;
  /** Longest wait between two rounds without a ring. */
  idleMs: number;
  /** Told of every failed round. */
  onFailure?: () => void;
}
export interface Loop {
  stop(): Promise<void>;
}

/** Runs `round` again and again, woken by the bell. A failing round is logged and tried again with growing waits; it never ends the process. */
export function startLoop(options: LoopOptions): Loop {
  const bell = options.bell ?? new Signal();
  let stopping = false;
  let failures = 0;
  const running = (async () => {
    while (!stopping) {
      let more = false;
      try {
        more = await options.round();
        failures = 0;
      } catch (error) {
        failures++;
        options.onFailure?.();
        options.log.error({ err: error, loop: options.name, failures }, 'a round failed and will be tried again');
      }
      if (more || stopping) continue;
      if (failures > 0)
        await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 100 * 2 ** Math.min(6, failures))));
      else await bell.wait(options.idleMs);
    }
  })();
  return {
    stop: () => {
      stopping = true;
      bell.ring();
      return running;
    },
  };
}
