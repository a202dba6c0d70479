import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/envReader.ts';

/** What a command may touch; tests give their own. */
export interface CommandIo {
  readonly env: Environment;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface Command {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** The text of `--help`. */
  readonly help: string;
  /** Help for one action of a command that has several; null = the command's own. */
  helpFor?(args: readonly string[]): string | null;
  /** `args` without the command's name. Answers with the exit code: 0 done, 1 failed, 2 called wrongly. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** Thrown for a call that cannot be understood: the message and the command's help are shown, the exit code is 2. */
export class UsageError extends Error {}
