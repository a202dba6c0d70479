import { ConfigError } from '../config/configError.ts';
import { type Command, type CommandIo, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `Usage: ct <command> [options]\n\nCommands:\n${lines.join('\n')}\n\nct <command> --help says more about one command.\n`;
}

const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

function report(error: unknown, command: Command, args: readonly string[], io: CommandIo): number {
  if (error instanceof UsageError) {
    io.stderr.write(`ct ${command.name}: ${error.message}\n\n${command.helpFor?.(args) ?? command.help}\n`);
    return 2;
  }
  if (error instanceof ConfigError) io.stderr.write(`${error.message}\n`);
  else io.stderr.write(`ct ${command.name}: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}

/** Runs `ct` with its arguments. Answers with the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCt(
  argv: readonly string[],
  io: CommandIo,
  commands: readonly Command[] = COMMANDS,
): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined) {
    io.stderr.write(overview(commands));
    return 2;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(overview(commands));
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    io.stderr.write(`ct: there is no command "${name}"\n\n${overview(commands)}`);
    return 2;
  }
  if (asksForHelp(args)) {
    io.stdout.write(`${command.helpFor?.(args) ?? command.help}\n`);
    return 0;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    return report(error, command, args, io);
  }
}
