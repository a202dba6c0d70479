/** The built program as a process of its own, as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';

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

export interface GameProcess {
  readonly child: ChildProcess;
  /** How it ended, when it has: the exit code, or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals | null>;
  /** Sends the signal and waits for the end; answers with the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  /** Everything that it wrote, to standard output and to standard error. */
  output(): string;
}

/** Starts `ct start` with just this environment; resolves when it is ready. */
export async function startGameProcess(env: Readonly<Record<string, string>>): Promise<GameProcess> {
  const child = spawn(process.execPath, [CT, 'start'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  let output = '';
  child.stderr.on('data', (text: Buffer) => {
    output += String(text);
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      output += String(text);
      if (output.includes('is ready')) resolve();
    });
    void gone.then((how) => reject(new Error(`the program ended with ${how}: ${output.slice(-2_000)}`)));
  });
  return {
    child,
    gone,
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}
