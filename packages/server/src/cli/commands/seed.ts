import { readConfig } from '../../config/config.ts';
import { keepDemoSeason } from '../../features/seasons/clock.ts';
import { getCurrentSeason } from '../../features/seasons/queries.ts';
import { systemClock } from '../../platform/clock.ts';
import { createIdMaker } from '../../platform/ids.ts';
import { createLogger } from '../../platform/logger.ts';
import { migrate } from '../../platform/migrate.ts';
import type { Command } from '../command.ts';
import { withDatabase } from '../openDatabase.ts';
import { parseOptions } from '../parseOptions.ts';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'make sure that a free demo season is there',
  help: `Usage: ct seed\n\nBrings the database up to date and opens a free demo season at speed DEMO_SPEED, unless one is running.
The computer players come with \`ct start\`. Safe to run again and while the game runs.`,
  async run(args, io) {
    parseOptions(args, {});
    const config = readConfig(io.env);
    const season = await withDatabase(config, async (pool) => {
      await migrate(pool);
      const clock = systemClock();
      const publisher = { wake: () => {}, start: async () => {}, stop: async () => {} };
      await keepDemoSeason({ config, pool, clock, log: createLogger('warn'), newId: createIdMaker(clock), publisher });
      return getCurrentSeason(pool);
    });
    io.stdout.write(`Current season: ${season?.name ?? 'none'}, ${season?.status ?? ''}.\n`);
    return 0;
  },
};
