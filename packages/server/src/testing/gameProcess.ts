/** The built program as a process of its own: as an operator starts it, or its test build, which can be made to fall. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What deploy/ecosystem.config.cjs says of one process. */
export interface ShippedProcess {
  readonly name: string;
  readonly script: string;
  readonly args: string;
  readonly kill_timeout: number;
  readonly env: Readonly<Record<string, string>>;
}

/** The processes that we ship for PM2. */
export const shippedProcesses = (): ShippedProcess[] =>
  (createRequire(import.meta.url)('../../../../deploy/ecosystem.config.cjs') as { apps: ShippedProcess[] }).apps;

/** The command line. */
export const CT = new URL('../../bin/ct.mjs', import.meta.url).pathname;
const TEST_BUILD = new URL('../../dist-test/testBuild/main.js', import.meta.url).pathname;

type Ending = number | NodeJS.Signals | null;

export interface GameProcess {
  readonly child: ChildProcess;
  /** Rejects when the program ends before it is ready. */
  readonly ready: Promise<void>;
  /** Its exit code, or the signal that ended it, when it has ended. */
  readonly gone: Promise<Ending>;
  /** Sends the signal and waits for the end; answers with the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  /** Everything that it wrote, to standard output and to standard error. */
  output(): string;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `ct start` with just this environment; resolves when it is ready. */
export async function startGameProcess(env: Environment): Promise<GameProcess> {
  const game = launch([CT, 'start'], env);
  await game.ready;
  return game;
}

/** `ct start` of a checkout, this one's unless given; does not wait for it. */
export const launchProgram = (env: Environment, checkout: string | null = null): GameProcess =>
  launch([checkout === null ? CT : path.join(checkout, 'packages/server/bin/ct.mjs'), 'start'], env);

/** Starts the same program with its test doors, FAILPOINT and TEST_CLOCK (testBuild/), and does not wait for it: it may be made to fall at once. */
export const launchTestBuild = (env: Environment): GameProcess => launch([TEST_BUILD], { LOG_LEVEL: 'error', ...env });

function launch(args: readonly string[], env: Environment): GameProcess {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<Ending>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  let output = '';
  child.stderr.on('data', (text: Buffer) => {
    output += String(text);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      output += String(text);
      if (output.includes('is ready')) resolve();
    });
    void gone.then((how) => reject(new Error(`the program ended with ${how}: ${output.slice(-2_000)}`)));
  });
  // Whoever wants to know awaits it.
  ready.catch(() => {});
  return {
    child,
    ready,
    gone,
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}
