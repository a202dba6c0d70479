import { readConfig } from '../../config/config.ts';
import { keepDemoSeason } from '../../features/seasons/clock.ts';
import { getCurrentSeason } from '../../features/seasons/queries.ts';
import type { Command } from '../command.ts';
import { atDesk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'make sure that a free demo season is there',
  help: `Usage: ct seed\n\nBrings the database up to date and opens a free demo season at speed DEMO_SPEED, unless one is running.
The computer players come with \`ct start\`. Safe to run again and while the game runs.`,
  async run(args, io) {
    parseOptions(args, {});
    const season = await atDesk(readConfig(io.env), async (desk) => {
      await keepDemoSeason(desk);
      return getCurrentSeason(desk.pool, null);
    });
    io.stdout.write(`Current season: ${season?.name ?? 'none'}, ${season?.status ?? ''}.\n`);
    return 0;
  },
};
