/** Keeps a program running: whenever it ends it is started again, as PM2 or systemd do. */
import type { GameProcess } from '../gameProcess.ts';

const AGAIN_MS = 200;
const READY_WITHIN_MS = 60_000;
/** What a program must never say, whatever happens around it. */
const NEVER = /unhandled rejection|uncaught exception/;

export interface Supervised {
  readonly name: string;
  readonly isReady: () => boolean;
  /** The number of the process; null while it starts. */
  readonly pid: () => number | null;
  /** kill -9; started again after `awayMs`. Nothing happens while it is starting. */
  kill(awayMs: number): void;
  /** Resolves when it is ready; rejects when that takes longer than any start may. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly name: string;
  readonly launch: () => GameProcess;
  /** The program ended by itself, or said what it must never say. */
  readonly onFault: (what: string) => void;
  /** All that a program said, when it has ended. */
  readonly onOutput: (text: string) => void;
}

export function supervise(options: SupervisorOptions): Supervised {
  let current: GameProcess | null = null;
  let starting: GameProcess | null = null;
  let isStopping = false;
  let isWanted = false;
  let awayMs = 0;
  const waiting: (() => void)[] = [];

  async function run(): Promise<void> {
    while (!isStopping) {
      const process = options.launch();
      starting = process;
      try {
        await process.ready;
      } catch (error) {
        // Without its database it cannot start and says so; whoever watches over it tries again.
        options.onOutput(String(error));
        await pause(AGAIN_MS);
        continue;
      }
      current = process;
      isWanted = false;
      for (const resolve of waiting.splice(0)) resolve();
      const how = await process.gone;
      current = null;
      if (!isWanted && !isStopping) options.onFault(`${options.name} ended by itself with ${how}`);
      const output = process.output();
      const said = NEVER.exec(output);
      if (said) options.onFault(`${options.name} said "${said[0]}"`);
      options.onOutput(output);
      await pause(awayMs);
    }
  }
  const running = run();

  const kill = () => {
    isWanted = true;
    current?.child.kill('SIGCONT');
    current?.child.kill('SIGKILL');
  };
  return {
    name: options.name,
    isReady: () => current !== null,
    pid: () => current?.child.pid ?? null,
    kill: (forMs) => {
      awayMs = forMs;
      kill();
    },
    ready: () => {
      if (current !== null) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const tooLate = () => reject(new Error(`${options.name} was not ready within ${READY_WITHIN_MS / 1000} s`));
        const timer = setTimeout(tooLate, READY_WITHIN_MS);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    stop: async () => {
      isStopping = true;
      isWanted = true;
      starting?.child.kill('SIGCONT');
      starting?.child.kill('SIGKILL');
      await running;
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
