import type { Command } from '../command.ts';
import { parseOptions } from '../parseOptions.ts';

export const startCommand: Command = {
  name: 'start',
  summary: 'run the game',
  help: `Usage: ct start

Runs the game until it is told to stop (Ctrl-C or SIGTERM). Settings come from the environment; .env.example lists them.`,
  async run(args) {
    parseOptions(args, {});
    // Loaded on demand: the other commands need none of the server.
    const { runMain } = await import('../../main.ts');
    await runMain();
    return 0;
  },
};
