import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { currentRole } from '../platform/appRole.ts';
import { type Clock, machineTime } from '../platform/clock.ts';
import { openDatabaseAddress } from '../platform/databaseAddress.ts';
import { askTime, DatabaseClock } from '../platform/databaseClock.ts';
import { createPool } from '../platform/db.ts';
import { createLogger } from '../platform/logger.ts';
import { migrate } from '../platform/migrate.ts';

/** A database as commands see it. */
export interface CommandDatabase {
  /** As the role the program works as. */
  readonly pool: Pool;
  /** Applies what is missing, as the owner of the tables; gives the names of the migrations that ran. */
  migrate(): Promise<string[]>;
}

/** The configured database as the owner of its tables. */
export interface OwnedDatabase {
  readonly owner: Pool;
  /** The role that the program works as; absent = the owner. */
  readonly appRole?: string;
  /** The database's time. */
  readonly clock: Clock;
}

interface Opened {
  url: string;
  /** Null = the user of `url` owns the tables. */
  ownerUrl: string | null;
  log: Logger;
}

/** Finds the database, starts the embedded one if it is that and nobody runs it, and stops what it started. */
async function atAddress<T>(config: Config, work: (opened: Opened) => Promise<T>): Promise<T> {
  const log = createLogger('warn');
  const { url, ownerUrl, embedded } = await openDatabaseAddress(config, (line) => log.warn(line));
  try {
    return await work({ url, ownerUrl, log });
  } finally {
    await embedded?.stop();
  }
}

/** Runs `work` as the owner of the tables, on a database that may still be empty. */
export const withOwner = <T>(config: Config, work: (database: OwnedDatabase) => Promise<T>): Promise<T> =>
  atAddress(config, async ({ url, ownerUrl, log }) => {
    const owner = createPool({ url: ownerUrl ?? url, size: 2, log, name: 'ct owner' });
    const appRole = ownerUrl === null ? null : decodeURIComponent(new URL(url).username);
    try {
      const clock = new DatabaseClock(machineTime, await askTime(owner, machineTime));
      return await work({ owner, clock, ...(appRole === null ? {} : { appRole }) });
    } finally {
      await owner.end();
    }
  });

/**
 * Runs `work` on the configured database, DATABASE_URL or the embedded one, and closes everything after it. When the
 * game runs with its embedded database, that one is shared and goes on running.
 */
export const withDatabase = <T>(config: Config, work: (database: CommandDatabase) => Promise<T>): Promise<T> =>
  atAddress(config, async ({ url, ownerUrl, log }) => {
    const pool = createPool({ url, size: 2, log, name: 'ct' });
    const migrateAsOwner = async (): Promise<string[]> => {
      if (ownerUrl === null) return migrate(pool);
      const role = await currentRole(pool);
      const roles = config.role === 'payouts' ? { payoutRole: role } : { appRole: role };
      const owner = createPool({ url: ownerUrl, size: 1, log, name: 'ct migrations' });
      return migrate(owner, roles).finally(() => owner.end());
    };
    try {
      return await work({ pool, migrate: migrateAsOwner });
    } finally {
      await pool.end();
    }
  });
