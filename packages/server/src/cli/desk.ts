import type { Config } from '../config/config.ts';
import type { Context } from '../context.ts';
import { machineTime } from '../platform/clock.ts';
import { askTime, DatabaseClock } from '../platform/databaseClock.ts';
import { createIdMaker } from '../platform/ids.ts';
import { createLogger } from '../platform/logger.ts';
import { withDatabase } from './openDatabase.ts';

/** What a service needs of the program when a command calls it. News it tells are sent by the running program. */
export type Desk = Pick<Context, 'clock' | 'config' | 'log' | 'newId' | 'pool' | 'publisher'>;

/** Runs `work` on the configured database, brought up to date. */
export function atDesk<T>(config: Config, work: (desk: Desk) => Promise<T>): Promise<T> {
  return withDatabase(config, async ({ pool, migrate }) => {
    await migrate();
    // The commands' time is the running program's.
    const clock = new DatabaseClock(machineTime, await askTime(pool, machineTime));
    const publisher = { wake: () => {}, start: async () => {}, stop: async () => {} };
    return work({ config, pool, clock, log: createLogger('warn'), newId: createIdMaker(clock), publisher });
  });
}
