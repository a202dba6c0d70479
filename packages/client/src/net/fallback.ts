/**
 * What happens while no news arrive. Some networks let no sockets through: as long as the server answers ordinary requests the
 * page goes on and asks for what may have changed; only when those fail as well it is offline and orders pause.
 */
export interface FallbackOptions {
  /** One ordinary request; rejects when the server cannot be reached. */
  probe: () => Promise<unknown>;
  /** The server answers, but news do not arrive: ask for what may have changed. */
  onReachable: () => void;
  onUnreachable: () => void;
  schedule: (run: () => void, ms: number) => () => void;
}

const REACHABLE_MS = 10_000;
const UNREACHABLE_MS = 4000;

export interface Fallback {
  /** News stopped; calls while it runs already do nothing. */
  start(): void;
  /** News arrive again. */
  stop(): void;
}

export function createFallback(options: FallbackOptions): Fallback {
  let round = 0;
  let isRunning = false;
  let cancel: (() => void) | null = null;

  async function run(mine: number): Promise<void> {
    const isReachable = await options.probe().then(
      () => true,
      () => false,
    );
    if (mine !== round || !isRunning) return;
    if (isReachable) options.onReachable();
    else options.onUnreachable();
    cancel = options.schedule(() => void run(mine), isReachable ? REACHABLE_MS : UNREACHABLE_MS);
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      void run(++round);
    },
    stop() {
      isRunning = false;
      round++;
      cancel?.();
      cancel = null;
    },
  };
}
