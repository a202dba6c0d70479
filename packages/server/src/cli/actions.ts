/** Commands that are several: `ct season create`, `ct season list` … Each action has its own help. */
import { type Command, type CommandIo, UsageError } from './command.ts';

export interface Action {
  /** One line in the command's help. */
  readonly summary: string;
  readonly help: string;
  /** `args` without the names of command and action. Answers with the exit code. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

interface Actions {
  readonly name: string;
  readonly summary: string;
  /** Behind the name, in the first line of the help. */
  readonly usage: string;
  readonly actions: Readonly<Record<string, Action>>;
  /** Below the list of actions. */
  readonly notes: string;
}

export function commandOfActions({ name, summary, usage, actions, notes }: Actions): Command {
  const names = Object.keys(actions);
  const width = Math.max(...names.map((one) => one.length));
  const find = (wanted: string): Action | undefined => (Object.hasOwn(actions, wanted) ? actions[wanted] : undefined);
  return {
    name,
    summary,
    help: `Usage: ct ${name} ${usage}

Actions:
${names.map((one) => `  ${one.padEnd(width)}  ${actions[one]?.summary}`).join('\n')}

${notes}`,
    helpFor: ([wanted = '']) => find(wanted)?.help ?? null,
    async run([wanted, ...rest], io) {
      if (wanted === undefined) throw new UsageError(`say what to do: ${names.join(', ')}`);
      const action = find(wanted);
      if (!action) throw new UsageError(`there is no action "${wanted}": ${names.join(', ')}`);
      return action.run(rest, io);
    },
  };
}
